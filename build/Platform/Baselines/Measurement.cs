namespace TalosPlatform.Baselines;

/// <summary>A kind of measurement: its unit, what changes of it are noise, and whether the same code always gives the same value.</summary>
/// <param name="Id">Stable name, kebab-case.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Unit">Grafana unit id (<c>s</c>, <c>bytes</c>, <c>percentunit</c>, <c>short</c>), or <c>money</c>.</param>
/// <param name="Floor">Smallest change that matters, in the unit.</param>
/// <param name="Deterministic">Whether it may fail a run; wall-clock times never do.</param>
public sealed record MetricKind(string Id, string Title, string Unit, double Floor, bool Deterministic)
{
    /// <summary>From the start to the first sample of an application.</summary>
    public static MetricKind FirstMetric { get; } = new("first-metric", "first metric", "s", 2, false);

    /// <summary>ProvisionCluster.</summary>
    public static MetricKind Provision { get; } = new("provision-time", "provisioning", "s", 5, false);

    /// <summary>DeployStack.</summary>
    public static MetricKind Deploy { get; } = new("deploy-time", "deployment", "s", 5, false);

    /// <summary>The whole run.</summary>
    public static MetricKind Total { get; } = new("total-time", "whole run", "s", 10, false);

    /// <summary>Share of requests that failed.</summary>
    public static MetricKind ErrorRate { get; } = new("error-rate", "error rate", "percentunit", 0.01, false);

    /// <summary>Median latency at the highest load.</summary>
    public static MetricKind LatencyP50 { get; } = new("latency-p50", "latency p50", "s", 0.01, false);

    /// <summary>95th percentile of latency at the highest load.</summary>
    public static MetricKind LatencyP95 { get; } = new("latency-p95", "latency p95", "s", 0.02, false);

    /// <summary>99th percentile of latency at the highest load.</summary>
    public static MetricKind LatencyP99 { get; } = new("latency-p99", "latency p99", "s", 0.05, false);

    /// <summary>CPU under load, cores.</summary>
    public static MetricKind Cpu { get; } = new("cpu", "CPU", "cores", 0.05, false);

    /// <summary>Most memory under load.</summary>
    public static MetricKind Memory { get; } = new("memory", "memory", "bytes", 16 * 1024 * 1024, false);

    /// <summary>Series a service exposes.</summary>
    public static MetricKind Series { get; } = new("series", "series", "short", 10, true);

    /// <summary>Size of a service's image.</summary>
    public static MetricKind ImageSize { get; } = new("image-size", "image size", "bytes", 5 * 1024 * 1024, true);

    /// <summary>Cost a month.</summary>
    public static MetricKind Cost { get; } = new("cost", "cost a month", "money", 1, true);
}

/// <summary>One value of a run.</summary>
/// <param name="Kind">What was measured.</param>
/// <param name="Subject">Of what: a service, or empty for the whole run.</param>
/// <param name="Value">The value.</param>
public sealed record Measurement(MetricKind Kind, string Subject, double Value)
{
    /// <summary>Key in a baseline.</summary>
    public string Key => Subject.Length == 0 ? Kind.Id : $"{Kind.Id}/{Subject}";

    /// <summary>For people.</summary>
    public string Title => Subject.Length == 0 ? Kind.Title : $"{Kind.Title} of {Subject}";
}
