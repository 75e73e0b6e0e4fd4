using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>dashboard-title</c>: Grafana refuses a dashboard without a title. <c>panel-title</c>: a panel that shows data should say what.</summary>
internal sealed class TitleRule : IDashboardRule
{
    public IEnumerable<LocatedFinding> Check(RuleContext context)
    {
        var dashboard = context.Dashboard;
        if (dashboard.Title.Trim().Length == 0)
            yield return context.Find(dashboard.Root, "dashboard-title", Severity.Error, "the dashboard has no title and Grafana refuses it; set \"title\"");
        foreach (var panel in dashboard.Panels.Where(p => p.Title.Trim().Length == 0 && p.Targets.Length > 0))
            yield return context.Find(panel.Node, "panel-title", Severity.Info, $"this {panel.Type} panel has no title; say what it shows", panel);
    }
}
