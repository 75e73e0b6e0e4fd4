using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>datasource-unknown</c>: a uid nobody provisions. <c>datasource-hard-coded</c>: a uid where a variable would let the dashboard travel.</summary>
internal sealed class DatasourceRule : IDashboardRule
{
    public IEnumerable<LocatedFinding> Check(RuleContext context)
    {
        var references = context.Dashboard.Panels.SelectMany(p => p.Targets.Select(t => t.Datasource).Append(p.Datasource).Select(d => (Panel: (Panel?)p, Reference: d)))
            .Concat(context.Dashboard.Variables.Where(v => v.Type == "query").Select(v => (Panel: (Panel?)null, Reference: v.Datasource)))
            .Concat(context.Dashboard.Annotations.Where(a => !a.BuiltIn).Select(a => (Panel: (Panel?)null, Reference: a.Datasource)))
            .Where(r => r.Reference.Node is not null && r.Reference.Uid.Length > 0)
            .DistinctBy(r => r.Reference.Node!.Offset);
        foreach (var same in references.GroupBy(r => r.Reference.Uid, StringComparer.Ordinal))
        {
            var (panel, reference) = same.First();
            if (Judge(context, reference, same.Count()) is { } verdict)
                yield return context.Find(reference.Node!, verdict.Rule, verdict.Severity, verdict.Message, panel);
        }
    }

    private static (string Rule, Severity Severity, string Message)? Judge(RuleContext context, DatasourceRef reference, int places)
    {
        var isVariable = Interpolator.References(reference.Uid).Any();
        var resolved = context.Datasources.Resolve(reference, context.Variables.Values);
        if (resolved.IsInternal || resolved.IsExpression || reference.Uid == "default" || isVariable)
            return null;
        if (resolved.Datasource is not null)
            return ("datasource-hard-coded", Severity.Info, $"datasource \"{reference.Uid}\" is written down in {Places(places)}; a variable of type \"datasource\" lets the dashboard work elsewhere, too");
        var known = context.Datasources.Known.Select(d => d.Uid).ToList();
        return ("datasource-unknown", Severity.Error, $"datasource \"{reference.Uid}\" is not provisioned ({Places(places)}): {NearestName.Hint(reference.Uid, known)}");
    }

    private static string Places(int count) => count == 1 ? "one place" : $"{count} places";
}
