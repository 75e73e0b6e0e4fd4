using System.Collections.Immutable;

namespace TalosPlatform.Reports.Formats;

/// <summary>Round numbers for the axes of charts.</summary>
public static class AxisTicks
{
    private static readonly double[] DecimalSteps = [1, 2, 5, 10];
    private static readonly double[] BinarySteps = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
    private static readonly double[] SecondSteps = [60, 120, 300, 600, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000, 7776000, 31536000];
    private static readonly long[] ClockSteps =
        [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000, 7776000, 31536000];

    /// <summary>Ticks that enclose a range: the first is at or below its minimum, the last at or above its maximum.</summary>
    /// <param name="min">Smallest value.</param>
    /// <param name="max">Largest value.</param>
    /// <param name="count">About how many intervals to make.</param>
    /// <param name="ticks">What the ticks are multiples of.</param>
    public static ImmutableArray<double> Enclosing(double min, double max, int count = 4, TickBase ticks = TickBase.Decimal)
    {
        if (!double.IsFinite(min) || !double.IsFinite(max))
            (min, max) = (0, 1);
        if (min > max)
            (min, max) = (max, min);
        // A flat line sits in the middle of a range around it; beyond 1e-12 relative, doubles cannot tell ticks apart.
        if (max - min <= Math.Max(Math.Abs(min), Math.Abs(max)) * 1e-12)
            (min, max) = min == 0 ? (0.0, 1.0) : min > 0 ? (0.0, max * 2) : (min * 2, 0.0);
        var step = Step((max - min) / Math.Max(1, count), ticks);
        var first = Math.Floor(min / step + 1e-9);
        var last = Math.Ceiling(max / step - 1e-9);
        var result = ImmutableArray.CreateBuilder<double>();
        for (var i = first; i <= last && result.Count < 64; i++)
            result.Add(i * step);
        return result.ToImmutable();
    }

    /// <summary>The smallest round step that is not below <paramref name="raw"/>.</summary>
    public static double Step(double raw, TickBase ticks)
    {
        if (ticks == TickBase.Seconds && raw > 30)
            return SecondSteps.FirstOrDefault(s => s >= raw * (1 - 1e-9), 31536000 * Step(raw / 31536000, TickBase.Decimal));
        if (ticks == TickBase.Binary && raw >= 1)
        {
            var unit = Math.Pow(1024, Math.Floor(Math.Log(raw, 1024) + 1e-9));
            return BinarySteps.First(s => s * unit >= raw * (1 - 1e-9)) * unit;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(raw) + 1e-9));
        if (power == 0)
            return double.Epsilon;
        return DecimalSteps.First(s => s * power >= raw * (1 - 1e-9)) * power;
    }

    /// <summary>Digits after the point that tell neighbouring ticks apart.</summary>
    public static int Decimals(double step)
    {
        for (var digits = 0; digits < 9; digits++)
        {
            var shifted = step * Math.Pow(10, digits);
            if (Math.Abs(shifted - Math.Round(shifted)) < shifted * 1e-6)
                return digits;
        }

        return 9;
    }

    /// <summary>Round points in time inside a range, and the format that tells them apart.</summary>
    /// <param name="start">Unix seconds.</param>
    /// <param name="end">Unix seconds.</param>
    /// <param name="count">The most ticks to make.</param>
    public static (ImmutableArray<long> Times, string Format) Clock(double start, double end, int count = 5)
    {
        if (!(end > start) || end - start > 3e11)
            return ([], "HH:mm");
        var step = ClockSteps.FirstOrDefault(s => (end - start) / s <= count, 31536000 * (long)Math.Ceiling((end - start) / 31536000 / count));
        var first = (long)Math.Ceiling(start / step) * step;
        var result = ImmutableArray.CreateBuilder<long>();
        for (var time = first; time <= end; time += step)
            result.Add(time);
        return (result.ToImmutable(), step < 60 ? "HH:mm:ss" : step < 86400 ? "HH:mm" : step < 2592000 ? "MMM d" : "MMM yyyy");
    }
}
