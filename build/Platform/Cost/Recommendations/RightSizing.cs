using TalosPlatform.Cost.Usage;

namespace TalosPlatform.Cost.Recommendations;

/// <summary>Requests a container should have, with the bounds they may turn out to lie in.</summary>
/// <param name="Cpu">CPU, cores; expected is the request advised.</param>
/// <param name="Memory">Memory, GiB; expected is the request advised.</param>
/// <param name="Refusal">Why no advice is given; null when it is.</param>
public sealed record Sizing(Estimate Cpu, Estimate Memory, string? Refusal)
{
    /// <summary>No advice.</summary>
    public static Sizing Refused(string why) => new(default, default, why);
}

/// <summary>Requests from what was measured: CPU the 95th percentile, memory the most seen and 15% more.</summary>
public static class RightSizing
{
    private const int LeastPoints = 100;
    private static readonly TimeSpan LeastSpan = TimeSpan.FromHours(3);
    private const decimal MemoryHeadroom = 1.15m;
    private const decimal LeastCpu = 0.01m;
    private const decimal LeastMemoryGiB = 100m / 1024;

    /// <summary>Advises on the requests of a container.</summary>
    /// <param name="profile">What was measured; null when nothing was.</param>
    /// <param name="cpuExpected">CPU expected in production, cores: where a projection goes beyond what was measured, the request follows it.</param>
    /// <param name="memoryExpected">Memory expected in production, GiB; likewise.</param>
    /// <param name="adviseOnShortRuns">Whether to advise in spite of fewer than 100 points or less than 3 hours.</param>
    public static Sizing Of(UsageProfile? profile, decimal cpuExpected, decimal memoryExpected, bool adviseOnShortRuns)
    {
        if (profile is null)
            return Sizing.Refused("not measured");
        if (!adviseOnShortRuns && profile.Points < LeastPoints)
            return Sizing.Refused($"{profile.Points} points were measured, {LeastPoints} are needed");
        if (!adviseOnShortRuns && profile.Span < LeastSpan)
            return Sizing.Refused(FormattableString.Invariant($"{profile.Span.TotalMinutes:0.#} minutes were measured, {LeastSpan.TotalHours:0} hours are needed"));
        var confidence = ConfidenceBounds.Confidence(profile.Span, profile.Points);
        var cpu = Math.Max(LeastCpu, Math.Max(profile.CpuP95, cpuExpected));
        var memory = Math.Max(LeastMemoryGiB, Math.Max(profile.MemoryMax, memoryExpected) * MemoryHeadroom);
        return new Sizing(
            ConfidenceBounds.Of(profile.CpuMedian, cpu, profile.CpuP95, confidence),
            ConfidenceBounds.Of(profile.MemoryMedian, memory, profile.MemoryMax, confidence),
            null);
    }
}
