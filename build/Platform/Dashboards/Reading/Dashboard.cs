using System.Collections.Immutable;

namespace TalosPlatform.Dashboards.Reading;

/// <summary>A dashboard as both of Grafana's schemas describe it.</summary>
internal sealed record Dashboard(JsonFile File, JsonNode Root)
{
    public string Uid { get; init; } = "";

    public string Title { get; init; } = "";

    /// <summary>The classic schema's version; 0 when absent or in the v2 schema.</summary>
    public int SchemaVersion { get; init; }

    public bool IsV2 { get; init; }

    /// <summary>Auto refresh such as <c>30s</c>; empty when off.</summary>
    public string Refresh { get; init; } = "";

    public JsonNode? RefreshNode { get; init; }

    /// <summary>Every panel that is no row, in the order of the file.</summary>
    public ImmutableArray<Panel> Panels { get; init; } = [];

    public ImmutableArray<Variable> Variables { get; init; } = [];

    public ImmutableArray<Annotation> Annotations { get; init; } = [];

    /// <summary>A name to show: the title, else the uid, else the file.</summary>
    public string Name => Title.Length > 0 ? Title : Uid.Length > 0 ? Uid : File.Name;
}

/// <summary>A reference to a datasource: uid and type as written, variables not resolved; both empty for Grafana's default.</summary>
internal sealed record DatasourceRef(string Uid, string Type, JsonNode? Node)
{
    public static readonly DatasourceRef Default = new("", "", null);

    public bool IsEmpty => Uid.Length == 0 && Type.Length == 0;
}

/// <summary>Place on the 24-column grid, in grid units.</summary>
internal sealed record GridPos(int X, int Y, int Width, int Height)
{
    public bool Overlaps(GridPos other) => X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
}

/// <summary>A panel.</summary>
internal sealed record Panel(JsonNode Node, string Title, string Type)
{
    public string Description { get; init; } = "";

    public DatasourceRef Datasource { get; init; } = DatasourceRef.Default;

    public ImmutableArray<Target> Targets { get; init; } = [];

    /// <summary>Grafana unit id; empty for none.</summary>
    public string Unit { get; init; } = "";

    public JsonNode? UnitNode { get; init; }

    /// <summary>Ends of the scale; null lets the data decide.</summary>
    public double? Min { get; init; }

    public double? Max { get; init; }

    /// <summary>Digits after the decimal point; null lets the value decide.</summary>
    public int? Decimals { get; init; }

    /// <summary>Whether series are stacked.</summary>
    public bool Stacked { get; init; }

    /// <summary>Whether an override sets a unit for some of the fields.</summary>
    public bool HasUnitOverride { get; init; }

    public int? MaxDataPoints { get; init; }

    /// <summary>Minimum interval, which may be a variable; empty for the datasource's.</summary>
    public string Interval { get; init; } = "";

    /// <summary>Relative time range that replaces the dashboard's, such as <c>1h</c>.</summary>
    public string TimeFrom { get; init; } = "";

    /// <summary>How far the range is moved into the past, such as <c>1d</c>.</summary>
    public string TimeShift { get; init; } = "";

    public GridPos? Grid { get; init; }

    /// <summary>Identifies the grid that <see cref="Grid"/> is of: panels of collapsed rows and tabs lie on grids of their own.</summary>
    public string GridGroup { get; init; } = "";

    /// <summary>Variables the panel and the rows and tabs around it repeat for, the outermost first.</summary>
    public ImmutableArray<string> Repeats { get; init; } = [];

    /// <summary>Names that transformations give to fields, such as <c>Value #A</c> to <c>Rate</c>.</summary>
    public ImmutableDictionary<string, string> FieldNames { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Units that overrides give to fields, by the field's name.</summary>
    public ImmutableDictionary<string, string> FieldUnits { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How the panel reduces a series to a number, such as <c>lastNotNull</c>.</summary>
    public string Reducer { get; init; } = "lastNotNull";

    /// <summary>Whether the panel is kept in Grafana's library: its queries are not in this file.</summary>
    public bool IsLibraryPanel { get; init; }

    /// <summary>A name for messages.</summary>
    public string Name => Title.Length > 0 ? Title : $"untitled {Type}";
}

/// <summary>One query of a panel.</summary>
internal sealed record Target(JsonNode Node, string RefId)
{
    /// <summary>The node of the query's text, else of the target.</summary>
    public JsonNode TextNode { get; init; } = Node;

    /// <summary>PromQL, LogQL or TraceQL as written; empty when the target has none.</summary>
    public string Text { get; init; } = "";

    public DatasourceRef Datasource { get; init; } = DatasourceRef.Default;

    public bool Hidden { get; init; }

    public bool Instant { get; init; }

    public bool Range { get; init; }

    /// <summary><c>time_series</c>, <c>table</c> or <c>heatmap</c>.</summary>
    public string Format { get; init; } = "time_series";

    /// <summary>Minimum step, which may be a variable.</summary>
    public string Interval { get; init; } = "";

    public int IntervalFactor { get; init; } = 1;

    public string LegendFormat { get; init; } = "";

    /// <summary>Tempo's kind of query, such as <c>traceql</c>; Loki's <c>instant</c> or <c>range</c>.</summary>
    public string QueryType { get; init; } = "";
}

/// <summary>A template variable; types carry the classic schema's names (<c>query</c>, <c>custom</c>, <c>interval</c>, …).</summary>
internal sealed record Variable(JsonNode Node, string Name, string Type)
{
    /// <summary>The query's text: a function call for <c>query</c>, values for <c>custom</c> and <c>interval</c>, the plugin for <c>datasource</c>.</summary>
    public string Query { get; init; } = "";

    public JsonNode QueryNode { get; init; } = Node;

    public DatasourceRef Datasource { get; init; } = DatasourceRef.Default;

    public string Regex { get; init; } = "";

    /// <summary>Grafana's <c>VariableSort</c>: 0 none, 1/2 alphabetical, 3/4 numerical, 5/6 ignoring case, 7/8 natural; odd ascending.</summary>
    public int Sort { get; init; }

    public bool Multi { get; init; }

    public bool IncludeAll { get; init; }

    /// <summary>Raw value that stands for All; empty for none.</summary>
    public string AllValue { get; init; } = "";

    /// <summary>Saved values and their texts.</summary>
    public ImmutableArray<string> Current { get; init; } = [];

    public ImmutableArray<string> CurrentTexts { get; init; } = [];

    /// <summary>Interval variables: number of steps and smallest step of <c>auto</c>.</summary>
    public int AutoCount { get; init; } = 30;

    public string AutoMin { get; init; } = "10s";

    /// <summary>Custom variables: the values are a JSON array.</summary>
    public bool ValuesAreJson { get; init; }

    /// <summary>Ad hoc variables: the saved filters.</summary>
    public ImmutableArray<AdHocFilter> Filters { get; init; } = [];
}

/// <summary>A filter that an ad hoc variable adds to every selector.</summary>
internal sealed record AdHocFilter(string Key, string Operator, string Value);

/// <summary>A query whose results mark points in time.</summary>
internal sealed record Annotation(JsonNode Node, string Name)
{
    public bool Enabled { get; init; } = true;

    public bool BuiltIn { get; init; }

    public DatasourceRef Datasource { get; init; } = DatasourceRef.Default;

    public string Text { get; init; } = "";

    public JsonNode TextNode { get; init; } = Node;

    public string Step { get; init; } = "";
}
