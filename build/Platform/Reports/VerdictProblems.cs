using System.Collections.Immutable;
using TalosPlatform.Reports.Formats;
using TalosPlatform.Shared;

namespace TalosPlatform.Reports;

/// <summary>Finds what makes a run fail.</summary>
internal static class VerdictProblems
{
    /// <summary>The problems of a cleaned document, the most important first.</summary>
    internal static ImmutableArray<Problem> Of(RunDocument run) =>
        Sections(run) is var sections ? [.. Targets(run, sections), .. sections] : [];

    private static List<Problem> Sections(RunDocument run) => [.. Components(run), .. Smoke(run), .. Integration(run), .. Dashboards(run), .. Alerts(run), .. Errors("manifests", run.Manifests?.Findings ?? []), .. Cost(run), .. Baseline(run)];

    /// <summary>A budget that the expected cost exceeds.</summary>
    internal static bool OverBudget(CostSection cost) => cost.Budget is { } budget && cost.Monthly.Expected > budget;

    private static IEnumerable<Problem> Components(RunDocument run) =>
        from component in run.Components
        where component.Status == "failed"
        select new Problem("components", component.Name, component.Reason, "");

    private static IEnumerable<Problem> Smoke(RunDocument run)
    {
        if (run.Smoke is not { } smoke)
            yield break;
        foreach (var check in smoke.Checks.Where(c => c.Status == "failed"))
            yield return new("smoke", check.Name, check.Detail, check.Fix);
        var unnamed = smoke.Failed - smoke.Checks.Count(c => c.Status == "failed");
        if (unnamed > 0)
            yield return new("smoke", Verdict.Count(unnamed, "smoke check") + " without details", "", "");
        foreach (var problem in Errors("smoke", smoke.Findings))
            yield return problem;
    }

    /// <summary>Whether a metric fails the run.</summary>
    internal static bool Gates(RunDocument run, MetricComparison metric) => run.Baseline is { Mode: "fail" } && metric is { Deterministic: true, Change: "worse" };

    /// <summary>How tests ended that did not pass.</summary>
    internal static string Ended(IntegrationSection tests) => tests.Status == "timed-out" ? $"ended after {SecondsFormat.Format(tests.Seconds)}, which is the deadline"
        : tests.Failed > 0 ? Verdict.Count(tests.Failed, "test") + " failed"
        : FormattableString.Invariant($"exit code {tests.ExitCode}");

    private static IEnumerable<Problem> Integration(RunDocument run)
    {
        if (run.Integration is not { Status: not "passed" } tests)
            yield break;
        foreach (var test in tests.Tests.Where(t => t.Status == "failed"))
            yield return new("integration", test.Name, test.Detail, "");
        if (tests.Failed == 0)
            yield return new("integration", tests.Command, Ended(tests), tests.Status == "timed-out" ? "Raise test.timeout in .talos-dev/config.yaml, or see where it hangs." : "Its last lines are in the report.");
    }

    private static IEnumerable<Problem> Baseline(RunDocument run) =>
        from metric in run.Baseline?.Metrics ?? []
        where Gates(run, metric)
        select new Problem("baseline", metric.Title, $"{MetricFormat.Format(metric, metric.Value)} instead of {MetricFormat.Format(metric, metric.Median)} ({MetricFormat.Change(metric)})", "Undo what made it worse, or set baseline.mode to report where it is meant.");

    private static IEnumerable<Problem> Dashboards(RunDocument run)
    {
        if (run.Dashboards is not { } dashboards)
            yield break;
        var errors = Errors("dashboards", dashboards.Findings).ToList();
        foreach (var problem in errors)
            yield return problem;
        if (dashboards.Failed > 0 && errors.Count == 0)
            yield return new("dashboards", Verdict.Count(dashboards.Failed, "query", "queries") + " failed", "", "");
    }

    private static IEnumerable<Problem> Alerts(RunDocument run)
    {
        if (run.Alerts is not { } alerts)
            yield break;
        var errors = Errors("alerts", alerts.Findings).ToList();
        foreach (var problem in errors)
            yield return problem;
        if (alerts.Failed > 0 && errors.Count == 0)
            yield return new("alerts", Verdict.Count(alerts.Failed, "alert test") + " failed", "", "");
    }

    private static IEnumerable<Problem> Cost(RunDocument run)
    {
        // The budget is told once, below, with the largest service.
        foreach (var problem in Errors("cost", [.. (run.Cost?.Findings ?? []).Where(f => f.Rule != "budget-exceeded" || run.Cost is not { Budget: not null })]))
            yield return problem;
        if (run.Cost is { Budget: { } budget } cost && OverBudget(cost))
        {
            yield return new(
                "cost",
                $"Expected {MoneyFormat.Format(cost.Monthly.Expected, cost.Currency)} a month exceeds the budget of {MoneyFormat.Format(budget, cost.Currency)}",
                cost.Services.Length > 0 && cost.Services.MaxBy(s => s.Monthly) is { } largest
                    ? $"The largest service is \"{largest.Name}\" with {MoneyFormat.Format(largest.Monthly, cost.Currency)}."
                    : "",
                "Lower the requests of the largest services, or raise the budget in .talos-dev/config.yaml.");
        }
    }

    /// <summary>Failed targets whose section does not already say why.</summary>
    private static IEnumerable<Problem> Targets(RunDocument run, IReadOnlyCollection<Problem> known) =>
        from target in run.Targets
        where target.Status == "failed"
        let section = target.Name switch { "SmokeTest" => "smoke", "IntegrationTest" => "integration", "CompareBaseline" => "baseline", "ValidateDashboards" => "dashboards", "ValidateAlerts" => "alerts", "ValidateManifests" => "manifests", "EstimateCost" => "cost", "DeployStack" or "DeploySamples" => "components", _ => "" }
        where !known.Any(p => p.Section == section || target.Name == "Verify")
        select new Problem("targets", target.Name, target.Message, "");

    private static IEnumerable<Problem> Errors(string section, ImmutableArray<Finding> findings) =>
        from finding in findings
        where finding.Severity == Severity.Error
        select new Problem(section, Place(finding), finding.Message, "");

    /// <summary>Where a finding is, as editors and compilers write it.</summary>
    internal static string Place(Finding finding) =>
        finding.Line <= 0 ? finding.File
        : finding.Column > 0 ? FormattableString.Invariant($"{finding.File}:{finding.Line}:{finding.Column}")
        : FormattableString.Invariant($"{finding.File}:{finding.Line}");
}
