using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Workloads.Measurements;

namespace TalosPlatform.Reports;

/// <summary>A run document fit for rendering: no nulls where the contract has text or lists, and only <see cref="SafeText"/>.
/// A report may be rendered from a file that a pull request wrote.</summary>
internal static class SafeDocument
{
    /// <summary>The document with every text cleaned and every missing list empty.</summary>
    internal static RunDocument Of(RunDocument run) => run with
    {
        Cluster = run.Cluster is { } cluster
            ? new(Line(cluster.Name), Line(cluster.Provider), Line(cluster.KubernetesVersion), cluster.Nodes) { Reason = Text(cluster.Reason) }
            : null,
        Targets = Each(run.Targets, t => t with { Name = Line(t.Name), Status = Line(t.Status), Message = Text(t.Message), Seconds = Finite(t.Seconds), StartSeconds = t.StartSeconds is { } s ? Finite(s) : null }),
        Components = Each(run.Components, c => c with { Name = Line(c.Name), Version = Line(c.Version), Status = Line(c.Status), Reason = Text(c.Reason), Url = Line(c.Url), Kind = Line(c.Kind) }),
        Smoke = run.Smoke is { } smoke
            ? smoke with
            {
                Checks = Each(smoke.Checks, c => c with { Name = Line(c.Name), Status = Line(c.Status), Detail = Text(c.Detail), Fix = Text(c.Fix), Seconds = Finite(c.Seconds) }),
                Findings = Findings(smoke.Findings),
            }
            : null,
        Dashboards = run.Dashboards is { } dashboards
            ? dashboards with { Findings = Findings(dashboards.Findings), Charts = Each(dashboards.Charts, Chart) }
            : null,
        Alerts = run.Alerts is { } alerts
            ? alerts with
            {
                Findings = Findings(alerts.Findings),
                LeftOut = Each(alerts.LeftOut, Text),
                States = Each(alerts.States, a => new AlertState(Line(a.Name), Line(a.Group), Line(a.Severity), Line(a.State), Text(a.Summary))),
            }
            : null,
        Manifests = run.Manifests is { } manifests ? manifests with { Quota = Line(manifests.Quota), Findings = Findings(manifests.Findings) } : null,
        Cost = run.Cost is { } cost ? Cost(cost) : null,
        Baseline = run.Baseline is { } baseline
            ? baseline with
            {
                Ref = Line(baseline.Ref),
                Sha = Line(baseline.Sha),
                Mode = Line(baseline.Mode),
                Regressions = Each(baseline.Regressions, Text),
                Services = Each(baseline.Services, Service),
                Metrics = Each(baseline.Metrics, m => m with { Metric = Line(m.Metric), Title = Line(m.Title), Unit = Line(m.Unit), Change = Line(m.Change), Value = Finite(m.Value), Median = Finite(m.Median) }),
            }
            : null,
        Services = run.Services is { } services ? Each(services, Measured) : null,
        Integration = run.Integration is { } tests
            ? tests with
            {
                Command = Line(tests.Command),
                Status = Line(tests.Status),
                Seconds = Finite(tests.Seconds),
                Output = Text(tests.Output),
                Tests = Each(tests.Tests, t => t with { Name = Line(t.Name), Status = Line(t.Status), Detail = Text(t.Detail), Fix = Text(t.Fix), Seconds = Finite(t.Seconds) }),
                Variables = Each(tests.Variables, Line),
                Services = Each(tests.Services, Measured),
            }
            : null,
    };

    private static ServiceMeasurement Measured(ServiceMeasurement service) => service with { Name = Line(service.Name) };

    private static PanelChart Chart(PanelChart chart) => chart with
    {
        Dashboard = Line(chart.Dashboard),
        Panel = Line(chart.Panel),
        Unit = Line(chart.Unit),
        Kind = Line(chart.Kind),
        Note = Text(chart.Note),
        Series = Each(chart.Series, s => s with { Name = Line(s.Name), Unit = s.Unit is { } unit ? Line(unit) : null, Column = s.Column is { } column ? Line(column) : null }),
    };

    private static CostSection Cost(CostSection cost) => cost with
    {
        Currency = Line(cost.Currency),
        Provider = Line(cost.Provider),
        Region = Line(cost.Region),
        PricesAsOf = Line(cost.PricesAsOf),
        Monthly = cost.Monthly ?? new(0, 0, 0),
        Services = Each(cost.Services, Service),
        Gaps = Each(cost.Gaps, Text),
        Lines = Each(cost.Lines, l => l with { Name = Line(l.Name), Unit = Line(l.Unit), Source = Line(l.Source), Category = Line(l.Category), Service = Line(l.Service), Sku = Line(l.Sku), Pricing = Line(l.Pricing), AsOf = Line(l.AsOf) }),
        Assumptions = Each(cost.Assumptions, Text),
        Scheme = Line(cost.Scheme),
        NodePools = Each(cost.NodePools, p => p with { Type = Line(p.Type) }),
        Nodes = Each(cost.Nodes, n => n with { Name = Line(n.Name) }),
        Recommendations = Each(cost.Recommendations, r => new CostAdvice(Line(r.Kind), Line(r.Subject), Text(r.Message), r.Saving)),
        Findings = Findings(cost.Findings),
    };

    private static ServiceCost Service(ServiceCost service) => service with { Name = Line(service.Name) };

    private static ImmutableArray<Finding> Findings(ImmutableArray<Finding> findings) =>
        Each(findings, f => f with { File = Line(f.File), Pointer = Line(f.Pointer), Rule = Line(f.Rule), Message = Text(f.Message) });

    private static ImmutableArray<T> Each<T>(ImmutableArray<T> items, Func<T, T> clean) =>
        items.IsDefaultOrEmpty ? [] : [.. items.Where(i => i is not null).Select(clean)];

    private static string Text(string? text) => SafeText.Clean(text).Trim();

    private static string Line(string? text) => SafeText.OneLine(text, 500);

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
