using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Queries;

namespace TalosPlatform.Dashboards.Variables;

/// <summary>What the query of a variable gave.</summary>
internal sealed record VariableAnswer(QueryOutcome Outcome, ImmutableArray<string> Values)
{
    public static VariableAnswer Skipped(string reason) => new(new QueryOutcome(OutcomeKind.Skipped, reason), []);
}

/// <summary>Looks up the values of variables; equal queries once.</summary>
internal sealed class VariableSource(QueryRunner? runner, PrometheusClient? prometheus, Func<QueryLanguage, string> whyNot)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<VariableAnswer>>> _answers = new(StringComparer.Ordinal);

    /// <summary>Runs an interpolated query of a variable.</summary>
    public Task<VariableAnswer> LookUpAsync(ResolvedDatasource datasource, string query, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        if (datasource.Language is not { } language)
            return Task.FromResult(VariableAnswer.Skipped($"queries of \"{(datasource.Type.Length > 0 ? datasource.Type : "an unknown datasource")}\" are not run here"));
        if (runner is null || prometheus is null || !runner.CanRun(language))
            return Task.FromResult(VariableAnswer.Skipped(whyNot(language)));
        if (language != QueryLanguage.PromQl)
            return Task.FromResult(VariableAnswer.Skipped($"queries of variables are run for Prometheus only, not for \"{datasource.Type}\""));
        return _answers.GetOrAdd(query, _ => new Lazy<Task<VariableAnswer>>(() => AskAsync(query, from, to, cancellation))).Value;
    }

    private async Task<VariableAnswer> AskAsync(string query, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var parsed = PrometheusVariableQuery.Parse(query);
        var (values, failure) = await runner!.CallAsync(QueryLanguage.PromQl, token => AskAsync(parsed, from, to, token), cancellation);
        if (failure is not null)
            return new VariableAnswer(failure, []);
        // A mistake in the pattern is the dashboard's, not the server's: it must not count as a failed call.
        return new VariableAnswer(new QueryOutcome(OutcomeKind.Ok, ""), parsed.Kind == VariableQueryKind.MetricNames ? VariableOptions.Matching(values, v => v, $"/{parsed.Text}/") : values);
    }

    private async Task<ImmutableArray<string>> AskAsync(PrometheusVariableQuery query, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        switch (query.Kind)
        {
            case VariableQueryKind.LabelNames:
                return await prometheus!.LabelNamesAsync(query.Text.Length == 0 ? null : $"{{__name__=~\".*{query.Text}.*\"}}", cancellation);
            case VariableQueryKind.LabelValues when query.Text.Length == 0:
                return await prometheus!.LabelValuesAsync(query.Label, null, cancellation);
            case VariableQueryKind.LabelValues:
                // Asked through the series of the time range: the endpoint for values would answer for the whole retention.
                var matching = await prometheus!.SeriesAsync(query.Text, from, to, cancellation);
                return [.. matching.Select(s => s.GetValueOrDefault(query.Label, "")).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            case VariableQueryKind.MetricNames:
                return await prometheus!.LabelValuesAsync("__name__", null, cancellation);
            case VariableQueryKind.QueryResult:
                var result = await prometheus!.QueryAsync(query.Text, to, cancellation);
                return result.Type == "scalar" ? [Number(result.FirstValue ?? double.NaN)] : [.. result.Series.Select(Describe)];
            default:
                var series = await prometheus!.SeriesAsync(query.Text, from, to, cancellation);
                return [.. series.Select(s => Name(s.GetValueOrDefault("__name__", ""), s))];
        }
    }

    // The texts of query_result, which regular expressions of dashboards are written against: name{labels} value time.
    private static string Describe(Series series) => Name(series.Label("__name__"), series.Labels)
        + " " + Number(series.Samples[^1].Value) + " " + Number(Math.Round(series.Samples[^1].Time * 1000));

    private static string Name(string metric, IReadOnlyDictionary<string, string> labels) =>
        metric + "{" + string.Join(',', labels.Where(l => l.Key != "__name__").Select(l => $"{l.Key}=\"{l.Value}\"")) + "}";

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
