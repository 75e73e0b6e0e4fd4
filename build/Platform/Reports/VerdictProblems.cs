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

    private static List<Problem> Sections(RunDocument run) => [.. Components(run), .. Smoke(run), .. Dashboards(run), .. Alerts(run), .. Errors("manifests", run.Manifests?.Findings ?? []), .. Cost(run)];

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
        let section = target.Name switch { "SmokeTest" => "smoke", "ValidateDashboards" => "dashboards", "ValidateAlerts" => "alerts", "ValidateManifests" => "manifests", "EstimateCost" => "cost", "DeployStack" or "DeploySamples" => "components", _ => "" }
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
