using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TalosPlatform.Queries;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Runs LogQL (https://grafana.com/docs/loki/latest/reference/loki-http-api/#query-logs-within-a-range-of-time).
/// A stream of log lines becomes a series that has the value 1 at every line.</summary>
internal sealed class LokiBackend(HttpClient http) : IQueryBackend
{
    private const string LineLimit = "200";

    public async Task<QueryResult> RunAsync(PlannedQuery query, CancellationToken cancellation)
    {
        // Loki refuses instant queries for log lines, and Grafana runs those as range queries too.
        using var answer = await JsonEndpoint.GetAsync(http, "loki/api/v1/query_range", new Dictionary<string, string>
        {
            ["query"] = query.Expression,
            ["start"] = Nanoseconds(query.Start),
            ["end"] = Nanoseconds(query.End),
            ["step"] = query.Step.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
            ["limit"] = LineLimit,
        }, cancellation);
        if (!answer.RootElement.TryGetProperty("data", out var data) || !data.TryGetProperty("result", out var result) || result.ValueKind != JsonValueKind.Array)
            throw new QueryException(QueryFailure.Unavailable, "Loki answered without data.");
        var type = data.TryGetProperty("resultType", out var named) ? named.GetString() ?? "" : "";
        return new QueryResult(type, [.. result.EnumerateArray().Select(Read)], [], []);
    }

    public void Dispose() => http.Dispose();

    private static Series Read(JsonElement item)
    {
        var isStream = item.TryGetProperty("stream", out var labels);
        if (!isStream)
            labels = item.GetProperty("metric");
        var samples = item.TryGetProperty("values", out var values) ? values.EnumerateArray() : default;
        return new Series(
            labels.EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal),
            [.. samples.Select(pair => isStream ? new Sample(Number(pair[0]) / 1e9, 1) : new Sample(Number(pair[0]), Number(pair[1]))).OrderBy(s => s.Time)]);
    }

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static string Nanoseconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() * 1_000_000).ToString(CultureInfo.InvariantCulture);
}
