using System.Collections.Immutable;
using System.Text;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Clusters.Docker;

/// <summary>Names, mirrors, credentials and progress of images.</summary>
public sealed class RegistryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Redactor _redactor = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("busybox", "docker.io", "library/busybox", "busybox", "latest")]
    [InlineData("busybox:1", "docker.io", "library/busybox:1", "busybox", "1")]
    [InlineData("prom/prometheus:v3", "docker.io", "prom/prometheus:v3", "prom/prometheus", "v3")]
    [InlineData("localhost:5000/a:1", "localhost:5000", "a:1", "localhost:5000/a", "1")]
    [InlineData("localhost:5000/a", "localhost:5000", "a", "localhost:5000/a", "latest")]
    [InlineData("ghcr.io/x/y:v1@sha256:ab", "ghcr.io", "x/y:v1@sha256:ab", "ghcr.io/x/y", "sha256:ab")]
    public void Names_are_split_as_docker_does(string image, string registry, string path, string name, string tag)
    {
        Assert.Equal((registry, path), ImageName.Registry(image));
        Assert.Equal((name, tag), ImageName.Split(image));
    }

    [Theory]
    [InlineData("ghcr.io=mirror.example.com", "ghcr.io/a/b:1", "mirror.example.com/a/b:1", "https://mirror.example.com/")]
    [InlineData("ghcr.io=mirror.example.com", "docker.io/a/b:1", null, "https://mirror.example.com/")]
    [InlineData("localhost:5000", "busybox", "localhost:5000/library/busybox", "http://localhost:5000/")]
    [InlineData("http://10.1.2.3:5000/cache/", "ghcr.io/a/b", "10.1.2.3:5000/cache/a/b", "http://10.1.2.3:5000/cache")]
    [InlineData("https://mirror:8443", "quay.io/a", "mirror:8443/a", "https://mirror:8443/")]
    public void Mirrors_rename_images(string text, string image, string? expected, string url)
    {
        var mirror = RegistryMirror.Parse(text);
        Assert.Equal((expected, url), (mirror.NameOf(image), mirror.Url.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("=mirror")]
    [InlineData("ghcr.io=")]
    [InlineData("ghcr.io=ftp://mirror")]
    [InlineData("ghcr.io=https://user:secret@mirror")]
    [InlineData("a b=mirror")]
    [InlineData("ghcr.io=http://")]
    public void What_is_no_mirror_is_refused(string text) => Assert.NotNull(RegistryMirror.Problem(text));

    [Fact]
    public async Task Credentials_stand_in_the_file()
    {
        _folder.Write("config.json", $$"""{ "auths": { "ghcr.io": { "auth": "{{Base64("me:pass:word")}}" }, "https://index.docker.io/v1/": { "auth": "{{Base64("hub:secret-of-hub")}}" }, "acr.example": { "identitytoken": "token-1" }, "broken": { "auth": "%%" } } }""");
        Assert.Equal(new RegistryCredentials("ghcr.io", "me", "pass:word", false), await FindAsync("ghcr.io"));
        Assert.Equal(new RegistryCredentials("docker.io", "hub", "secret-of-hub", false), await FindAsync("docker.io"));
        Assert.Equal(new RegistryCredentials("acr.example", "", "token-1", true), await FindAsync("acr.example"));
        Assert.Null(await FindAsync("broken"));
        Assert.Null(await FindAsync("elsewhere"));
        Assert.Equal("[redacted]", _redactor.Redact("secret-of-hub"));
    }

    [Fact]
    public async Task Credential_helpers_are_asked_through_the_runner()
    {
        _folder.Write("config.json", """{ "credHelpers": { "ghcr.io": "gh" }, "credsStore": "desktop" }""");
        var runner = new FakeCommandRunner(c => c.File.EndsWith("gh", StringComparison.Ordinal) ? FakeCommandRunner.Success("""{"Username":"me","Secret":"s3cret-value"}""") : FakeCommandRunner.Failure(1, "credentials not found"));
        Assert.Equal(new RegistryCredentials("ghcr.io", "me", "s3cret-value", false), await FindAsync("ghcr.io", runner));
        Assert.Null(await FindAsync("quay.io", runner));
        Assert.Equal(["docker-credential-gh get < ghcr.io", "docker-credential-desktop get < quay.io"], runner.Commands.Select(c => $"{c} < {c.StandardInput}"));
        Assert.Equal("[redacted]", _redactor.Redact("s3cret-value"));
    }

    [Theory]
    [InlineData("../../bin/evil")]
    [InlineData("a;b")]
    public async Task A_helper_with_a_strange_name_is_not_run(string helper)
    {
        _folder.Write("config.json", $$"""{ "credsStore": "{{helper}}" }""");
        var runner = new FakeCommandRunner(_ => FakeCommandRunner.Success("{}"));
        Assert.Null(await FindAsync("ghcr.io", runner));
        Assert.Empty(runner.Commands);
    }

    [Fact]
    public void Layers_add_up_and_unpacking_counts_nothing_twice()
    {
        var progress = new PullProgress();
        progress.Add(new LayerEvent("v1", "Pulling from a/b", 0, 0));
        progress.Add(new LayerEvent("x", "Pulling fs layer", 0, 0));
        progress.Add(new LayerEvent("y", "Already exists", 0, 0));
        progress.Add(new LayerEvent("x", "Downloading", 1 << 20, 4 << 20));
        Assert.Equal("1.0 of 4.0 MiB, 1 of 2 layers", progress.ToString());
        progress.Add(new LayerEvent("x", "Download complete", 0, 0));
        progress.Add(new LayerEvent("x", "Extracting", 1 << 20, 9 << 20));
        Assert.Equal((4L << 20, 4L << 20), (progress.Current, progress.Total));
        Assert.Equal("4.0 of 4.0 MiB, 2 of 2 layers", progress.ToString());
    }

    [Fact]
    public async Task Images_come_from_the_first_place_that_has_them_and_get_their_own_name()
    {
        var docker = new FakeDocker { Images = { "ghcr.io/a/present:1" }, Pullable = { "m2.example/a/b:1" } };
        var puller = new ImagePuller(docker, Auth(), [.. new[] { "ghcr.io=m1.example", "m2.example" }.Select(RegistryMirror.Parse)]);
        var step = new RecordedStep();
        await puller.EnsureAsync(["ghcr.io/a/b:1", "ghcr.io/a/present:1"], step, TestContext.Current.CancellationToken);
        Assert.Equal(["pull m1.example/a/b:1", "pull m2.example/a/b:1", "tag m2.example/a/b:1 ghcr.io/a/b:1"], docker.Calls);
        Assert.Equal("1 pulled (b:1 1.0 of 1.0 MiB, 1 of 1 layers), 1 present", step.Outcome);
        Assert.Contains("b:1 0.5 of 1.0 MiB, 0 of 1 layers", step.Updates);
    }

    [Fact]
    public async Task An_image_nobody_has_is_an_error_with_every_answer()
    {
        var puller = new ImagePuller(new FakeDocker(), Auth(), [RegistryMirror.Parse("m.example")]);
        var error = await Assert.ThrowsAsync<PlatformException>(() => puller.EnsureAsync(["ghcr.io/a/b:1"], new RecordedStep(), TestContext.Current.CancellationToken));
        Assert.Contains("\"m.example/a/b:1\"", error.What, StringComparison.Ordinal);
        Assert.Contains("\"ghcr.io/a/b:1\"", error.What, StringComparison.Ordinal);
        Assert.Equal("Check the name and the tag of the image.", error.Fix);
    }

    private RegistryAuth Auth() => new(_folder.Path, new FakeCommandRunner(_ => FakeCommandRunner.Failure(1)), _redactor);

    private Task<RegistryCredentials?> FindAsync(string registry, FakeCommandRunner? runner = null) =>
        new RegistryAuth(_folder.Path, runner ?? new FakeCommandRunner(_ => FakeCommandRunner.Failure(1)), _redactor).FindAsync(registry, TestContext.Current.CancellationToken);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

/// <summary>A step that keeps what it was told.</summary>
internal sealed class RecordedStep : IStep
{
    private ImmutableArray<string> _updates = [];

    public ImmutableArray<string> Updates => _updates;

    public string? Outcome { get; private set; }

    public void Update(string status) => ImmutableInterlocked.Update(ref _updates, u => u.Add(status));

    public void Note(string outcome) => Outcome = outcome;
}
