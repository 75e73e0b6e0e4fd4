namespace TalosPlatform.Workloads.Load;

/// <summary>What one level of generated load did to one service.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Level">One-based number of the level; levels rise.</param>
/// <param name="RequestsPerSecond">Rate of answers without error that was really reached.</param>
/// <param name="Start">When the level began.</param>
/// <param name="End">When the level ended.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="Errors">Requests that failed, were answered with 5xx or could not be sent for lack of a free slot.</param>
/// <param name="P50Seconds">Median latency, counted from the moment a request was due.</param>
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
    double P99Seconds)
{
    /// <summary>Requests that were due but still waited for a free slot when the level ended; they are among the errors, and their wait among the latencies.</summary>
    public long Dropped { get; init; }
}
