using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>variable-unused</c>: a variable that nothing refers to costs a query at every load and puzzles its users.</summary>
internal sealed class UnusedVariableRule : IDashboardRule
{
    public IEnumerable<LocatedFinding> Check(RuleContext context)
    {
        var candidates = context.Dashboard.Variables.Where(v => v.Name.Length > 0 && v.Type is not ("adhoc" or "groupby" or "system" or "snapshot")).ToList();
        if (candidates.Count == 0)
            return [];
        var own = candidates.ToDictionary(v => v.Name, v => v.Node.Strings().Select(s => s.Offset).ToHashSet(), StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in context.Dashboard.Root.Strings())
        {
            if (text.Key is "repeat" && own.ContainsKey(text.Text) || text.Key is "value" && own.ContainsKey(text.Text))
                used.Add(text.Text);
            foreach (var reference in Interpolator.References(text.Text))
            {
                if (reference.Name == "__all_variables")
                    return [];
                if (own.TryGetValue(reference.Name, out var itself) && !itself.Contains(text.Offset))
                    used.Add(reference.Name);
            }
        }

        return candidates.Where(v => !used.Contains(v.Name))
            .Select(v => context.Find(v.Node, "variable-unused", Severity.Info, $"variable \"{v.Name}\" is used nowhere; remove it"));
    }
}
