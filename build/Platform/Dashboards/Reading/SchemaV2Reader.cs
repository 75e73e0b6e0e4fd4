using System.Collections.Immutable;
using System.Text.Json;

namespace TalosPlatform.Dashboards.Reading;

/// <summary>Reads the v2 schema: panels are <c>elements</c>, their places a tree of grids, rows, tabs and automatic grids in <c>layout</c>.
/// Covers v2alpha1 (<c>kind</c> names the plugin) and v2beta1 and later (<c>group</c> does).</summary>
internal static class SchemaV2Reader
{
    private const int MaxNesting = 16;

    public static Dashboard Read(JsonFile file, JsonNode root, JsonNode spec)
    {
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        Collect(spec["layout"], [], 0, places);
        return new Dashboard(file, spec)
        {
            IsV2 = true,
            Uid = root["metadata"]?.String("name") ?? spec.String("uid") ?? "",
            Title = spec.String("title") ?? "",
            Refresh = spec["timeSettings"]?.String("autoRefresh") ?? "",
            RefreshNode = spec["timeSettings"]?["autoRefresh"],
            Panels = [.. spec["elements"]!.Members.Where(e => e["spec"] is { IsObject: true }).Select(e => ReadPanel(e, places.GetValueOrDefault(e.Key!)))],
            Variables = [.. (spec["variables"]?.Items ?? []).Where(v => v["spec"] is { IsObject: true }).Select(ReadVariable)],
            Annotations = [.. (spec["annotations"]?.Items ?? []).Where(a => a["spec"] is { IsObject: true }).Select(ReadAnnotation)],
        };
    }

    private sealed record Place(GridPos? Grid, string GridGroup, ImmutableArray<string> Repeats);

    private static void Collect(JsonNode? layout, ImmutableArray<string> outer, int depth, Dictionary<string, Place> places)
    {
        if (layout?["spec"] is not { } spec || depth > MaxNesting)
            return;
        foreach (var item in spec["items"]?.Items ?? [])
        {
            if (item["spec"] is not { } place || place["element"]?.String("name") is not { } name)
                continue;
            GridPos? grid = place["width"] is null ? null
                : new GridPos(place.Integer("x") ?? 0, place.Integer("y") ?? 0, place.Integer("width") ?? 0, place.Integer("height") ?? 0);
            places[name] = new Place(grid, layout.Pointer, outer.AddRange(Repeat(place)));
        }

        foreach (var group in (spec["rows"]?.Items ?? []).Concat(spec["tabs"]?.Items ?? []))
        {
            if (group["spec"] is { } inner)
                Collect(inner["layout"], outer.AddRange(Repeat(inner)), depth + 1, places);
        }
    }

    private static ImmutableArray<string> Repeat(JsonNode spec) => spec["repeat"]?.String("value") is { Length: > 0 } name ? [name] : [];

    private static Panel ReadPanel(JsonNode element, Place? place)
    {
        var spec = element["spec"]!;
        var group = spec["data"]?["spec"];
        var options = group?["queryOptions"];
        var viz = spec["vizConfig"];
        var defaults = viz?["spec"]?["fieldConfig"]?["defaults"];
        var unit = defaults?["unit"];
        return new Panel(spec, spec.String("title") ?? "", viz?.String("group") ?? viz?.String("kind") ?? "")
        {
            Description = spec.String("description") ?? "",
            Targets = [.. (group?["queries"]?.Items ?? []).Where(q => q["spec"] is { IsObject: true }).Select(ReadTarget)],
            Unit = unit?.Scalar ?? "",
            UnitNode = unit,
            Min = defaults?.Number("min"),
            Max = defaults?.Number("max"),
            Decimals = defaults?.Integer("decimals"),
            Stacked = FieldSettings.Stacked(viz?["spec"]?["fieldConfig"]),
            HasUnitOverride = FieldSettings.HasUnitOverride(viz?["spec"]?["fieldConfig"]),
            FieldNames = FieldSettings.Names(group?["transformations"]),
            FieldUnits = FieldSettings.Units(viz?["spec"]?["fieldConfig"]),
            MaxDataPoints = options?.Integer("maxDataPoints"),
            Interval = options?.String("interval") ?? "",
            TimeFrom = options?.String("timeFrom") ?? "",
            TimeShift = options?.String("timeShift") ?? "",
            Grid = place?.Grid,
            GridGroup = place?.GridGroup ?? "",
            Repeats = place?.Repeats ?? [],
            Reducer = ClassicReader.ReadReducer(viz?["spec"]?["options"]),
            IsLibraryPanel = element.String("kind") == "LibraryPanel",
        };
    }

    private static Target ReadTarget(JsonNode panelQuery)
    {
        var spec = panelQuery["spec"]!;
        var query = spec["query"];
        return ClassicReader.ReadTarget(spec, query?["spec"] ?? spec, ReadDatasource(query, spec["datasource"]));
    }

    private static DatasourceRef ReadDatasource(JsonNode? query, JsonNode? older)
    {
        if (older is { IsObject: true })
            return ClassicReader.ReadDatasource(older);
        var plugin = query?.String("group") ?? (query?.String("kind") is { } kind and not "DataQuery" ? kind : "");
        return new DatasourceRef(query?["datasource"]?.String("name") ?? "", plugin, query?["datasource"] ?? query);
    }

    private static Variable ReadVariable(JsonNode node)
    {
        var spec = node["spec"]!;
        var type = node.String("kind") switch
        {
            "QueryVariable" => "query",
            "CustomVariable" => "custom",
            "DatasourceVariable" => "datasource",
            "ConstantVariable" => "constant",
            "IntervalVariable" => "interval",
            "TextVariable" => "textbox",
            "GroupByVariable" => "groupby",
            "AdhocVariable" => "adhoc",
            "SwitchVariable" => "switch",
            var other => other ?? "",
        };
        var query = spec["query"];
        var datasource = ReadDatasource(query is { IsObject: true } ? query : node, spec["datasource"]);
        var text = type == "datasource" ? spec["pluginId"] : query is { Kind: JsonValueKind.Object } ? query["spec"] : query;
        return ClassicVariable.Read(spec, spec, type, datasource, text);
    }

    private static Annotation ReadAnnotation(JsonNode node)
    {
        var spec = node["spec"]!;
        var query = spec["query"];
        var text = query?["spec"]?["expr"] ?? query?["spec"]?["query"] ?? spec["legacyOptions"]?["expr"];
        return new Annotation(spec, spec.String("name") ?? "")
        {
            Enabled = spec.Boolean("enable") ?? true,
            BuiltIn = spec.Boolean("builtIn") ?? false,
            Datasource = ReadDatasource(query, spec["datasource"]),
            Text = text?.Scalar ?? "",
            TextNode = text ?? spec,
            Step = spec["legacyOptions"]?.String("step") ?? "",
        };
    }
}
