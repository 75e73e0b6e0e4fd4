using System.Collections.Immutable;

namespace TalosPlatform.Cost.Usage;

/// <summary>Numbers about what a container was seen to use.</summary>
public static class UsageStatistics
{
    /// <summary>CPU of one instance, cores: the mean over time, between the 5th and the 95th percentile of the intervals. Null when nothing was seen.</summary>
    public static Estimate? Cpu(ContainerUsage usage)
    {
        var intervals = usage.Instances.SelectMany(i => i.Cpu).ToList();
        if (intervals.Count == 0)
            return null;
        var seconds = intervals.Sum(i => (decimal)(i.End - i.Start));
        var mean = intervals.Sum(i => i.Cores * (decimal)(i.End - i.Start)) / seconds;
        var sorted = intervals.Select(i => i.Cores).Order().ToImmutableArray();
        return Ordered(Percentile(sorted, 0.05m), mean, Percentile(sorted, 0.95m));
    }

    /// <summary>Memory of one instance, GiB: the mean, between the least and the most. Null when nothing was seen.</summary>
    public static Estimate? Memory(ContainerUsage usage)
    {
        var points = usage.Instances.SelectMany(i => i.Memory).Select(p => p.GiB).ToList();
        return points.Count == 0 ? null : new Estimate(points.Min(), points.Average(), points.Max());
    }

    /// <summary>CPU of all instances together within a window, cores, and how many there were; null when nothing was seen.</summary>
    public static (decimal Total, int Instances)? CpuWithin(ContainerUsage usage, double from, double to) => Within(usage.Instances, instance =>
    {
        var parts = instance.Cpu.Select(i => (i.Cores, Seconds: (decimal)i.Overlap(from, to))).Where(p => p.Seconds > 0).ToList();
        return parts.Count == 0 ? null : parts.Sum(p => p.Cores * p.Seconds) / parts.Sum(p => p.Seconds);
    });

    /// <summary>Memory of all instances together within a window, GiB, and how many there were; null when nothing was seen.</summary>
    public static (decimal Total, int Instances)? MemoryWithin(ContainerUsage usage, double from, double to) => Within(usage.Instances, instance =>
    {
        var points = instance.Memory.Where(p => p.Time >= from && p.Time <= to).Select(p => p.GiB).ToList();
        return points.Count == 0 ? null : points.Average();
    });

    /// <summary>A percentile by linear interpolation between the closest ranks.</summary>
    /// <param name="sorted">Values in rising order, at least one.</param>
    /// <param name="share">0 to 1.</param>
    public static decimal Percentile(ImmutableArray<decimal> sorted, decimal share)
    {
        var rank = share * (sorted.Length - 1);
        var below = (int)Math.Floor(rank);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (rank - below);
    }

    private static (decimal, int)? Within(ImmutableArray<InstanceUsage> instances, Func<InstanceUsage, decimal?> mean)
    {
        var means = instances.Select(mean).OfType<decimal>().ToList();
        return means.Count == 0 ? null : (means.Sum(), means.Count);
    }

    // A mean can lie outside of percentiles: one burst among a hundred idle intervals is enough.
    private static Estimate Ordered(decimal low, decimal expected, decimal high) => new(Math.Min(low, expected), expected, Math.Max(high, expected));
}
