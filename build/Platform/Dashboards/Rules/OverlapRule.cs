using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>panel-overlap</c>: two panels claim the same place. Repeated panels are left out: Grafana moves what stands around them.</summary>
internal sealed class OverlapRule : IDashboardRule
{
    public IEnumerable<LocatedFinding> Check(RuleContext context)
    {
        foreach (var grid in context.Dashboard.Panels.Where(p => p is { Grid: not null, Repeats.IsEmpty: true }).GroupBy(p => p.GridGroup, StringComparer.Ordinal))
        {
            var placed = grid.OrderBy(p => p.Grid!.Y).ToList();
            for (var i = 0; i < placed.Count; i++)
            {
                for (var j = i + 1; j < placed.Count && placed[j].Grid!.Y < placed[i].Grid!.Y + placed[i].Grid!.Height; j++)
                {
                    if (placed[i].Grid!.Overlaps(placed[j].Grid!))
                        yield return context.Find(placed[j].Node, "panel-overlap", Severity.Warning, $"panel \"{placed[j].Name}\" lies over panel \"{placed[i].Name}\"; change its gridPos", placed[j]);
                }
            }
        }
    }
}
