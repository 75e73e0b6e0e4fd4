using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Tests.Clusters.Docker;
using TalosPlatform.Tests.Shared;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Images;

namespace TalosPlatform.Tests.Workloads.Images;

public sealed class AppImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeDocker _docker = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_changed_is_built_and_what_did_not_is_only_pushed()
    {
        var app = Sample("go-http");
        var first = await EnsureAsync(app);
        var reference = Assert.Single(first.References);
        Assert.Equal("go-http:1.0.0", reference.Key);
        Assert.Matches("^localhost:5000/go-http:[0-9a-f]{16}$", reference.Value);
        await EnsureAsync(app);
        Assert.Equal([$"build {reference.Value} from Dockerfile", $"push {reference.Value}", $"push {reference.Value}"], _docker.Calls);
    }

    [Fact]
    public async Task An_image_that_cannot_be_built_leaves_its_application_out()
    {
        _folder.Write("app/Dockerfile", "FROM scratch\nCOPY nowhere /\n");
        var set = await EnsureAsync(Sample("go-http") with { Name = "broken", Folder = _folder.File("app") });
        Assert.Empty(set.References);
        Assert.Contains("\"nowhere\"", set.LeftOut["broken"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_Dockerfile_the_image_of_the_manifest_stands()
    {
        var set = await EnsureAsync(Sample("go-http") with { Folder = _folder.Path });
        Assert.Empty(set.References);
        Assert.Empty(set.LeftOut);
        Assert.Empty(_docker.Calls);
    }

    private static AppDefinition Sample(string name) =>
        AppFile.Load(Path.Combine(Repository.Root, "samples", name), $"samples/{name}", new List<Finding>()) ?? throw new InvalidOperationException(name);

    private Task<AppImageSet> EnsureAsync(AppDefinition app) =>
        new AppImages(_docker, new RegistryAuth(_folder.Path, new FakeCommandRunner(_ => FakeCommandRunner.Failure(1)), new Redactor()), new LineProgressReporter(TextWriter.Null), [Repository.Root, _folder.Path])
            .EnsureAsync([app], "localhost:5000", TestContext.Current.CancellationToken);
}
