using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TalosPlatform.Queries;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Runs TraceQL (https://grafana.com/docs/tempo/latest/api_docs/): searches, and metrics queries such as <c>{ } | rate()</c>.
/// Traces found become one series that has the value 1 at every trace.</summary>
internal sealed partial class TempoBackend(HttpClient http) : IQueryBackend
{
    public async Task<QueryResult> RunAsync(PlannedQuery query, CancellationToken cancellation)
    {
        var isMetrics = MetricsFunction().IsMatch(query.Expression);
        using var answer = await JsonEndpoint.GetAsync(http, isMetrics ? "api/metrics/query_range" : "api/search", new Dictionary<string, string>
        {
            ["q"] = query.Expression,
            ["start"] = query.Start.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["end"] = query.End.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            [isMetrics ? "step" : "limit"] = isMetrics ? Math.Max(1, (long)query.Step.TotalSeconds).ToString(CultureInfo.InvariantCulture) + "s" : "20",
        }, cancellation);
        return isMetrics ? Metrics(answer.RootElement) : Traces(answer.RootElement);
    }

    public void Dispose() => http.Dispose();

    private static QueryResult Traces(JsonElement answer)
    {
        var times = Items(answer, "traces").Select(t => Long(t, "startTimeUnixNano") / 1e9).Order().ToList();
        return new QueryResult("traces", times.Count == 0 ? [] : [new Series(ImmutableSortedDictionary<string, string>.Empty, [.. times.Select(t => new Sample(t, 1))])], [], []);
    }

    private static QueryResult Metrics(JsonElement answer) => new("matrix", [.. Items(answer, "series").Select(s => new Series(
        Items(s, "labels").ToImmutableSortedDictionary(
            l => l.GetProperty("key").GetString() ?? "",
            l => l.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Select(v => v.Value.ToString()).FirstOrDefault("") : "",
            StringComparer.Ordinal),
        [.. Items(s, "samples").Select(p => new Sample(Long(p, "timestampMs") / 1e3, p.TryGetProperty("value", out var v) && v.ValueKind == JsonValueKind.Number ? v.GetDouble() : 0))]))], [], []);

    private static JsonElement.ArrayEnumerator Items(JsonElement item, string name) =>
        item.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static double Long(JsonElement item, string name) => !item.TryGetProperty(name, out var value) ? 0
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"\|\s*(?:rate|count_over_time|min_over_time|max_over_time|avg_over_time|sum_over_time|quantile_over_time|histogram_over_time|compare)\s*\(")]
    private static partial Regex MetricsFunction();
}
