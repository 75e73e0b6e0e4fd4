using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Charts;

/// <summary>Half-circle gauges of the last value between the panel's ends.</summary>
internal static class GaugeChart
{
    private const int Shown = 4;
    private const double Radius = 80;

    /// <summary>Draws the panel; <paramref name="series"/> is not empty.</summary>
    internal static void Render(ChartContext context, PanelChart chart, ImmutableArray<PlotSeries> series)
    {
        var (low, high) = Ends(chart, series);
        context.Html.Add($"""<div class="gauges">""");
        foreach (var one in series.Take(Shown))
        {
            var share = Math.Clamp((one.Last - low) / (high - low), 0, 1);
            var value = UnitFormat.Format(one.Last, chart.Unit, chart.Decimals);
            string End(double end) => UnitFormat.Format(end, chart.Unit);
            context.Html.Add($"""<figure><svg class="gauge" role="img" viewBox="0 0 200 128"><title>{chart.Panel}</title><desc>{one.Name}: {value}, on a scale from {End(low)} to {End(high)}.</desc><path class="track" d="{Arc(1)}"/>""");
            if (share > 0.002)
                context.Html.Add($"""<path class="fill k0" d="{Arc(share)}"/>""");
            context.Html.Add($"""<text class="value" x="100" y="98">{value}</text><text class="end" x="20" y="122">{End(low)}</text><text class="end" x="180" y="122">{End(high)}</text></svg>""");
            if (series.Length > 1)
                context.Html.Add($"<figcaption>{one.Name}</figcaption>");
            context.Html.Add($"</figure>");
        }

        context.Html.Add($"</div>");
        if (series.Length > Shown)
            context.Html.Add($"""<p class="hint">{series.Length - Shown} more series.</p>""");
    }

    private static (double Low, double High) Ends(PanelChart chart, ImmutableArray<PlotSeries> series)
    {
        var largest = Math.Max(0, series.Max(s => s.Last));
        var low = chart.Min ?? Math.Min(0, series.Min(s => s.Last));
        var high = chart.Max ?? chart.Unit switch
        {
            "percent" => Math.Max(100, largest),
            "percentunit" => Math.Max(1, largest),
            _ => AxisTicks.Enclosing(0, largest)[^1],
        };
        return high > low ? (low, high) : (low, low + 1);
    }

    private static string Arc(double share)
    {
        var angle = Math.PI * (1 - share);
        var (x, y) = (100 + Radius * Math.Cos(angle), 100 - Radius * Math.Sin(angle));
        return string.Create(CultureInfo.InvariantCulture, $"M20 100A80 80 0 0 1 {x:0.##} {y:0.##}");
    }
}
