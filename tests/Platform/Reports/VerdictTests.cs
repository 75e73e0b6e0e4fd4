using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Reports;

public sealed class VerdictTests
{
    private static readonly Finding Error = new("a.json", "", "rule", Severity.Error, "wrong");
    private static readonly Finding Warning = Error with { Severity = Severity.Warning };

    public static TheoryData<string, RunDocument, Outcome, string> Runs => new()
    {
        { "nothing", new(), Outcome.Incomplete, "nothing was verified in this run" },
        { "only provisioned", new() { Targets = [new("ProvisionCluster", "succeeded", 1)] }, Outcome.Incomplete, "nothing was verified in this run" },
        { "target failed", new() { Targets = [new("ProvisionCluster", "failed", 1)] }, Outcome.Failed, "ProvisionCluster failed" },
        { "all checks pass", new() { Smoke = new(2, 0, 1, []) }, Outcome.Passed, "2 smoke checks" },
        { "a check fails", new() { Smoke = new(1, 1, 0, [new("a", "failed", 1, "no")]), Targets = [new("SmokeTest", "failed", 1)] }, Outcome.Failed, "1 smoke check failed" },
        { "only skipped", new() { Smoke = new(0, 0, 1, [new("a", "skipped", 0, "why")]) }, Outcome.Incomplete, "nothing was verified in this run" },
        { "warning", new() { Dashboards = new(1, 1, 1, 1, 0, 0, 0, [Warning]) }, Outcome.Passed, "1 query with data" },
        { "error", new() { Dashboards = new(1, 1, 1, 1, 0, 0, 0, [Error]) }, Outcome.Failed, "1 dashboard problem" },
        { "failed query", new() { Dashboards = new(1, 1, 2, 1, 0, 1, 0, []) }, Outcome.Failed, "1 dashboard problem" },
        { "failed alert test", new() { Alerts = new(3, 2, 1, 0, []) }, Outcome.Failed, "1 alert problem" },
        { "in budget", new() { Cost = new() { Monthly = new(1, 2, 3), Budget = 2 } }, Outcome.Passed, "$2 a month" },
        { "over budget", new() { Cost = new() { Monthly = new(1, 2.01m, 3), Budget = 2 } }, Outcome.Failed, "budget exceeded" },
        { "component left out", new() { Components = [new("tempo", "", "left-out", "why", "")], Smoke = new(1, 0, 0, []) }, Outcome.Passed, "1 smoke check" },
        { "component failed", new() { Components = [new("tempo", "", "failed", "why", "")] }, Outcome.Failed, "1 component failed" },
    };

    [Theory, MemberData(nameof(Runs))]
    public void Judgement(string name, RunDocument run, Outcome outcome, string headline)
    {
        var verdict = Verdict.Of(run);
        Assert.Equal((name, outcome, headline), (name, verdict.Outcome, verdict.Headline));
        Assert.Equal(outcome == Outcome.Failed, verdict.Problems.Length > 0);
    }

    [Fact]
    public void What_did_not_fail_is_still_told()
    {
        var notes = Verdict.Of(SampleRun.Passing).Notes;
        Assert.Equal(["2 components left out", "2 smoke checks skipped", "3 queries without data", "1 query skipped", "1 alert untested", "1 warning", "3 gaps in the cost estimate"], notes);
    }
}
