using System.Collections.Immutable;

namespace TalosPlatform.Cost.Usage;

/// <summary>How the usage of a container's instances is spread, for advice on requests.</summary>
/// <param name="CpuMedian">Median of the CPU between scrapes, cores.</param>
/// <param name="CpuP95">95th percentile of it, cores.</param>
/// <param name="MemoryMedian">Median of the memory, GiB.</param>
/// <param name="MemoryMax">Most memory seen, GiB.</param>
/// <param name="Points">Points of the series with fewer, CPU or memory.</param>
/// <param name="Span">From the first point to the last.</param>
public sealed record UsageProfile(decimal CpuMedian, decimal CpuP95, decimal MemoryMedian, decimal MemoryMax, int Points, TimeSpan Span)
{
    /// <summary>The profile of what was seen; null unless there are points of both CPU and memory.</summary>
    public static UsageProfile? Of(ContainerUsage usage)
    {
        var intervals = usage.Instances.SelectMany(i => i.Cpu).ToList();
        var points = usage.Instances.SelectMany(i => i.Memory).ToList();
        if (intervals.Count == 0 || points.Count == 0)
            return null;
        var cpu = intervals.Select(i => i.Cores).Order().ToImmutableArray();
        var memory = points.Select(p => p.GiB).Order().ToImmutableArray();
        var span = Math.Max(intervals.Max(i => i.End) - intervals.Min(i => i.Start), points.Max(p => p.Time) - points.Min(p => p.Time));
        return new UsageProfile(
            UsageStatistics.Percentile(cpu, 0.5m), UsageStatistics.Percentile(cpu, 0.95m), UsageStatistics.Percentile(memory, 0.5m), memory[^1],
            Math.Min(cpu.Length, memory.Length), TimeSpan.FromSeconds(span));
    }
}
