using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Reports.Formats;
using TalosPlatform.Shared;

namespace TalosPlatform.Reports;

/// <summary>What a run came to.</summary>
public enum Outcome
{
    /// <summary>Everything that ran is as it should be.</summary>
    Passed,

    /// <summary>Something is wrong.</summary>
    Failed,

    /// <summary>Nothing failed, but nothing was verified either.</summary>
    Incomplete,
}

/// <summary>One thing to act on.</summary>
/// <param name="Section">Part of the run: <c>targets</c>, <c>components</c>, <c>smoke</c>, <c>integration</c>, <c>dashboards</c>, <c>alerts</c>, <c>manifests</c>, <c>cost</c>, <c>baseline</c>.</param>
/// <param name="Title">What is wrong: the name of the check, file or component.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Fix">What to do; may be empty.</param>
public sealed record Problem(string Section, string Title, string Detail, string Fix);

/// <summary>The judgement every report opens with, so that all of them agree.</summary>
/// <param name="Outcome">What the run came to.</param>
/// <param name="Headline">One line without markup, such as <c>2 smoke checks failed, budget exceeded</c>.</param>
/// <param name="Problems">Everything that made it fail, the most important first.</param>
/// <param name="Notes">What did not fail but is worth knowing: left-out components, skipped checks, gaps.</param>
public sealed record Verdict(Outcome Outcome, string Headline, ImmutableArray<Problem> Problems, ImmutableArray<string> Notes)
{
    /// <summary>The outcome as one word.</summary>
    public string Word => Outcome switch { Outcome.Passed => "Passed", Outcome.Failed => "Failed", _ => "Incomplete" };

    /// <summary>The outcome as a symbol, always to be shown with <see cref="Word"/>.</summary>
    public string Symbol => Outcome switch { Outcome.Passed => "✓", Outcome.Failed => "✗", _ => "○" };

    /// <summary>Judges a run.</summary>
    public static Verdict Of(RunDocument run)
    {
        run = SafeDocument.Of(run);
        var problems = VerdictProblems.Of(run);
        var checkedSomething = run.Smoke is { Passed: > 0 } || run.Dashboards is { Files: > 0 }
            || run.Alerts is { Rules: > 0 } || run.Manifests is { Objects: > 0 } || run.Cost is not null || run.Integration is { Status: "passed" };
        var outcome = problems.Length > 0 ? Outcome.Failed : checkedSomething ? Outcome.Passed : Outcome.Incomplete;
        var headline = outcome switch
        {
            Outcome.Failed => string.Join(", ", Failures(run, problems)),
            Outcome.Passed => string.Join(", ", Achievements(run)),
            _ => "nothing was verified in this run",
        };
        return new(outcome, headline, problems, [.. NotesOf(run)]);
    }

    /// <summary>A count with its noun in the right number.</summary>
    internal static string Count(int count, string noun, string? plural = null) =>
        count.ToString("#,0", CultureInfo.InvariantCulture) + " " + (count == 1 ? noun : plural ?? noun + "s");

    private static IEnumerable<string> Failures(RunDocument run, ImmutableArray<Problem> problems)
    {
        int Of(string section) => problems.Count(p => p.Section == section);
        if (Of("targets") > 0)
            yield return string.Join(" and ", problems.Where(p => p.Section == "targets").Select(p => p.Title)) + " failed";
        if (Of("smoke") > 0)
            yield return Count(Math.Max(run.Smoke!.Failed, Of("smoke")), "smoke check") + " failed";
        if (Of("integration") > 0)
            yield return run.Integration is { Failed: > 0 } tests ? Count(tests.Failed, "integration test") + " failed" : "integration tests failed";
        if (Of("dashboards") > 0)
            yield return Count(Of("dashboards"), "dashboard problem");
        if (Of("alerts") > 0)
            yield return Count(Of("alerts"), "alert problem");
        if (Of("manifests") > 0)
            yield return Count(Of("manifests"), "manifest problem");
        if (Of("cost") > 0)
            yield return run.Cost is { } cost && VerdictProblems.OverBudget(cost) ? "budget exceeded" : Count(Of("cost"), "cost problem");
        if (Of("baseline") > 0)
            yield return Count(Of("baseline"), "regression");
        if (Of("components") > 0)
            yield return Count(Of("components"), "component") + " failed";
    }

    private static IEnumerable<string> Achievements(RunDocument run)
    {
        if (run.Smoke is { } smoke)
            yield return Count(smoke.Passed, "smoke check");
        if (run.Integration is { Status: "passed", Passed: > 0 } tests)
            yield return Count(tests.Passed, "integration test");
        if (run.Dashboards is { } dashboards)
            yield return Count(dashboards.Ok, "query", "queries") + " with data";
        if (run.Alerts is { } alerts)
            yield return Count(alerts.Rules, "alert rule");
        if (run.Manifests is { } manifests)
            yield return Count(manifests.Objects, "manifest object");
        if (run.Cost is { } cost)
            yield return MoneyFormat.Format(cost.Monthly.Expected, cost.Currency) + " a month";
    }

    private static IEnumerable<string> NotesOf(RunDocument run)
    {
        var leftOut = run.Components.Count(c => c.Status == "left-out");
        if (leftOut > 0)
            yield return Count(leftOut, "component") + " left out";
        var notRun = run.Targets.Count(t => t.Status == "not-run");
        if (notRun > 0)
            yield return Count(notRun, "target") + " not run";
        if (run.Smoke is { Skipped: > 0 } smoke)
            yield return Count(smoke.Skipped, "smoke check") + " skipped";
        if (run.Dashboards is { Empty: > 0 } empty)
            yield return Count(empty.Empty, "query", "queries") + " without data";
        if (run.Dashboards is { Skipped: > 0 } skipped)
            yield return Count(skipped.Skipped, "query", "queries") + " skipped";
        if (run.Alerts is { Untested: > 0 } alerts)
            yield return Count(alerts.Untested, "alert") + " untested";
        if (run.Alerts is { LeftOut.Length: > 0 } partly)
            yield return Count(partly.LeftOut.Length, "alert check") + " left out";
        var firing = run.Alerts?.States.Count(s => s.State == "firing" && s.Name != "Watchdog") ?? 0;
        if (firing > 0)
            yield return Count(firing, "alert") + " firing";
        var warnings = AllFindings(run).Count(f => f.Severity == Severity.Warning);
        if (warnings > 0)
            yield return Count(warnings, "warning");
        if (run.Cost is { Gaps.Length: > 0 } cost)
            yield return Count(cost.Gaps.Length, "gap") + " in the cost estimate";
        if (run.Baseline is { Regressions.Length: > 0 } baseline)
            yield return Count(baseline.Regressions.Length, "regression") + " against " + baseline.Ref;
    }

    /// <summary>Findings of every section.</summary>
    internal static IEnumerable<Finding> AllFindings(RunDocument run) =>
        [.. run.Smoke?.Findings ?? [], .. run.Dashboards?.Findings ?? [], .. run.Alerts?.Findings ?? [], .. run.Manifests?.Findings ?? [], .. run.Cost?.Findings ?? []];
}
