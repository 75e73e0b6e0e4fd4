using System.Collections.Immutable;
using System.Text;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Tests.Docker.Engine;
using TalosPlatform.Tests.Shared;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Images;

namespace TalosPlatform.Tests.Docker;

/// <summary>Images between a real engine and a real registry.</summary>
public sealed class ImageTests(RealDocker docker) : IDisposable
{
    private const int Ballast = 24 << 20;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_pull_shows_the_bytes_of_its_layers()
    {
        await docker.RequireAsync();
        await using var registry = await LocalRegistry.StartAsync();
        var image = $"{registry.Name}/stand-in/heavy:1";
        await StandInImages.ImportAsync(docker, image, Ballast);
        var pushed = new PullProgress();
        await docker.Images.PushAsync(image, null, pushed.Add, Cancellation);
        await docker.DockerAsync("rmi", image);
        Assert.False(await docker.Images.HasAsync(image, Cancellation));

        var step = new Updates();
        await Puller([]).EnsureAsync([image], step, Cancellation);
        Assert.True(await docker.Images.HasAsync(image, Cancellation));
        Assert.Matches(@"^1 pulled \(heavy:1 (2\d) of \1 MiB, 1 of 1 layers\), 0 present$", step.Outcome);
        Assert.True(step.Seen.Distinct().Count() > 2, $"too little was shown: {string.Join(" | ", step.Seen.Distinct())}");

        step = new Updates();
        await Puller([]).EnsureAsync([image], step, Cancellation);
        Assert.Equal("1 present", step.Outcome);
        await docker.DockerAsync("rmi", image);
    }

    [Fact]
    public async Task A_mirror_is_asked_first_and_the_image_gets_its_own_name()
    {
        await docker.RequireAsync();
        await using var registry = await LocalRegistry.StartAsync();
        var stored = $"{registry.Name}/siderolabs/talos:v0.0.1";
        await StandInImages.ImportAsync(docker, stored);
        await docker.Images.PushAsync(stored, null, _ => { }, Cancellation);
        await docker.DockerAsync("rmi", stored);
        await Puller([RegistryMirror.Parse($"ghcr.io={registry.Name}")]).EnsureAsync(["ghcr.io/siderolabs/talos:v0.0.1"], new Updates(), Cancellation);
        Assert.True(await docker.Images.HasAsync("ghcr.io/siderolabs/talos:v0.0.1", Cancellation));
        await docker.DockerAsync("rmi", "ghcr.io/siderolabs/talos:v0.0.1", stored);
    }

    [Fact]
    public async Task What_a_registry_does_not_have_is_said_with_the_fix()
    {
        await docker.RequireAsync();
        await using var registry = await LocalRegistry.StartAsync();
        var error = await Assert.ThrowsAsync<PlatformException>(() => Puller([]).EnsureAsync([$"{registry.Name}/nobody/has:this"], new Updates(), Cancellation));
        Assert.Contains($"\"{registry.Name}/nobody/has:this\"", error.What, StringComparison.Ordinal);
        Assert.Equal("Check the name and the tag of the image.", error.Fix);
    }

    [Fact]
    public async Task A_registry_that_wants_a_login_gets_the_one_of_docker_login()
    {
        await docker.RequireAsync();
        await using var registry = await LocalRegistry.StartAsync(login: true);
        var image = $"{registry.Name}/stand-in/private:1";
        await StandInImages.ImportAsync(docker, image);
        var refused = await Assert.ThrowsAsync<PlatformException>(() => docker.Images.PushAsync(image, null, _ => { }, Cancellation));
        Assert.Contains("docker login", refused.Fix, StringComparison.Ordinal);

        _folder.Write("config.json", $$"""{ "auths": { "{{registry.Name}}": { "auth": "{{Convert.ToBase64String(Encoding.UTF8.GetBytes($"{LocalRegistry.User}:{LocalRegistry.Password}"))}}" } } }""");
        await docker.Images.PushAsync(image, await Auth().FindAsync(registry.Name, Cancellation), _ => { }, Cancellation);
        await docker.DockerAsync("rmi", image);
        await Puller([]).EnsureAsync([image], new Updates(), Cancellation);
        Assert.True(await docker.Images.HasAsync(image, Cancellation));
        await docker.DockerAsync("rmi", image);
    }

    [Fact]
    public async Task Applications_are_built_pushed_and_not_built_again()
    {
        await docker.RequireAsync();
        await using var registry = await LocalRegistry.StartAsync();
        await StandInImages.ImportAsync(docker, "localhost/stand-in/base:1");
        _folder.Write("app/Dockerfile", "FROM localhost/stand-in/base:1\nCOPY page.txt /page.txt\nRUN cat /page.txt > /copied.txt\n");
        _folder.Write("app/page.txt", "first");
        var first = Assert.Single((await EnsureAsync(registry)).References).Value;
        Assert.Equal("first", await docker.DockerAsync("run", "--rm", first, "/bin/busybox", "cat", "/copied.txt"));
        Assert.Equal(first, Assert.Single((await EnsureAsync(registry)).References).Value);

        _folder.Write("app/page.txt", "second");
        var second = Assert.Single((await EnsureAsync(registry)).References).Value;
        Assert.NotEqual(first, second);
        // What the registry has can be had from it alone.
        await docker.DockerAsync("rmi", first, second);
        await docker.Images.PullAsync(second, null, _ => { }, Cancellation);
        Assert.Equal("second", await docker.DockerAsync("run", "--rm", second, "/bin/busybox", "cat", "/copied.txt"));
    }

    [Fact]
    public async Task A_build_that_fails_leaves_its_application_out_with_the_reason()
    {
        await docker.RequireAsync();
        await using var registry = await LocalRegistry.StartAsync();
        await StandInImages.ImportAsync(docker, "localhost/stand-in/base:1");
        _folder.Write("app/Dockerfile", "FROM localhost/stand-in/base:1\nCOPY page.txt /page.txt\nRUN cat /nowhere\n");
        _folder.Write("app/page.txt", "first");
        var set = await EnsureAsync(registry);
        Assert.Empty(set.References);
        Assert.Contains("non-zero code: 1", set.LeftOut["greeter"], StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ImagePuller Puller(ImmutableArray<RegistryMirror> mirrors) => new(docker.Images, Auth(), mirrors);

    private RegistryAuth Auth() => new(_folder.Path, new ProcessCommandRunner(new Redactor(), TimeProvider.System), new Redactor());

    private Task<AppImageSet> EnsureAsync(LocalRegistry registry)
    {
        var sample = AppFile.Load(Path.Combine(Repository.Root, "samples", "go-http"), "samples/go-http", new List<Finding>())!;
        return new AppImages(docker.Images, Auth(), new LineProgressReporter(TextWriter.Null), [_folder.Path]).EnsureAsync([sample with { Name = "greeter", Folder = _folder.File("app") }], registry.Name, Cancellation);
    }

    private sealed class Updates : IStep
    {
        private ImmutableArray<string> _seen = [];

        public ImmutableArray<string> Seen => _seen;

        public string Outcome { get; private set; } = "";

        public void Update(string status) => ImmutableInterlocked.Update(ref _seen, s => s.Add(status));

        public void Note(string outcome) => Outcome = outcome;
    }
}
