using TalosPlatform.Shared.Commands;
using TalosPlatform.Tests.Publishing;

namespace TalosPlatform.Tests.Ci;

/// <summary>The template, run by gitlab-ci-local in the repository of a caller, with the real build on the host provider.</summary>
public sealed class GitLabTemplateTests
{
    private const string Token = "glpat-secret-token";

    [Fact]
    public async Task A_merge_request_is_verified_and_told_and_nothing_is_left()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var node = await NodeTools.RequireAsync(cancellation);
        using var caller = new CallerRepository();
        using var gitLab = new FakeGitLab();
        caller.Write(".talos-dev/config.yaml", await File.ReadAllTextAsync(caller.File(".talos-dev/config.yaml"), cancellation) + "test: { command: \"env | cut -d= -f1\" }\n");
        Include(caller, "cluster-name: gitlab-try", "cache: \"false\"", "token-variable: SHOP_TOKEN", "report-id: shop");
        var job = await RunAsync(node, caller, gitLab, cancellation);
        Assert.True(job.ExitCode == 0, job.Output + job.Error);
        Assert.Contains("sample echo: started", job.Output, StringComparison.Ordinal);
        Assert.Contains("removing cluster \"gitlab-try\"", job.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(caller.File("artifacts/junit.xml")), job.Output);
        Assert.True(File.Exists(caller.File("artifacts/metrics.txt")));
        var note = Assert.Single(gitLab.Notes.Values).Body;
        Assert.StartsWith("<!-- talos-report:shop ", note, StringComparison.Ordinal);
        Assert.Contains("12 smoke checks", note, StringComparison.Ordinal);
        Assert.All((string[])["gl-annotations.json", "gl-code-quality.json", "outputs.env"], name => Assert.True(File.Exists(caller.File("artifacts/" + name)), name));
        Assert.DoesNotContain(Token, job.Output + job.Error, StringComparison.Ordinal);
        var variables = await File.ReadAllLinesAsync(caller.File("artifacts/integration.log"), cancellation);
        Assert.Contains("PROMETHEUS_URL", variables);
        Assert.DoesNotContain("SHOP_TOKEN", variables);
        NothingIsLeft(caller);
    }

    [Fact]
    public async Task A_failing_check_fails_the_job_keeps_the_logs_and_leaves_nothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var node = await NodeTools.RequireAsync(cancellation);
        using var caller = new CallerRepository();
        using var gitLab = new FakeGitLab();
        caller.Write("services/echo/smoke/wrong.yaml", "checks:\n  - name: echo says more\n    http: ${echo}/echo\n    contains: more\n    within: 2s\n");
        Include(caller, "cluster-name: gitlab-try", "cache: \"false\"", "targets: SmokeTest");
        var job = await RunAsync(node, caller, gitLab, cancellation);
        Assert.NotEqual(0, job.ExitCode);
        Assert.True(File.Exists(caller.File("artifacts/logs/echo.log")), job.Output + job.Error);
        NothingIsLeft(caller);
    }

    [Theory]
    [InlineData("config", "\"$(touch x) `touch x`; touch x\"")]
    [InlineData("targets", "\"$(touch x)\"")]
    [InlineData("cluster-name", "\"${PATH}\"")]
    [InlineData("token-variable", "\"glpat-secret-token\"")]
    public async Task Text_that_a_shell_would_obey_stays_text(string input, string value)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var node = await NodeTools.RequireAsync(cancellation);
        using var caller = new CallerRepository();
        using var gitLab = new FakeGitLab();
        Include(caller, $"{input}: {value}", "teardown: \"false\"");
        var job = await RunAsync(node, caller, gitLab, cancellation);
        Assert.NotEqual(0, job.ExitCode);
        var output = job.Output + job.Error;
        Assert.Contains(input == "config" ? "The configuration file \"$(touch x) `touch x`; touch x\" does not exist" : $"for the input \"{input}\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(caller.Path, "x", SearchOption.AllDirectories));
    }

    private static void Include(CallerRepository caller, params string[] inputs)
    {
        caller.Write("ci/talos.yml", File.ReadAllText(Path.Combine(Repository.Root, "ci-templates", "gitlab-ci.yml")));
        caller.Write(".gitlab-ci.yml", $"include:\n  - local: ci/talos.yml\n    inputs:\n{string.Concat(inputs.Prepend($"platform: {Repository.Root}").Prepend("tags: [any]").Select(i => $"      {i}\n"))}");
        caller.Git("remote", "add", "origin", "https://gitlab.example.org/caller/shop.git");
        caller.Commit();
        caller.Git("update-ref", "refs/remotes/origin/main", "HEAD");
        caller.Git("remote", "set-head", "origin", "main");
    }

    private static Task<CommandResult> RunAsync(NodeTools node, CallerRepository caller, FakeGitLab gitLab, CancellationToken cancellation)
    {
        // Without isolation the whole job works in one folder, as on GitLab.
        string[] variables = ["CI_PIPELINE_SOURCE=merge_request_event", "CI_MERGE_REQUEST_IID=7", $"CI_API_V4_URL={new Uri(gitLab.Root, "api/v4")}", "CI_PROJECT_ID=42"];
        return node.RunPackageAsync(
            "gitlab-ci-local", "dist/index.js",
            [
                "--force-shell-executor", "--no-shell-isolation", "--ignore-predefined-vars", string.Join(',', variables.Select(v => v.Split('=')[0])),
                .. variables.SelectMany(v => (string[])["--variable", v]),
                "--variable", $"SHOP_TOKEN={Token}", "--variable", "GITLAB_CI=true",
            ],
            caller.Path, cancellation);
    }

    private static void NothingIsLeft(CallerRepository caller)
    {
        Assert.Empty(caller.Processes("gitlab-try"));
        Assert.False(Directory.Exists(caller.File(".talos-dev/clusters")), "files of the cluster are left");
    }
}
