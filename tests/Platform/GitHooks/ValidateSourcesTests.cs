using TalosPlatform.GitHooks;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.GitHooks;

/// <summary>What a commit is checked with: files of every kind, and nothing else is touched.</summary>
public sealed class ValidateSourcesTests : IDisposable
{
    private const string Sound = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n";
    private readonly TemporaryFolder _workspace = new();
    private readonly StringWriter _log = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("manifests/a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: shop }\nspec: { hostNetwork: true, containers: [{ name: a, image: a:1, securityContext: { privileged: true } }] }\n", "manifests/a.yaml")]
    [InlineData("dashboards/a.json", "{ \"title\": ", "dashboards/a.json")]
    [InlineData("alerts/a.yaml", "groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: sum(\n", "alerts/a.yaml")]
    public async Task A_mistake_of_any_kind_is_found_and_the_last_report_stays(string file, string content, string place)
    {
        _workspace.Write("artifacts/run.json", "the last report");
        _workspace.Write("artifacts/findings.sarif", "its findings");
        _workspace.Write("manifests/sound.yaml", Sound);
        _workspace.Write(file, content);
        var problem = await Assert.ThrowsAsync<PlatformException>(RunAsync);
        Assert.Contains(place, problem.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("findings.sarif", problem.Message, StringComparison.Ordinal);
        Assert.Equal("the last report", File.ReadAllText(_workspace.File("artifacts/run.json")));
        Assert.Equal("its findings", File.ReadAllText(_workspace.File("artifacts/findings.sarif")));
    }

    [Fact]
    public async Task Sound_files_pass_and_leave_nothing()
    {
        _workspace.Write("manifests/sound.yaml", Sound);
        await RunAsync();
        Assert.False(Directory.Exists(_workspace.File("artifacts")));
        Assert.Contains("✓ manifests: 1 files, 1 objects", _log.ToString(), StringComparison.Ordinal);
    }

    private async Task RunAsync()
    {
        using var run = new RunContext(
            RunServices.Create(new LineProgressReporter(_log), new Redactor()), new Workspace(_workspace.Path, Repository.Root),
            new RunSettings { Samples = [], Dashboards = ["dashboards/*.json"], Alerts = ["alerts/*.yaml"], Manifests = ["manifests/*.yaml"] });
        await ValidateSources.RunAsync(run, TestContext.Current.CancellationToken);
    }
}
