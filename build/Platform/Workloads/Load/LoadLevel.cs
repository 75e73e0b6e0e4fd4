namespace TalosPlatform.Workloads.Load;

/// <summary>What one level of generated load did to one service.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Level">One-based number of the level; levels rise.</param>
/// <param name="RequestsPerSecond">Rate that was really reached.</param>
/// <param name="Start">When the level began.</param>
/// <param name="End">When the level ended.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="Errors">Requests that failed or were answered with 5xx.</param>
/// <param name="P50Seconds">Median latency.</param>
/// <param name="P95Seconds">95th percentile of latency.</param>
/// <param name="P99Seconds">99th percentile of latency.</param>
public sealed record LoadLevel(
    string Service,
    int Level,
    double RequestsPerSecond,
    DateTimeOffset Start,
    DateTimeOffset End,
    long Requests,
    long Errors,
    double P50Seconds,
    double P95Seconds,
    double P99Seconds);
