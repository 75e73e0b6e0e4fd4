using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TalosPlatform.Queries;
using TalosPlatform.Smoke.Checks;

namespace TalosPlatform.Smoke.UserChecks;

/// <summary>Runs a user's check.</summary>
internal sealed class UserSmokeCheck(UserCheck check) : ISmokeCheck
{
    private const int BodyLimit = 1024 * 1024;
    private const int LogLines = 1000;
    private const int Traces = 1000;

    public string Name => check.Name;

    public ImmutableArray<string> Needs => check.Question switch
    {
        Question.PromQl => ["prometheus", .. check.Needs],
        Question.LogQl => ["loki", .. check.Needs],
        Question.TraceQl => ["tempo", .. check.Needs],
        _ => [check.Address!.Service, .. check.Needs],
    };

    public TimeSpan? Within => check.Within;

    public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
    {
        var seen = check.Question switch
        {
            Question.PromQl => await PromQlAsync(context, cancellation),
            Question.LogQl => await LogQlAsync(context, cancellation),
            Question.TraceQl => Compare((await TempoQuery.SearchAsync(context, check.Query, Traces, cancellation)).Length, "traces"),
            _ => await HttpAsync(context, cancellation),
        };
        return seen.Outcome == Outcome.Holds || check.Message is null ? seen : seen with { Seen = $"{check.Message} ({seen.Seen})" };
    }

    private async Task<Observation> PromQlAsync(SmokeContext context, CancellationToken cancellation)
    {
        QueryResult result;
        try
        {
            result = await context.AskPrometheusAsync(p => p.QueryAsync(check.Query, null, cancellation));
        }
        catch (QueryException error) when (error.Failure is QueryFailure.Invalid)
        {
            return Observation.Never($"Prometheus refuses the query: {Evidence.Shorten(error.What)}");
        }

        return result.Type is "vector" or "scalar" ? Compare(result.Series) : Observation.Never($"the query gives a {result.Type}; a check needs a number or a vector");
    }

    private async Task<Observation> LogQlAsync(SmokeContext context, CancellationToken cancellation)
    {
        // A log query counts its lines; a metric query is evaluated now. Loki says which it is in its answer.
        var range = await LokiQuery.RangeAsync(context, check.Query, LogLines, cancellation);
        if (range.GetProperty("resultType").ValueEquals("streams"))
            return Compare(range.GetProperty("result").EnumerateArray().Sum(s => s.GetProperty("values").GetArrayLength()), "lines");
        var data = await LokiQuery.InstantAsync(context, check.Query, cancellation);
        return Compare([.. data.GetProperty("result").EnumerateArray().Select(Read)]);
    }

    private async Task<Observation> HttpAsync(SmokeContext context, CancellationToken cancellation)
    {
        var answer = await context.GetAsync(check.Address!.Service, check.Address.Path, cancellation, BodyLimit);
        if (check.Status is { } status ? answer.Status != status : !answer.IsSuccess)
            return Observation.NotYet($"{check.Address} answered {answer.Summary}; expected HTTP {check.Status?.ToString(CultureInfo.InvariantCulture) ?? "2xx"}");
        return check.Contains is { } text && !answer.Body.Contains(text, StringComparison.Ordinal)
            ? Observation.NotYet($"{check.Address} answered {answer.Summary}; expected it to contain \"{Evidence.Shorten(text)}\"")
            : Observation.Holds($"{check.Address} answered HTTP {answer.Status}");
    }

    private Observation Compare(double value, string unit) =>
        check.Comparison!.Holds(value)
            ? Observation.Holds($"{Evidence.Number(value)} {unit}")
            : Observation.NotYet($"{Evidence.Number(value)} {unit}, expected {check.Comparison}");

    private Observation Compare(ImmutableArray<Series> series)
    {
        if (series.All(s => s.Samples.IsEmpty))
            return Observation.NotYet($"no series, expected a value {check.Comparison}");
        foreach (var one in series.Where(s => !s.Samples.IsEmpty))
        {
            if (!check.Comparison!.Holds(one.Samples[^1].Value))
                return Observation.NotYet($"{Describe(one)}, expected {check.Comparison}");
        }

        return Observation.Holds(series.Length == 1 ? Describe(series[0]) : $"{series.Length} series, each {check.Comparison}");
    }

    private static string Describe(Series series) =>
        series.Labels.IsEmpty ? $"value {Evidence.Number(series.Samples[^1].Value)}" : $"value {Evidence.Number(series.Samples[^1].Value)} of {Evidence.Shorten(series.ToString())}";

    private static Series Read(JsonElement entry) => new(
        entry.GetProperty("metric").EnumerateObject().ToImmutableSortedDictionary(l => l.Name, l => l.Value.GetString() ?? "", StringComparer.Ordinal),
        [new Sample(0, double.TryParse(entry.GetProperty("value")[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN)]);
}
