using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>panel-description</c>: whoever is woken at night wants to know what a panel means.</summary>
internal sealed class DescriptionRule : IDashboardRule
{
    public IEnumerable<LocatedFinding> Check(RuleContext context) => context.Dashboard.Panels
        .Where(p => p.Targets.Length > 0 && p.Description.Trim().Length == 0)
        .Select(p => context.Find(p.Node, "panel-description", Severity.Info, $"panel \"{p.Name}\" has no description; say what it shows and when to worry", p));
}
