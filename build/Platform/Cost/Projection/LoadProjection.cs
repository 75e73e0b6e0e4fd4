using System.Collections.Immutable;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Workloads.Load;

namespace TalosPlatform.Cost.Projection;

/// <summary>What one instance of a container would use at another load.</summary>
/// <param name="Cpu">CPU, cores; null when it could not be projected.</param>
/// <param name="Memory">Memory, GiB; null when it could not be projected.</param>
/// <param name="Gaps">Why something was not projected.</param>
/// <param name="Notes">How it was projected.</param>
public sealed record Projected(Estimate? Cpu, Estimate? Memory, ImmutableArray<string> Gaps, ImmutableArray<string> Notes);

/// <summary>Projects a short run to production: usage = idle + slope × requests a second.</summary>
public static class LoadProjection
{
    // Beyond this many times the highest level that was measured, a straight line is a guess.
    private const decimal FarFactor = 10;

    /// <summary>Projects a container.</summary>
    /// <param name="service">Name of the service, for messages.</param>
    /// <param name="usage">What was seen.</param>
    /// <param name="levels">Levels of load of the service.</param>
    /// <param name="targetRps">Requests a second in production, over all replicas.</param>
    /// <param name="replicas">Replicas in production: each idles, together they share the load.</param>
    public static Projected Project(string service, ContainerUsage usage, ImmutableArray<LoadLevel> levels, decimal targetRps, int replicas)
    {
        var usable = levels.Where(l => l.End > l.Start && double.IsFinite(l.RequestsPerSecond) && l.RequestsPerSecond is >= 0 and < 1e12).ToImmutableArray();
        var gaps = ImmutableArray.CreateBuilder<string>();
        var notes = ImmutableArray.CreateBuilder<string>();
        Estimate? One(string what, Func<ContainerUsage, double, double, (decimal Total, int Instances)?> within)
        {
            var seen = usable.Select(l => (Rps: (decimal)l.RequestsPerSecond, Usage: within(usage, Unix(l.Start), Unix(l.End)))).Where(p => p.Usage is not null).ToList();
            if (LinearFit.Of([.. seen.Select(p => (p.Rps, p.Usage!.Value.Total))]) is not { } fit)
            {
                gaps.Add($"{service}: no extrapolation of {what} to {Number(targetRps)} requests/s: {seen.Select(p => p.Rps).Distinct().Count()} load levels were measured, 3 are needed");
                return null;
            }

            if (fit.Slope < 0)
            {
                notes.Add($"{service}: {what} does not rise with the load: what was measured is used");
                return null;
            }

            var instances = seen.Max(p => p.Usage!.Value.Instances);
            var highest = seen.Max(p => p.Rps);
            if (targetRps > highest * FarFactor)
                notes.Add($"{service}: {Number(targetRps)} requests/s lie far beyond the {Number(highest)} that were measured");
            // The line is of all instances that ran; in production each replica idles, and the load is shared.
            var idle = Math.Max(0, fit.Intercept) / instances;
            var expected = idle + fit.Slope * targetRps / replicas;
            var line = fit.At(targetRps);
            var half = (line.High - line.Expected) / replicas;
            return new Estimate(Math.Max(0, expected - half), expected, expected + half);
        }

        var cpu = One("CPU", UsageStatistics.CpuWithin);
        var memory = One("memory", UsageStatistics.MemoryWithin);
        return new Projected(cpu, memory, gaps.ToImmutable(), notes.ToImmutable());
    }

    private static double Unix(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private static string Number(decimal value) => FormattableString.Invariant($"{value:0.##}");
}
