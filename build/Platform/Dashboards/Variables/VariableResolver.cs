using System.Collections.Immutable;
using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Variables;

/// <summary>Values of a dashboard's variables, what their queries gave, and mistakes in their definitions.</summary>
/// <param name="Values">By name.</param>
/// <param name="Options">Every option of a variable, which panels repeat for when All is chosen.</param>
/// <param name="Verdicts">What became of the queries of variables.</param>
/// <param name="Findings">Cycles, invalid regular expressions and other mistakes.</param>
internal sealed record ResolvedVariables(
    ImmutableDictionary<string, VariableValue> Values,
    ImmutableDictionary<string, ImmutableArray<VariableOption>> Options,
    ImmutableArray<QueryVerdict> Verdicts,
    ImmutableArray<Finding> Findings);

/// <summary>Resolves variables in the order of their dependencies, with the options a server gives.</summary>
internal sealed class VariableResolver(DatasourceResolver datasources, VariableSource source, TimeSpan scrapeInterval, bool offline)
{
    // What stands for a value nobody can look up: fits a label, a metric name and a regular expression.
    private const string TypicalValue = "value";
    private const string TypicalInterval = "5m";

    public async Task<ResolvedVariables> ResolveAsync(Dashboard dashboard, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var values = ImmutableDictionary<string, VariableValue>.Empty;
        var options = ImmutableDictionary<string, ImmutableArray<VariableOption>>.Empty;
        var verdicts = ImmutableArray.CreateBuilder<QueryVerdict>();
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var builtIn = BuiltInVariables.ForVariables(from, to, scrapeInterval, dashboard.Uid, dashboard.Title);
        var order = VariableOrder.Of([.. dashboard.Variables.Where(v => v.Name.Length > 0)]);
        foreach (var cyclic in order.Cyclic)
            findings.Add(dashboard.File.Finding(cyclic.QueryNode, "variable-cycle", Severity.Error, $"variable \"{cyclic.Name}\" depends on itself; remove it from its own query or from that of a variable it uses"));

        foreach (var variable in order.Ordered)
        {
            var scope = builtIn.SetItems(values);
            try
            {
                var (value, itsOptions) = await ResolveAsync(dashboard, variable, scope, from, to, verdicts, cancellation);
                values = values.SetItem(variable.Name, value);
                options = options.SetItem(variable.Name, itsOptions);
            }
            catch (FormatException error)
            {
                findings.Add(dashboard.File.Finding(variable.Node, "variable-definition", Severity.Error, $"variable \"{variable.Name}\": {error.Message}"));
                values = values.SetItem(variable.Name, VariableSelection.Saved(variable, ""));
            }
        }

        return new ResolvedVariables(values, options, verdicts.DrainToImmutable(), findings.DrainToImmutable());
    }

    private async Task<(VariableValue Value, ImmutableArray<VariableOption> Options)> ResolveAsync(
        Dashboard dashboard, Variable variable, ImmutableDictionary<string, VariableValue> scope, DateTimeOffset from, DateTimeOffset to,
        ImmutableArray<QueryVerdict>.Builder verdicts, CancellationToken cancellation)
    {
        (VariableValue, ImmutableArray<VariableOption>) Choose(ImmutableArray<VariableOption> options) => (VariableSelection.Choose(variable, options), options);
        (VariableValue, ImmutableArray<VariableOption>) Single(string value) => (VariableValue.Single(variable.Name, value), [new VariableOption(value, value)]);
        switch (variable.Type)
        {
            case "custom":
                return Choose(VariableOptions.Custom(Interpolator.Interpolate(variable.Query, scope), variable.ValuesAreJson));
            case "constant":
                return Single(variable.Query.Length > 0 ? variable.Query : Saved(variable));
            case "textbox":
                return Single(Saved(variable) is { Length: > 0 } saved ? saved : variable.Query);
            case "switch":
                return Single(Saved(variable));
            case "interval":
                return Single(Interval(variable, to - from));
            case "datasource":
                return Choose(Datasources(variable, scope));
            case "adhoc":
                return (new VariableValue(variable.Name, [], []) { IsAdHoc = true }, []);
            case "groupby":
                return (new VariableValue(variable.Name, variable.Current, variable.Current) { IsList = true }, []);
            case "query":
                return await QueryAsync(dashboard, variable, scope, from, to, verdicts, cancellation);
            default:
                return (VariableSelection.Saved(variable, TypicalValue), []);
        }
    }

    private async Task<(VariableValue Value, ImmutableArray<VariableOption> Options)> QueryAsync(
        Dashboard dashboard, Variable variable, ImmutableDictionary<string, VariableValue> scope, DateTimeOffset from, DateTimeOffset to,
        ImmutableArray<QueryVerdict>.Builder verdicts, CancellationToken cancellation)
    {
        var datasource = datasources.Resolve(variable.Datasource, scope);
        var text = datasource.Language is QueryLanguage.PromQl or QueryLanguage.LogQl
            ? Interpolator.Interpolate(variable.Query, scope, PrometheusEscape.Format)
            : Interpolator.Interpolate(variable.Query, scope);
        var query = new DashboardQuery(dashboard, "variable:" + variable.Name, variable.QueryNode, text) { IsVariable = true, Language = datasource.Language, Scope = scope };
        var answer = await source.LookUpAsync(datasource, text, from, to, cancellation);
        var regex = Interpolator.Interpolate(variable.Regex, scope, v => VariableFormats.Apply(v, "regex"));
        if (regex.Length > 0)
            VariableOptions.Compile(regex);

        if (answer.Outcome.Kind == OutcomeKind.Skipped || answer.Outcome.IsFailed)
        {
            verdicts.Add(new QueryVerdict(query with { SkipReason = answer.Outcome.Kind == OutcomeKind.Skipped ? answer.Outcome.Message : "" }, answer.Outcome));
            return (VariableSelection.Saved(variable, offline || answer.Outcome.Kind == OutcomeKind.Skipped ? Typical(dashboard, variable) : ""), []);
        }

        var options = VariableOptions.FromResults(answer.Values, regex, variable.Sort);
        var outcome = options.Length > 0 ? new QueryOutcome(OutcomeKind.Ok, "")
            : new QueryOutcome(OutcomeKind.Empty, "") { Digest = ResultDigest.None };
        verdicts.Add(new QueryVerdict(query, outcome)
        {
            Explanation = options.Length == 0 && answer.Values.Length > 0 ? $"the query gives {answer.Values.Length} values, such as \"{answer.Values[0]}\", and the regular expression \"{regex}\" matches none of them" : "",
        });
        return (VariableSelection.Choose(variable, options), options);
    }

    // A variable between square brackets is a duration: "value" would not parse there.
    private static string Typical(Dashboard dashboard, Variable variable) =>
        dashboard.Panels.SelectMany(p => p.Targets).Any(t => t.Text.Contains($"[${variable.Name}", StringComparison.Ordinal) || t.Text.Contains($"[${{{variable.Name}", StringComparison.Ordinal))
            ? TypicalInterval : TypicalValue;

    private ImmutableArray<VariableOption> Datasources(Variable variable, ImmutableDictionary<string, VariableValue> scope)
    {
        var regex = Interpolator.Interpolate(variable.Regex, scope, v => VariableFormats.Apply(v, "regex"));
        var matching = datasources.Known.Where(d => d.Type == variable.Query);
        if (regex.Length > 0)
            matching = VariableOptions.Matching(matching, d => d.Name, regex);
        return [.. matching.Select(d => new VariableOption(d.Uid, d.Name))];
    }

    private static string Interval(Variable variable, TimeSpan range)
    {
        var saved = Saved(variable);
        if (saved == "$__auto" || saved.StartsWith("$__auto_interval", StringComparison.Ordinal))
        {
            var step = QueryInterval.Round(range / variable.AutoCount);
            var lowest = GrafanaDuration.TryParse(variable.AutoMin) ?? TimeSpan.FromSeconds(10);
            return GrafanaDuration.Format(step > lowest ? step : lowest);
        }

        return saved.Length > 0 ? saved : VariableOptions.Intervals(variable.Query) is [var first, ..] ? first.Value : TypicalInterval;
    }

    private static string Saved(Variable variable) => variable.Current.Length > 0 ? variable.Current[0] : "";
}
