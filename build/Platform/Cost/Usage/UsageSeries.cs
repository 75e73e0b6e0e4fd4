using System.Collections.Immutable;
using TalosPlatform.Queries;

namespace TalosPlatform.Cost.Usage;

/// <summary>Turns raw samples into usage.</summary>
public static class UsageSeries
{
    // No machine has a million cores or an exbibyte; such a value is an error of the exporter.
    private const double Absurd = 1e18;

    /// <summary>CPU between the samples of a counter. A counter that falls was reset: what it shows after counts from zero, as in PromQL.</summary>
    /// <param name="samples">Samples of a counter of seconds, in the order of time.</param>
    /// <param name="dropped">Samples left out: NaN, infinite, negative or absurd.</param>
    public static ImmutableArray<CpuInterval> Cpu(ImmutableArray<Sample> samples, out int dropped)
    {
        var valid = Valid(samples, out dropped);
        var result = ImmutableArray.CreateBuilder<CpuInterval>(Math.Max(0, valid.Count - 1));
        for (var i = 1; i < valid.Count; i++)
        {
            var (before, after) = (valid[i - 1], valid[i]);
            var seconds = after.Time - before.Time;
            var increase = after.Value >= before.Value ? after.Value - before.Value : after.Value;
            if (seconds > 0 && increase / seconds < 1e6)
                result.Add(new CpuInterval(before.Time, after.Time, (decimal)(increase / seconds)));
        }

        return result.ToImmutable();
    }

    /// <summary>Memory at the samples of a gauge of bytes.</summary>
    /// <inheritdoc cref="Cpu" path="/param"/>
    public static ImmutableArray<MemoryPoint> Memory(ImmutableArray<Sample> samples, out int dropped) =>
        [.. Valid(samples, out dropped).Select(s => new MemoryPoint(s.Time, (decimal)s.Value / Units.GiB))];

    private static List<Sample> Valid(ImmutableArray<Sample> samples, out int dropped)
    {
        var valid = samples.Where(s => double.IsFinite(s.Value) && s.Value is >= 0 and < Absurd).ToList();
        dropped = samples.Length - valid.Count;
        return valid;
    }
}
