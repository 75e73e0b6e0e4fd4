using System.Collections.Immutable;
using TalosPlatform.Reports.Formats;
using TalosPlatform.Reports.Html;

namespace TalosPlatform.Reports.Charts;

/// <summary>Single figures in large type, each over the shape of its series.</summary>
internal static class StatChart
{
    private const int Shown = 6;

    /// <summary>Draws the panel; <paramref name="series"/> is not empty.</summary>
    internal static void Render(ChartContext context, PanelChart chart, ImmutableArray<PlotSeries> series)
    {
        context.Html.Add($"""<div class="stats{new Markup(series.Length > 1 ? " many" : "")}">""");
        for (var i = 0; i < Math.Min(series.Length, Shown); i++)
        {
            var value = UnitFormat.Format(series[i].Last, chart.Unit, chart.Decimals);
            var (number, unit) = Split(value, chart.Unit);
            context.Html.Add($"""<div class="stat"><span class="big{new Markup(value.Length > 12 ? " long" : "")}">{number}<small>{unit}</small></span>""");
            if (series.Length > 1)
                context.Html.Add($"""<span class="of" title="{series[i].Name}">{series[i].Name}</span>""");
            Spark(context.Html, chart, series[i]);
            context.Html.Add($"</div>");
        }

        context.Html.Add($"</div>");
        if (series.Length > Shown)
            context.Html.Add($"""<p class="hint">{series.Length - Shown} more series.</p>""");
    }

    // The unit is set smaller than the number, so that long ones fit.
    private static (string Number, string Unit) Split(string value, string unit) =>
        !UnitFormat.IsSpecial(unit) && value.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at ? (value[..at], value[at..]) : (value, "");

    private static void Spark(HtmlBuilder html, PanelChart chart, PlotSeries series)
    {
        if (series.Times.Length < 2)
            return;
        var (start, end) = (series.Times[0], series.Times[^1]);
        var x = series.Times.Select(t => end > start ? (t - start) / (end - start) : 0.5).ToArray();
        // Room above and below, so that the stroke is never cut; a flat line lies low.
        var y = series.Values.Select(v => series.Max > series.Min ? 0.08 + 0.84 * (v - series.Min) / (series.Max - series.Min) : double.IsNaN(v) ? v : 0.2).ToArray();
        html.Add($"""<svg class="spark" role="img" width="100%" height="40" viewBox="0 0 1000 1000" preserveAspectRatio="none"><title>{chart.Panel} over time</title><desc>Between {UnitFormat.Format(series.Min, chart.Unit, chart.Decimals)} and {UnitFormat.Format(series.Max, chart.Unit, chart.Decimals)}.</desc><path class="a k0" d="{SvgPath.Area(x, y, 0)}"/><path class="l k0" d="{SvgPath.Line(x, y)}"/></svg>""");
    }
}
