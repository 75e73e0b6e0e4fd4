using System.Collections.Immutable;
using System.Text.Json;

namespace TalosPlatform.Dashboards.Reading;

/// <summary>Reads the classic schema: <c>panels</c> with rows among them, panels inside collapsed rows, and the <c>rows</c> of before schemaVersion 16.</summary>
internal static class ClassicReader
{
    // Loki and Prometheus call a query's text expr, Tempo query; the first that is a text wins.
    private static readonly string[] TextKeys = ["expr", "query"];

    public static Dashboard Read(JsonFile file, JsonNode root)
    {
        var panels = new List<Panel>();
        ReadPanels(root["panels"], [], "", panels);
        foreach (var row in root["rows"]?.Items ?? [])
            ReadPanels(row["panels"], Repeat(row), row.Pointer, panels);

        return new Dashboard(file, root)
        {
            Uid = root.String("uid") ?? "",
            Title = root.String("title") ?? "",
            SchemaVersion = root.Integer("schemaVersion") ?? 0,
            Refresh = root.String("refresh") ?? "",
            RefreshNode = root["refresh"],
            Panels = [.. panels],
            Variables = [.. (root["templating"]?["list"]?.Items ?? []).Where(v => v.IsObject).Select(ClassicVariable.Read)],
            Annotations = [.. (root["annotations"]?["list"]?.Items ?? []).Where(a => a.IsObject).Select(ReadAnnotation)],
        };
    }

    public static DatasourceRef ReadDatasource(JsonNode? node) => node switch
    {
        { Kind: JsonValueKind.String } => new DatasourceRef(node.Text, "", node),
        { Kind: JsonValueKind.Object } => new DatasourceRef(node["uid"]?.Scalar ?? "", node.String("type") ?? "", node),
        _ => DatasourceRef.Default,
    };

    /// <summary>A target from the object that holds the query's own settings.</summary>
    public static Target ReadTarget(JsonNode node, JsonNode query, DatasourceRef datasource)
    {
        var text = TextKeys.Select(name => query[name]).FirstOrDefault(n => n is { Kind: JsonValueKind.String });
        return new Target(node, node.String("refId") ?? query.String("refId") ?? "")
        {
            Text = text?.Text ?? "",
            TextNode = text ?? node,
            Datasource = datasource,
            Hidden = (node.Boolean("hide") ?? node.Boolean("hidden") ?? false) || (query.Boolean("hide") ?? false),
            Instant = query.Boolean("instant") ?? false,
            Range = query.Boolean("range") ?? false,
            Format = query.String("format") ?? "time_series",
            Interval = query.String("interval") ?? "",
            IntervalFactor = query.Integer("intervalFactor") is > 0 and var factor ? factor : 1,
            LegendFormat = query.String("legendFormat") ?? "",
            QueryType = query.String("queryType") ?? "",
        };
    }

    private static void ReadPanels(JsonNode? list, ImmutableArray<string> outer, string gridGroup, List<Panel> panels)
    {
        var rowRepeat = ImmutableArray<string>.Empty;
        foreach (var node in list?.Items ?? [])
        {
            if (!node.IsObject)
                continue;
            if (node.String("type") == "row")
            {
                // An expanded row owns the panels after it, a collapsed one those inside it.
                var repeat = Repeat(node);
                rowRepeat = node.Boolean("collapsed") == true ? [] : repeat;
                ReadPanels(node["panels"], outer.AddRange(repeat), node.Pointer, panels);
                continue;
            }

            panels.Add(ReadPanel(node, outer.AddRange(rowRepeat), gridGroup));
            if (node["panels"] is { } nested)
                ReadPanels(nested, outer.AddRange(rowRepeat), node.Pointer, panels);
        }
    }

    private static Panel ReadPanel(JsonNode node, ImmutableArray<string> outer, string gridGroup)
    {
        var own = ReadDatasource(node["datasource"]);
        var unit = node["fieldConfig"]?["defaults"]?["unit"]
            ?? node["yaxes"]?.Items.FirstOrDefault(a => a.Boolean("show") != false)?["format"]
            ?? (node.String("type") is "singlestat" or "gauge" ? node["format"] : null);
        return new Panel(node, node.String("title") ?? "", node.String("type") ?? "")
        {
            Description = node.String("description") ?? "",
            Datasource = own,
            Targets = [.. (node["targets"]?.Items ?? []).Where(t => t.IsObject).Select(t =>
                ReadTarget(t, t, ReadDatasource(t["datasource"]) is { IsEmpty: false } its ? its : own))],
            Unit = unit is { Kind: JsonValueKind.String } ? unit.Text : "",
            UnitNode = unit,
            Min = node["fieldConfig"]?["defaults"]?.Number("min"),
            Max = node["fieldConfig"]?["defaults"]?.Number("max"),
            Decimals = node["fieldConfig"]?["defaults"]?.Integer("decimals"),
            Stacked = FieldSettings.Stacked(node["fieldConfig"]) || (node.Boolean("stack") ?? false),
            HasUnitOverride = FieldSettings.HasUnitOverride(node["fieldConfig"]) || (node["styles"]?.Items.Any(s => s["unit"] is not null) ?? false),
            MaxDataPoints = node.Integer("maxDataPoints"),
            Interval = node["interval"]?.Scalar ?? "",
            TimeFrom = node.String("timeFrom") ?? "",
            TimeShift = node.String("timeShift") ?? "",
            Grid = ReadGrid(node["gridPos"]),
            GridGroup = gridGroup,
            Repeats = outer.AddRange(Repeat(node)),
            FieldNames = FieldSettings.Names(node["transformations"]),
            FieldUnits = FieldSettings.Units(node["fieldConfig"]),
            Reducer = ReadReducer(node["options"]),
            IsLibraryPanel = node["libraryPanel"] is { IsObject: true },
        };
    }

    public static string ReadReducer(JsonNode? options) => options?["reduceOptions"]?["calcs"]?.Items.FirstOrDefault()?.Scalar ?? "lastNotNull";

    private static GridPos? ReadGrid(JsonNode? node) => node is { IsObject: true }
        ? new GridPos(node.Integer("x") ?? 0, node.Integer("y") ?? 0, node.Integer("w") ?? 0, node.Integer("h") ?? 0)
        : null;

    private static ImmutableArray<string> Repeat(JsonNode node) => node.String("repeat") is { Length: > 0 } name ? [name] : [];

    private static Annotation ReadAnnotation(JsonNode node)
    {
        var text = node["expr"] ?? node["target"]?["expr"] ?? node["target"]?["query"];
        return new Annotation(node, node.String("name") ?? "")
        {
            Enabled = node.Boolean("enable") ?? true,
            BuiltIn = node["builtIn"] is { } flag && flag.Scalar is "1" or "true" || node.String("type") == "dashboard",
            Datasource = ReadDatasource(node["datasource"]),
            Text = text?.Scalar ?? "",
            TextNode = text ?? node,
            Step = node.String("step") ?? "",
        };
    }
}
