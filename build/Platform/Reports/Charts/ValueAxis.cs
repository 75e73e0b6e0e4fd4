using System.Collections.Immutable;
using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Charts;

/// <summary>The value axis of a chart: its range, its ticks and the one scale all its labels share.</summary>
internal sealed record ValueAxis(double Low, double High, ImmutableArray<(double Value, string Label)> Ticks, UnitScale Scale, int Decimals)
{
    /// <summary>An axis around values; ends that the panel sets are kept.</summary>
    internal static ValueAxis For(PanelChart chart, double min, double max)
    {
        // An axis that starts at zero compares honestly; one far from zero would hide the change.
        if (min > 0 && min < max * 0.7)
            min = 0;
        min = chart.Min is { } low && double.IsFinite(low) ? Math.Min(low, min) : min;
        max = chart.Max is { } high && double.IsFinite(high) && high > min ? Math.Max(high, max) : max;
        var (ticks, toBase) = UnitFormat.Ticks(chart.Unit);
        var values = AxisTicks.Enclosing(min * toBase, max * toBase, 4, ticks).Select(t => t / toBase).ToImmutableArray();
        var scale = UnitFormat.ScaleFor(chart.Unit, Math.Max(Math.Abs(values[0]), Math.Abs(values[^1])));
        var step = values.Length > 1 ? values[1] - values[0] : 1;
        var decimals = Math.Min(AxisTicks.Decimals(step * scale.Factor), 4);
        var special = UnitFormat.IsSpecial(chart.Unit);
        return new(values[0], values[^1], [.. values.Select(v => (v, special ? UnitFormat.Format(v, chart.Unit) : Label(v, scale, decimals)))], scale, decimals);
    }

    /// <summary>Where a value lies, 0 at the low end and 1 at the high end.</summary>
    internal double Share(double value) => High > Low ? Math.Clamp((value - Low) / (High - Low), 0, 1) : 0.5;

    private static string Label(double value, UnitScale scale, int decimals)
    {
        // Zero is zero in every unit; only a percent sign stays, it takes no room.
        if (value == 0)
            return scale.Prefix + (scale.Suffix == "%" ? "0%" : "0");
        var number = UnitFormat.Fixed(value * scale.Factor, decimals);
        return number.StartsWith('-') ? "-" + scale.Prefix + number[1..] + scale.Suffix : scale.Prefix + number + scale.Suffix;
    }
}
