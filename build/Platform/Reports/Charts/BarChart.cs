using System.Collections.Immutable;
using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Charts;

/// <summary>The last value of each series as a horizontal bar, the largest first: bar gauges, bar charts and pies.</summary>
internal static class BarChart
{
    private const int Shown = 10;

    /// <summary>Draws the panel; <paramref name="series"/> is not empty.</summary>
    internal static void Render(ChartContext context, PanelChart chart, ImmutableArray<PlotSeries> series)
    {
        var ordered = series.OrderByDescending(s => s.Last).ToList();
        // A share is read against the whole.
        var whole = chart.Max ?? chart.Unit switch { "percent" => 100, "percentunit" => 1, _ => 0 };
        var largest = Math.Max(ordered.Max(s => Math.Abs(s.Last)), double.IsFinite(whole) ? whole : 0);
        context.Html.Add($"""<table class="bars"><thead class="sr"><tr><th scope="col">Series</th><th scope="col">Bar</th><th scope="col">Value</th></tr></thead><tbody>""");
        foreach (var one in ordered.Take(Shown))
        {
            var width = largest > 0 ? Math.Abs(one.Last) / largest * 100 : 0;
            context.Html.Add($"""<tr><th scope="row" title="{one.Name}">{one.Name}</th><td><svg width="100%" height="10" aria-hidden="true"><rect class="track" width="100%" height="10" rx="3"/><rect class="fill k0" width="{width}%" height="10" rx="3"/></svg></td><td>{UnitFormat.Format(one.Last, chart.Unit, chart.Decimals)}</td></tr>""").Line();
        }

        context.Html.Add($"</tbody></table>");
        if (ordered.Count > Shown)
            context.Html.Add($"""<p class="hint">{ordered.Count - Shown} more series.</p>""");
    }
}
