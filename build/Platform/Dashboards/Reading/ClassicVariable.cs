using System.Collections.Immutable;
using System.Text.Json;

namespace TalosPlatform.Dashboards.Reading;

/// <summary>Reads template variables of the classic schema.</summary>
internal static class ClassicVariable
{
    public static Variable Read(JsonNode node) => Read(node, node, node.String("type") ?? "query", ClassicReader.ReadDatasource(node["datasource"]), node["query"]);

    /// <summary>Reads a variable whose settings stand in <paramref name="spec"/>, as both schemas name them.</summary>
    public static Variable Read(JsonNode node, JsonNode spec, string type, DatasourceRef datasource, JsonNode? query)
    {
        var queryNode = QueryText(query);
        var text = queryNode?.Scalar ?? BuiltQuery(query) ?? "";
        return new Variable(node, spec.String("name") ?? "", type)
        {
            Query = text,
            QueryNode = queryNode ?? query ?? node,
            Datasource = datasource,
            Regex = spec.String("regex") ?? "",
            Sort = ReadSort(spec["sort"]),
            Multi = spec.Boolean("multi") ?? false,
            IncludeAll = spec.Boolean("includeAll") ?? false,
            AllValue = spec["allValue"]?.Scalar ?? "",
            Current = spec["current"] is { IsObject: true } current ? current["value"]?.Texts ?? [] : spec["current"]?.Texts ?? [],
            CurrentTexts = spec["current"] is { IsObject: true } saved ? saved["text"]?.Texts ?? [] : [],
            AutoCount = spec.Integer("auto_count") is > 0 and var count ? count : 30,
            AutoMin = spec.String("auto_min") ?? "10s",
            ValuesAreJson = spec.String("valuesFormat") == "json",
            Filters = [.. ReadFilters(spec["baseFilters"]), .. ReadFilters(spec["filters"])],
        };
    }

    // Prometheus' variable editor stores an object; its text is "query", or parts when the newer builder wrote it.
    private static JsonNode? QueryText(JsonNode? query) => query switch
    {
        { Kind: JsonValueKind.Object } => query["query"] is { Kind: JsonValueKind.String } text ? text : query["expr"],
        _ => query,
    };

    private static string? BuiltQuery(JsonNode? query) => query is not { IsObject: true } ? null : query.Integer("qryType") switch
    {
        0 => $"label_names({query.String("match")})",
        1 when query.String("label") is { } label => query.String("metric") is { Length: > 0 } metric ? $"label_values({metric},{label})" : $"label_values({label})",
        2 => $"metrics({query.String("metric")})",
        3 => $"query_result({query.String("varQuery")})",
        4 => query.String("seriesQuery"),
        5 => query.String("classicQuery"),
        _ => null,
    };

    private static int ReadSort(JsonNode? sort) => sort?.Kind switch
    {
        JsonValueKind.Number => sort.Scalar is { } digits && int.TryParse(digits, out var number) ? number : 0,
        JsonValueKind.String => sort.Text switch
        {
            "alphabeticalAsc" => 1,
            "alphabeticalDesc" => 2,
            "numericalAsc" => 3,
            "numericalDesc" => 4,
            "alphabeticalCaseInsensitiveAsc" => 5,
            "alphabeticalCaseInsensitiveDesc" => 6,
            "naturalAsc" => 7,
            "naturalDesc" => 8,
            _ => 0,
        },
        _ => 0,
    };

    private static ImmutableArray<AdHocFilter> ReadFilters(JsonNode? list) =>
        [.. (list?.Items ?? []).Where(f => f.String("key") is { Length: > 0 }).Select(f => new AdHocFilter(f.String("key")!, f.String("operator") ?? "=", f.String("value") ?? ""))];
}
