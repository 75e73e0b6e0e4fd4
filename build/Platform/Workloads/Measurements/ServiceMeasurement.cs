namespace TalosPlatform.Workloads.Measurements;

/// <summary>What an application did and used over a window of time, by its own metrics. What it does not measure is null.</summary>
/// <param name="Name">Name of the application.</param>
public sealed record ServiceMeasurement(string Name)
{
    /// <summary>Requests a second it answered.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Share of answers with a 5xx status, 0 to 1.</summary>
    public double? ErrorRatio { get; init; }

    /// <summary>Median latency.</summary>
    public double? P50Seconds { get; init; }

    /// <summary>95th percentile of latency.</summary>
    public double? P95Seconds { get; init; }

    /// <summary>99th percentile of latency.</summary>
    public double? P99Seconds { get; init; }

    /// <summary>CPU used on average, cores.</summary>
    public double? CpuCores { get; init; }

    /// <summary>Most memory used.</summary>
    public double? MemoryBytes { get; init; }

    /// <summary>Series it exposes.</summary>
    public double? Series { get; init; }

    /// <summary>Size of its image.</summary>
    public double? ImageBytes { get; init; }
}
