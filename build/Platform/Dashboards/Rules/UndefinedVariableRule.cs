using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>variable-undefined</c>: a query names a variable that the dashboard does not define, so the name is sent to the server as it stands.</summary>
internal sealed class UndefinedVariableRule : IDashboardRule
{
    public IEnumerable<LocatedFinding> Check(RuleContext context)
    {
        var names = context.Dashboard.Variables.Select(v => v.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (panel, node, text) in Texts(context.Dashboard))
        {
            foreach (var name in Interpolator.References(text).Where(r => IsVariable(r, text)).Select(r => r.Name).Distinct(StringComparer.Ordinal).Where(n => !names.Contains(n)))
                yield return context.Find(node, "variable-undefined", Severity.Warning, $"variable \"{name}\" is not defined and is sent as it stands{(NearestName.Find(name, names) is { } near ? $": did you mean \"{near}\"?" : "; define it under \"templating\"")}", panel);
        }
    }

    private sealed record Written(Panel? Panel, JsonNode Node, string Text);

    private static IEnumerable<Written> Texts(Dashboard dashboard) =>
        dashboard.Panels.SelectMany(p => p.Targets.SelectMany(t => Of(p, t)))
            .Concat(dashboard.Variables.Where(v => v.Type == "query").Select(v => new Written(null, v.QueryNode, v.Query)))
            .Where(t => t.Text.Length > 0)
            .DistinctBy(t => (t.Node.Offset, t.Text));

    private static IEnumerable<Written> Of(Panel panel, Target target)
    {
        yield return new Written(panel, target.TextNode, target.Text);
        yield return new Written(panel, target.Node["interval"] ?? target.Node, target.Interval);
        if (target.Datasource.Node is { } node)
            yield return new Written(panel, node, target.Datasource.Uid);
    }

    // Digits are groups of label_replace, names with two underscores are Grafana's own, DS_ names belong to the export,
    // and what stands in {{ }} or names a group of a regular expression is not Grafana's.
    private static bool IsVariable(VariableReference reference, string text) =>
        !char.IsAsciiDigit(reference.Name[0])
        && !reference.Name.StartsWith("__", StringComparison.Ordinal)
        && !reference.Name.StartsWith("DS_", StringComparison.Ordinal)
        && !reference.Written.StartsWith("[[", StringComparison.Ordinal)
        && reference.Name is not ("timeFilter" or "interval" or "timezone")
        && !text.Contains($"<{reference.Name}>", StringComparison.Ordinal)
        && !text.Contains("{{", StringComparison.Ordinal);
}
