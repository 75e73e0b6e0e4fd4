using System.Globalization;
using System.Text;
using TalosPlatform.Workloads.Measurements;

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
        var measured = new Dictionary<string, List<Sample>>(StringComparer.Ordinal);
        if (run.Timings is { } timings)
        {
            Family(text, "talos_run_seconds", "seconds", "Duration of the parts of the run.",
                [new(timings.ProvisionSeconds, ("part", "provision")), new(timings.DeploySeconds, ("part", "deploy")), new(timings.FirstMetricSeconds, ("part", "first_metric")), new(timings.FirstDashboardSeconds, ("part", "first_dashboard")), new(timings.TotalSeconds, ("part", "total"))]);
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

        foreach (var (part, services) in new[] { ("load", run.Services ?? []), ("integration", run.Integration?.Services ?? []) })
            Services(measured, part, services);
        if (run.Integration is { } tests)
        {
            Family(text, "talos_integration_tests", "", "Integration tests by status.", [new(tests.Passed, ("status", "passed")), new(tests.Failed, ("status", "failed")), new(tests.Skipped, ("status", "skipped"))]);
            Family(text, "talos_integration_seconds", "seconds", "Duration of the integration tests.", [new(tests.Seconds)]);
        }

        foreach (var (name, samples) in measured.OrderBy(m => m.Key, StringComparer.Ordinal))
            Family(text, name, name.EndsWith("_seconds", StringComparison.Ordinal) ? "seconds" : name.EndsWith("_bytes", StringComparison.Ordinal) ? "bytes" : "", "What each application did and used in a part of the run.", samples);
        if (run.Baseline is { } baseline)
            Family(text, "talos_regressions", "", "Metrics that are worse than those of earlier runs.", [new(baseline.Regressions.Length)]);
        return text.Append("# EOF\n").ToString();
    }

    private static void Services(Dictionary<string, List<Sample>> into, string part, IEnumerable<ServiceMeasurement> services)
    {
        void Add(string name, double? value, ServiceMeasurement service, params (string Name, string Value)[] labels)
        {
            if (value is not { } number || !double.IsFinite(number))
                return;
            if (!into.TryGetValue(name, out var list))
                into[name] = list = [];
            list.Add(new(number, [("service", service.Name), ("part", part), .. labels]));
        }

        foreach (var service in services)
        {
            Add("talos_service_requests_per_second", service.RequestsPerSecond, service);
            Add("talos_service_error_ratio", service.ErrorRatio, service);
            Add("talos_service_latency_seconds", service.P50Seconds, service, ("quantile", "0.5"));
            Add("talos_service_latency_seconds", service.P95Seconds, service, ("quantile", "0.95"));
            Add("talos_service_latency_seconds", service.P99Seconds, service, ("quantile", "0.99"));
            Add("talos_service_cpu_cores", service.CpuCores, service);
            Add("talos_service_memory_bytes", service.MemoryBytes, service);
            Add("talos_service_series", service.Series, service);
        }
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
