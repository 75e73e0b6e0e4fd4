using System.Collections.Immutable;
using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Dashboards.Variables;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Works out the queries Grafana sends when a dashboard opens.</summary>
internal sealed class QueryPlanner(DatasourceResolver datasources, DashboardRequest request, DateTimeOffset from, DateTimeOffset to, Func<QueryLanguage, string?> whyNot)
{
    // Grafana draws every repetition; a validator learns little from the hundredth.
    private const int MaxRepeats = 20;

    private const string AnnotationStep = "60s";

    /// <summary>Queries of the panels and annotations; those nobody would send (hidden, empty, made up by Grafana) are left out.</summary>
    public ImmutableArray<DashboardQuery> Plan(Dashboard dashboard, ResolvedVariables variables)
    {
        var scope = BuiltInVariables.ForQueries(from, to, dashboard.Uid, dashboard.Title).SetItems(variables.Values);
        return
        [
            .. dashboard.Panels.SelectMany(panel => Repeats(panel, variables).SelectMany(repeat =>
                panel.Targets.SelectMany(target => Plan(dashboard, panel, target, scope.SetItems(repeat))))),
            .. dashboard.Annotations.Where(a => a is { Enabled: true, BuiltIn: false, Text.Length: > 0 }).SelectMany(a => Plan(dashboard, a, scope)),
        ];
    }

    private static List<ImmutableDictionary<string, VariableValue>> Repeats(Panel panel, ResolvedVariables variables)
    {
        var scopes = new List<ImmutableDictionary<string, VariableValue>> { ImmutableDictionary<string, VariableValue>.Empty };
        foreach (var name in panel.Repeats.Distinct(StringComparer.Ordinal))
        {
            if (!variables.Values.TryGetValue(name, out var value))
                continue;
            var each = value.IsCustomAll
                ? variables.Options.GetValueOrDefault(name, []).Select(o => value with { Values = [o.Value], Texts = [o.Text], IsList = false, IsAll = false, IsCustomAll = false })
                : value.Values.Select((_, i) => value.Scoped(i));
            var list = each.DefaultIfEmpty(value with { Values = [""], Texts = ["None"], IsList = false, IsAll = false, IsCustomAll = false }).ToList();
            scopes = [.. scopes.SelectMany(s => list.Select(v => s.SetItem(name, v))).Take(MaxRepeats)];
        }

        return scopes;
    }

    private IEnumerable<DashboardQuery> Plan(Dashboard dashboard, Panel panel, Target target, ImmutableDictionary<string, VariableValue> scope)
    {
        var datasource = datasources.Resolve(target.Datasource, scope);
        if (target.Hidden || datasource.IsInternal)
            yield break;
        var query = new DashboardQuery(dashboard, panel.Name, target.TextNode, "")
        {
            Panel = panel,
            Target = target,
            Scope = scope,
            Language = datasource.Language,
            Repeat = string.Join(", ", panel.Repeats.Where(scope.ContainsKey).Distinct(StringComparer.Ordinal).Select(n => $"{n}={string.Join('|', scope[n].Values)}")),
        };
        if (datasource.Language is not { } language)
        {
            yield return query with { SkipReason = datasource.IsExpression ? "Grafana computes server-side expressions itself" : $"queries of \"{(datasource.Type.Length > 0 ? datasource.Type : "an unknown datasource")}\" are not run here" };
            yield break;
        }

        if (language == QueryLanguage.TraceQl && target.QueryType is not ("" or "traceql"))
        {
            yield return query with { SkipReason = $"Tempo queries of type \"{target.QueryType}\" have no text that could be run" };
            yield break;
        }

        if (target.Text.Trim().Length == 0)
            yield break;

        var range = Range(panel, scope);
        var interval = QueryInterval.Compute(
            range.To - range.From,
            panel.MaxDataPoints is > 0 and var points ? points : request.MaxDataPoints,
            request.ScrapeInterval,
            Interpolator.Interpolate(panel.Interval, scope),
            Interpolator.Interpolate(target.Interval, scope),
            target.IntervalFactor);
        var expression = Expression(dashboard, target.Text, scope, interval, language);
        var text = query with { Expression = expression, Legend = Interpolator.Interpolate(target.LegendFormat, scope) };
        foreach (var instant in Kinds(target, language))
            yield return Send(text, language, expression, instant, range.From, range.To, interval.Step);
    }

    // A query with both flags is sent twice; one with neither is a range query, as in old dashboards.
    private static IEnumerable<bool> Kinds(Target target, QueryLanguage language)
    {
        if (language != QueryLanguage.PromQl)
            return [false];
        return target.Instant && target.Range ? [false, true] : [target.Instant];
    }

    private IEnumerable<DashboardQuery> Plan(Dashboard dashboard, Annotation annotation, ImmutableDictionary<string, VariableValue> scope)
    {
        var datasource = datasources.Resolve(annotation.Datasource, scope);
        if (datasource.IsInternal)
            yield break;
        var query = new DashboardQuery(dashboard, "annotation:" + annotation.Name, annotation.TextNode, "") { Scope = scope, Language = datasource.Language };
        if (datasource.Language is not { } language)
        {
            yield return query with { SkipReason = $"queries of \"{datasource.Type}\" are not run here" };
            yield break;
        }

        var interval = QueryInterval.Compute(to - from, request.MaxDataPoints, request.ScrapeInterval, minStep: annotation.Step.Length > 0 ? annotation.Step : AnnotationStep);
        var expression = Expression(dashboard, annotation.Text, scope, interval, language);
        yield return Send(query with { Expression = expression }, language, expression, false, from, to, interval.Step);
    }

    private static string Expression(Dashboard dashboard, string text, ImmutableDictionary<string, VariableValue> scope, QueryInterval interval, QueryLanguage language)
    {
        var expression = interval.ReplaceMacros(Interpolator.Interpolate(text, scope, language == QueryLanguage.TraceQl ? null : PrometheusEscape.Format));
        var filters = dashboard.Variables.Where(v => v.Type == "adhoc").SelectMany(v => v.Filters).ToImmutableArray();
        return language == QueryLanguage.PromQl && filters.Length > 0 ? AdHocFilters.Apply(expression, filters) : expression;
    }

    private DashboardQuery Send(DashboardQuery query, QueryLanguage language, string expression, bool instant, DateTimeOffset start, DateTimeOffset end, TimeSpan step)
    {
        if (whyNot(language) is { } reason)
            return query with { SkipReason = reason };
        var plan = instant
            ? new PlannedQuery(language, expression, true, end, end, step)
            : new PlannedQuery(language, expression, false, QueryInterval.Align(start, step), QueryInterval.Align(end, step), step);
        return query with { Plan = plan };
    }

    private (DateTimeOffset From, DateTimeOffset To) Range(Panel panel, ImmutableDictionary<string, VariableValue> scope)
    {
        var shift = GrafanaDuration.TryParse(Interpolator.Interpolate(panel.TimeShift, scope)) ?? TimeSpan.Zero;
        var length = GrafanaDuration.TryParse(Interpolator.Interpolate(panel.TimeFrom, scope)) ?? to - from;
        return (to - shift - length, to - shift);
    }
}
