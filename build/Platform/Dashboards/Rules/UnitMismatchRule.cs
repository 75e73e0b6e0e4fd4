using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>unit-mismatch</c>: the metric's suffix says seconds or bytes and the panel says something else. Judged only where the expression
/// leaves the metric's unit alone: no arithmetic, no counting.</summary>
internal sealed class UnitMismatchRule : IDashboardRule
{
    public IEnumerable<LocatedFinding> Check(RuleContext context)
    {
        foreach (var panel in context.Dashboard.Panels.Where(p => p is { Unit.Length: > 0, HasUnitOverride: false } && p.Type is not ("table" or "table-old" or "heatmap")))
        {
            var queries = context.Queries.Where(q => ReferenceEquals(q.Panel, panel) && q.Language == QueryLanguage.PromQl).DistinctBy(q => q.Node.Offset).ToList();
            var measures = queries.Select(q => q.Parse() is { IsValid: true } parsed ? MeasureOf.Expression(parsed.Expression) : Measure.Unknown).Distinct().ToList();
            if (measures is not [{ } measure] || measure == Measure.Unknown || MeasureOf.Unit(panel.Unit) is not { } shown || shown == measure || shown == Measure.Unknown)
                continue;
            yield return context.Find(panel.UnitNode ?? panel.Node, "unit-mismatch", Severity.Warning,
                $"panel \"{panel.Name}\" shows {MeasureOf.Describe(measure)} with unit \"{panel.Unit}\"; use \"{MeasureOf.Suggest(measure)}\", or convert the values", panel);
        }
    }
}
