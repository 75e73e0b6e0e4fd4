using System.Globalization;
using System.Text;

namespace TalosPlatform.Reports;

/// <summary>A run as OpenMetrics text, for GitLab's metrics report, which compares two runs by name and labels.</summary>
public static class OpenMetricsReport
{
    private sealed record Sample(double Value, params (string Name, string Value)[] Labels);

    /// <summary>Renders the gauges of every section that is present, ending with <c># EOF</c>.</summary>
    public static string Render(RunDocument document)
    {
        var run = SafeDocument.Of(document);
        var text = new StringBuilder();
        if (run.Timings is { } timings)
        {
            Family(text, "talos_run_seconds", "seconds", "Duration of the parts of the run.",
                [new(timings.ProvisionSeconds, ("part", "provision")), new(timings.DeploySeconds, ("part", "deploy")), new(timings.FirstMetricSeconds, ("part", "first_metric")), new(timings.TotalSeconds, ("part", "total"))]);
        }

        Family(text, "talos_target_seconds", "seconds", "Duration of each target.", run.Targets.Where(t => t.Status is not "not-run").Select(t => new Sample(t.Seconds, ("target", t.Name))));
        Family(text, "talos_components", "", "Components by status.", run.Components.GroupBy(c => c.Status).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Sample(g.Count(), ("status", g.Key))));
        if (run.Smoke is { } smoke)
            Family(text, "talos_smoke_checks", "", "Smoke checks by status.", [new(smoke.Passed, ("status", "passed")), new(smoke.Failed, ("status", "failed")), new(smoke.Skipped, ("status", "skipped"))]);
        if (run.Dashboards is { } dashboards)
        {
            Family(text, "talos_dashboards", "", "Dashboard files.", [new(dashboards.Files)]);
            Family(text, "talos_dashboard_panels", "", "Dashboard panels.", [new(dashboards.Panels)]);
            Family(text, "talos_dashboard_queries", "", "Dashboard queries by result.", [new(dashboards.Ok, ("result", "ok")), new(dashboards.Empty, ("result", "empty")), new(dashboards.Failed, ("result", "failed")), new(dashboards.Skipped, ("result", "skipped"))]);
        }

        if (run.Alerts is { } alerts)
            Family(text, "talos_alerts", "", "Alert rules and their tests.", [new(alerts.Rules, ("kind", "rules")), new(alerts.Tests, ("kind", "tests")), new(alerts.Failed, ("kind", "failed")), new(alerts.Untested, ("kind", "untested"))]);
        if (run.Manifests is { } manifests)
            Family(text, "talos_manifests", "", "Kubernetes manifests and what was found in them.", [new(manifests.Objects, ("kind", "objects")), new(manifests.Findings.Count(f => f.Severity == Shared.Severity.Error), ("kind", "errors")), new(manifests.Findings.Count(f => f.Severity == Shared.Severity.Warning), ("kind", "warnings"))]);
        if (run.Cost is { } cost)
        {
            Family(text, "talos_cost_monthly", "", "Estimated cost a month.", new[] { ("low", cost.Monthly.Low), ("expected", cost.Monthly.Expected), ("high", cost.Monthly.High) }.Select(b => new Sample((double)b.Item2, ("bound", b.Item1), ("currency", cost.Currency))));
            Family(text, "talos_service_cost_monthly", "", "Estimated cost of each service a month.", cost.Services.Select(s => new Sample((double)s.Monthly, ("service", s.Name), ("currency", cost.Currency))));
            Family(text, "talos_cost_gaps", "", "What the estimate could not price or measure.", [new(cost.Gaps.Length)]);
        }

        return text.Append("# EOF\n").ToString();
    }

    private static void Family(StringBuilder text, string name, string unit, string help, IEnumerable<Sample> samples)
    {
        // A series may occur once only; a document may name two services alike.
        var unique = samples.DistinctBy(s => string.Join('\u0001', s.Labels.Select(l => l.Value))).ToList();
        if (unique.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n");
        if (unit.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"# UNIT {name} {unit}\n");
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n");
        foreach (var sample in unique)
        {
            text.Append(name);
            if (sample.Labels.Length > 0)
                text.Append('{').AppendJoin(',', sample.Labels.Select(l => $"{l.Name}=\"{Escape(l.Value)}\"")).Append('}');
            text.Append(' ').Append(sample.Value.ToString("0.######", CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
