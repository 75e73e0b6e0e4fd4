using System.Text.Json;
using TalosPlatform.Tests.Publishing;

namespace TalosPlatform.Tests.Ci;

/// <summary>The action, run step by step against the repository of a caller, with the real build on the host provider.</summary>
public sealed class CompositeActionTests
{
    private const string Hostile = "$(touch x) `touch x` ##[set-env name=a]b ::set-output name=a::b ]](http://evil.example)";

    [Fact]
    public async Task The_shortest_call_verifies_and_leaves_nothing()
    {
        using var node = await NodeTools.RequireAsync(TestContext.Current.CancellationToken);
        using var caller = new CallerRepository();
        using var gitHub = new FakeGitHub();
        var run = await ActionRun.InAsync(caller, node, new() { ["observability"] = "enabled", ["version"] = "v1.1" }, Of(gitHub), failing: "actions/cache", cancellation: TestContext.Current.CancellationToken);
        Assert.True(run.Conclusion == "success", run.Log);
        Assert.Equal("success", run.Outputs["conclusion"]);
        // Caches are a convenience.
        Assert.Equal(("failure", "failure"), (run["Cache of tools and packages"].Outcome, run["Baselines of earlier runs"].Outcome));
        Assert.Equal("talos-baselines/talos/main.json/77001-2", run["Baselines of earlier runs"].With!["key"]);
        Assert.Equal("skipped", run["Keep the baselines"].Outcome);
        Assert.StartsWith("ci-77001-2-", run.Outputs["cluster-name"], StringComparison.Ordinal);
        Assert.Contains("sample echo: started", run["Run the targets"].Log, StringComparison.Ordinal);
        Assert.Equal("skipped", run["Collect the logs"].Outcome);
        Assert.Contains("report.html", run["Keep reports and logs"].Files!);
        Assert.Equal("talos-report", run["Keep reports and logs"].With!["name"]);
        Assert.Contains("Verify", run.Summary, StringComparison.Ordinal);
        Assert.Equal("12", run.Outputs["smoke-passed"]);
        Assert.Equal("0", run.Outputs["smoke-failed"]);
        Assert.EndsWith("artifacts/report.html", run.Outputs["report-path"], StringComparison.Ordinal);
        Assert.Equal("success", run["Publish the report"].Outcome);
        Assert.Contains("12 smoke checks", Assert.Single(gitHub.Comments.Values).Body, StringComparison.Ordinal);
        Assert.StartsWith("https://github.com/octo/shop/pull/7#", run.Outputs["comment-url"], StringComparison.Ordinal);
        Assert.DoesNotContain(run.Log.Split('\n'), line => line.Contains(ActionRun.Token, StringComparison.Ordinal) && !line.StartsWith("::add-mask::", StringComparison.Ordinal));
        Assert.Contains("comment.md", run["Keep reports and logs"].Files!);
        NothingIsLeft(caller, run);
    }

    [Fact]
    public async Task A_failing_check_fails_the_job_keeps_the_logs_and_leaves_nothing()
    {
        using var node = await NodeTools.RequireAsync(TestContext.Current.CancellationToken);
        using var caller = new CallerRepository();
        using var gitHub = new FakeGitHub();
        // As on a pull request from a fork, whose author chose the text of the check and the name of the branch.
        gitHub.Fail("POST", new Reply(403, """{"message":"Resource not accessible by integration"}"""), "comments");
        caller.Write("services/echo/smoke/wrong.yaml", $"checks:\n  - name: {JsonSerializer.Serialize(Hostile)}\n    http: ${{echo}}/echo\n    contains: \"##[set-env name=x]more\"\n    within: 2s\n");
        var run = await ActionRun.InAsync(caller, node, new() { ["targets"] = "SmokeTest, Verify" }, Of(gitHub), cancellation: TestContext.Current.CancellationToken);
        Assert.True(run.Conclusion == "failure", run.Log);
        Assert.Equal("failure", run.Outputs["conclusion"]);
        Assert.Equal("success", run["Collect the logs"].Outcome);
        Assert.Contains("logs/echo.log", run["Keep reports and logs"].Files!);
        Assert.Equal("success", run["Take everything away"].Outcome);
        Assert.Contains(run["Run the targets"].Commands, c => c.Command == "error" && c.Properties.Contains("SmokeTest failed", StringComparison.Ordinal));
        Assert.Equal("success", run["Publish the report"].Outcome);
        Assert.Contains(run["Publish the report"].Commands, c => c.Command == "notice" && c.Message.Contains("may only read", StringComparison.Ordinal));
        NothingIsLeft(caller, run);

        Assert.Empty(run.Steps.SelectMany(s => s.Commands).Select(c => c.Command).Except(["group", "endgroup", "error", "warning", "notice", "add-mask"]));
        Assert.Empty(Directory.EnumerateFiles(caller.Path, "x", SearchOption.AllDirectories));
        var comment = await File.ReadAllTextAsync(caller.File("artifacts/comment.md"), TestContext.Current.CancellationToken);
        Assert.Contains("evil.example", comment, StringComparison.Ordinal);
        Assert.DoesNotContain("](http://evil.example", comment + run.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_outlives_the_call_until_a_second_one_takes_it_away()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var node = await NodeTools.RequireAsync(cancellation);
        using var caller = new CallerRepository();
        var first = await ActionRun.InAsync(caller, node, new() { ["targets"] = "DeploySamples", ["teardown"] = "false", ["comment"] = "off" }, cancellation: cancellation);
        Assert.True(first.Conclusion == "success", first.Log);
        Assert.Equal("skipped", first["Take everything away"].Outcome);
        using (var http = new HttpClient())
            Assert.Contains("\"echo\"", await http.GetStringAsync(new Uri(first.Outputs["prometheus-url"] + "/api/v1/query?query=up"), cancellation), StringComparison.Ordinal);

        var second = await ActionRun.InAsync(caller, node, new() { ["targets"] = "Teardown" }, cancellation: cancellation);
        Assert.True(second.Conclusion == "success", second.Log);
        Assert.Equal(first.Outputs["cluster-name"], second.Outputs["cluster-name"]);
        Assert.Equal(("skipped", "skipped"), (second["Publish the report"].Outcome, second["Keep reports and logs"].Outcome));
        NothingIsLeft(caller, second);
    }

    [Fact]
    public async Task A_cancelled_job_leaves_nothing()
    {
        using var node = await NodeTools.RequireAsync(TestContext.Current.CancellationToken);
        using var caller = new CallerRepository();
        var run = await ActionRun.InAsync(caller, node, new() { ["observability"] = "disabled", ["comment"] = "off" }, cancelAfter: "run", cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("cancelled", run.Conclusion);
        Assert.DoesNotContain("DeployStack", run["Run the targets"].Log, StringComparison.Ordinal);
        Assert.Equal(("success", "success", "success"), (run["Publish the report"].Outcome, run["Keep reports and logs"].Outcome, run["Take everything away"].Outcome));
        NothingIsLeft(caller, run);
    }

    [Fact]
    public async Task The_report_of_a_fork_is_published_as_text_and_nothing_of_it_runs()
    {
        using var node = await NodeTools.RequireAsync(TestContext.Current.CancellationToken);
        using var caller = new CallerRepository();
        using var gitHub = new FakeGitHub();
        gitHub.PullRequests.Add(FakeGitHub.PullRequest(7, new string('b', 40)));
        caller.Write("talos/artifacts/run.json", JsonSerializer.Serialize(new
        {
            schema = 1,
            cluster = new { name = "x", provider = "host", kubernetesVersion = "", nodes = 1 },
            smoke = new { passed = 0, failed = 1, skipped = 0, checks = new[] { new { name = Hostile, status = "failed", seconds = 1, detail = "@octocat" } } },
        }));
        caller.Write("event.json", JsonSerializer.Serialize(new
        {
            workflow_run = new
            {
                head_sha = new string('b', 40), head_branch = "a\"b", pull_requests = Array.Empty<int>(), html_url = "https://github.com/octo/shop/actions/runs/9",
                head_repository = new { owner = new { login = "stranger" } },
            },
        }));
        var variables = Of(gitHub);
        variables["GITHUB_EVENT_PATH"] = caller.File("event.json");
        variables["GITHUB_REF"] = "refs/heads/main";
        variables["GITHUB_BASE_REF"] = "";
        var run = await ActionRun.InAsync(caller, node, new() { ["targets"] = "PublishReport", ["working-directory"] = "talos" }, variables, cancellation: TestContext.Current.CancellationToken);
        Assert.True(run.Conclusion == "success", run.Log);
        Assert.Equal(("", "failure"), (run["Run the targets"].Log, run.Outputs["conclusion"]));
        var comment = Assert.Single(gitHub.Comments.Values).Body;
        Assert.Contains("evil.example", comment, StringComparison.Ordinal);
        Assert.DoesNotContain("](http://evil.example", comment, StringComparison.Ordinal);
        Assert.DoesNotContain("@octocat", comment, StringComparison.Ordinal);
        Assert.Contains("(https://github.com/octo/shop/actions/runs/9#artifacts)", comment, StringComparison.Ordinal);
        Assert.Equal("skipped", run["Keep reports and logs"].Outcome);
        Assert.Empty(run.Steps.SelectMany(s => s.Commands).Select(c => c.Command).Except(["group", "endgroup", "error", "warning", "notice", "add-mask"]));
        NothingIsLeft(caller, run);
    }

    private static Dictionary<string, string> Of(FakeGitHub gitHub) => new()
    {
        ["GITHUB_REPOSITORY"] = "octo/shop", ["GITHUB_API_URL"] = gitHub.Root.AbsoluteUri.TrimEnd('/'), ["GITHUB_GRAPHQL_URL"] = new Uri(gitHub.Root, "graphql").AbsoluteUri,
        ["GITHUB_HEAD_REF"] = Hostile, ["GITHUB_BASE_REF"] = "main",
    };

    private static void NothingIsLeft(CallerRepository caller, ActionRun run)
    {
        Assert.Empty(caller.Processes(run.Outputs["cluster-name"]));
        Assert.False(Directory.Exists(caller.File(".talos-dev/clusters")), "files of the cluster are left");
    }
}
