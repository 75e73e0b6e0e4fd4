using System.Collections.Frozen;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>unit-missing</c>: a number without a unit. <c>unit-unknown</c>: an id Grafana would print as text, most likely a slip.</summary>
internal sealed class UnitRule : IDashboardRule
{
    private static readonly FrozenSet<string> Numeric = FrozenSet.Create(StringComparer.Ordinal, "timeseries", "graph", "stat", "singlestat", "gauge", "bargauge", "barchart", "piechart");

    public IEnumerable<LocatedFinding> Check(RuleContext context)
    {
        foreach (var panel in context.Dashboard.Panels.Where(p => p.Targets.Length > 0))
        {
            if (panel.Unit.Length == 0 && Numeric.Contains(panel.Type) && !panel.HasUnitOverride)
                yield return context.Find(panel.Node, "unit-missing", Severity.Info, $"panel \"{panel.Name}\" has no unit; set one, or \"short\" for a plain count", panel);
            else if (panel.Unit.Length > 0 && GrafanaUnits.Meant(panel.Unit) is { } meant)
                yield return context.Find(panel.UnitNode ?? panel.Node, "unit-unknown", Severity.Warning, $"unit \"{panel.Unit}\" is unknown and shown as text: did you mean \"{meant}\"?", panel);
        }
    }
}
