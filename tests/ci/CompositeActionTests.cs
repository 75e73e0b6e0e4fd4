namespace TalosPlatform.Tests.Ci;

/// <summary>The action, run step by step against the repository of a caller, with the real build on the host provider.</summary>
public sealed class CompositeActionTests
{
    [Fact]
    public async Task The_shortest_call_verifies_and_leaves_nothing()
    {
        using var node = await NodeTools.RequireAsync(TestContext.Current.CancellationToken);
        using var caller = new CallerRepository();
        var run = await ActionRun.InAsync(caller, node, new() { ["observability"] = "enabled", ["version"] = "v1.1" }, cancellation: TestContext.Current.CancellationToken);
        Assert.True(run.Conclusion == "success", run.Log);
        Assert.Equal("success", run.Outputs["conclusion"]);
        Assert.StartsWith("ci-77001-2-", run.Outputs["cluster-name"], StringComparison.Ordinal);
        Assert.Contains("sample echo: started", run["Run the targets"].Log, StringComparison.Ordinal);
        Assert.Equal("skipped", run["Collect the logs"].Outcome);
        Assert.Contains("report.html", run["Keep reports and logs"].Files!);
        Assert.Equal("talos-report", run["Keep reports and logs"].With!["name"]);
        Assert.Contains("Verify", run.Summary, StringComparison.Ordinal);
        NothingIsLeft(caller, run);
    }

    [Fact]
    public async Task A_failing_check_fails_the_job_keeps_the_logs_and_leaves_nothing()
    {
        using var node = await NodeTools.RequireAsync(TestContext.Current.CancellationToken);
        using var caller = new CallerRepository();
        caller.Write("services/echo/smoke/wrong.yaml", "checks:\n  - name: echo says more\n    http: ${echo}/echo\n    contains: \"##[set-env name=x]more\"\n    within: 2s\n");
        var run = await ActionRun.InAsync(caller, node, new() { ["targets"] = "SmokeTest, Verify" }, cancellation: TestContext.Current.CancellationToken);
        Assert.True(run.Conclusion == "failure", run.Log);
        Assert.Equal("failure", run.Outputs["conclusion"]);
        Assert.Equal("success", run["Collect the logs"].Outcome);
        Assert.Contains("logs/echo.log", run["Keep reports and logs"].Files!);
        Assert.Equal("success", run["Take everything away"].Outcome);
        Assert.Contains(run["Run the targets"].Commands, c => c.Command == "error" && c.Properties.Contains("SmokeTest failed", StringComparison.Ordinal));
        NothingIsLeft(caller, run);
    }

    private static void NothingIsLeft(CallerRepository caller, ActionRun run)
    {
        Assert.Empty(caller.Processes(run.Outputs["cluster-name"]));
        Assert.False(Directory.Exists(caller.File(".talos-dev/clusters")), "files of the cluster are left");
    }
}
