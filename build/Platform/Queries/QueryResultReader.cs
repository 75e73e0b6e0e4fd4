using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace TalosPlatform.Queries;

/// <summary>Reads the JSON of Prometheus' query endpoints.</summary>
internal static class QueryResultReader
{
    public static QueryResult Read(JsonElement answer)
    {
        var data = answer.GetProperty("data");
        var type = data.GetProperty("resultType").GetString() ?? "";
        var result = data.GetProperty("result");
        ImmutableArray<Series> series = type switch
        {
            "vector" => [.. result.EnumerateArray().Select(s => new Series(Labels(s.GetProperty("metric")), Instant(s)))],
            "matrix" => [.. result.EnumerateArray().Select(s => new Series(Labels(s.GetProperty("metric")), Range(s)))],
            "scalar" => [new Series(ImmutableSortedDictionary<string, string>.Empty, [Point(result)])],
            _ => [],
        };
        return new QueryResult(type, series, Texts(answer, "warnings"), Texts(answer, "infos"));
    }

    public static ImmutableSortedDictionary<string, string> Labels(JsonElement metric) =>
        metric.EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal);

    private static ImmutableArray<Sample> Instant(JsonElement series) => series.TryGetProperty("value", out var value) ? [Point(value)]
        : series.TryGetProperty("histogram", out var histogram) ? [HistogramCount(histogram)] : [];

    private static ImmutableArray<Sample> Range(JsonElement series) => series.TryGetProperty("values", out var values) ? [.. values.EnumerateArray().Select(Point)]
        : series.TryGetProperty("histograms", out var histograms) ? [.. histograms.EnumerateArray().Select(HistogramCount)] : [];

    private static Sample Point(JsonElement pair) => new(pair[0].GetDouble(), Number(pair[1].GetString()));

    // A native histogram has no single value; its count tells whether there is data.
    private static Sample HistogramCount(JsonElement pair) => new(pair[0].GetDouble(), Number(pair[1].GetProperty("count").GetString()));

    private static double Number(string? text) => text switch
    {
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN,
    };

    private static ImmutableArray<string> Texts(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(t => t.GetString() ?? "")] : [];
}
