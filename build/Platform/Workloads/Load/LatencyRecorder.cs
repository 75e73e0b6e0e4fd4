using HdrHistogram;

namespace TalosPlatform.Workloads.Load;

/// <summary>Latencies from one microsecond to one hour with three significant digits, in constant memory (HdrHistogram).</summary>
internal sealed class LatencyRecorder
{
    private const long Longest = 3_600_000_000;
    private readonly LongHistogram _microseconds = new(Longest, 3);
    private readonly Lock _gate = new();

    public void Record(TimeSpan latency)
    {
        var value = Math.Clamp((long)latency.TotalMicroseconds, 1, Longest);
        lock (_gate)
            _microseconds.RecordValue(value);
    }

    /// <summary>A percentile (0 to 100) in seconds; 0 when nothing was recorded.</summary>
    public double PercentileSeconds(double percentile)
    {
        lock (_gate)
            return _microseconds.TotalCount == 0 ? 0 : _microseconds.GetValueAtPercentile(percentile) / 1e6;
    }
}
