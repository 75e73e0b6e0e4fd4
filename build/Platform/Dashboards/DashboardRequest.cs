using System.Collections.Immutable;

namespace TalosPlatform.Dashboards;

/// <summary>What to validate and how.</summary>
/// <param name="Files">The dashboards.</param>
public sealed record DashboardRequest(ImmutableArray<DashboardFile> Files)
{
    /// <summary>End of the time range; null for now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Length of the time range.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often Prometheus scrapes: the <c>timeInterval</c> of Grafana's datasource.</summary>
    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Points a panel shows when it does not say: its width in pixels on an ordinary screen.</summary>
    public int MaxDataPoints { get; init; } = 1_000;

    /// <summary>Datasources that Grafana is provisioned with.</summary>
    public ImmutableArray<KnownDatasource> Datasources { get; init; } = KnownDatasource.Platform;

    /// <summary>Queries that are expected to give nothing.</summary>
    public ImmutableArray<ExpectedEmpty> ExpectedEmpty { get; init; } = [];

    /// <summary>Findings that are accepted.</summary>
    public ImmutableArray<Exclusion> Exclusions { get; init; } = [];

    /// <summary>Warnings count as errors.</summary>
    public bool Strict { get; init; }

    /// <summary>Ask no server: read, check and interpolate only; every query counts as skipped unless a parser refuses it.</summary>
    public bool Offline { get; init; }

    /// <summary>Queries under way at once.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>Deadline of one query.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Deadline of all queries together; what has not run by then counts as failed.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>A dashboard to validate.</summary>
/// <param name="Path">Path on disk.</param>
/// <param name="Name">Name in findings: relative to the workspace, with forward slashes.</param>
/// <param name="Folder">Grafana folder it is provisioned into; titles must be unique within one.</param>
public sealed record DashboardFile(string Path, string Name, string Folder = "");

/// <summary>A datasource that Grafana knows.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="Name">Its name, which old dashboards refer to.</param>
/// <param name="Type">Plugin, such as <c>prometheus</c>, <c>loki</c>, <c>tempo</c>.</param>
/// <param name="Service">Component that answers for it.</param>
/// <param name="IsDefault">Whether panels without a datasource use it.</param>
public sealed record KnownDatasource(string Uid, string Name, string Type, string Service, bool IsDefault = false)
{
    /// <summary>The datasources of the platform's own Grafana.</summary>
    public static ImmutableArray<KnownDatasource> Platform { get; } =
    [
        new("prometheus", "Prometheus", "prometheus", "prometheus", IsDefault: true),
        new("loki", "Loki", "loki", "loki"),
        new("tempo", "Tempo", "tempo", "tempo"),
        new("pyroscope", "Pyroscope", "grafana-pyroscope-datasource", "pyroscope"),
        new("alertmanager", "Alertmanager", "alertmanager", "alertmanager"),
    ];
}
