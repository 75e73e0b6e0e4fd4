using System.Collections.Immutable;

namespace TalosPlatform.Reports.Charts;

/// <summary>One panel with data as a card of the report, drawn as its Grafana panel type would be.</summary>
internal static class PanelCard
{
    /// <summary>Draws the panel; <paramref name="series"/> is not empty.</summary>
    internal static void Render(ChartContext context, PanelChart chart, ImmutableArray<PlotSeries> series)
    {
        context.Html.Add($"""<article class="panel" data-search="{chart.Dashboard} {chart.Panel}"><h4>{chart.Panel}</h4>""");
        switch (chart.Kind)
        {
            case "stat" or "singlestat":
                StatChart.Render(context, chart, series);
                break;
            case "gauge":
                GaugeChart.Render(context, chart, series);
                break;
            case "bargauge" or "barchart" or "piechart":
                BarChart.Render(context, chart, series);
                break;
            case "table" or "table-old" or "logs":
                TableChart.Render(context, chart, series);
                break;
            case "heatmap":
                HeatmapChart.Render(context, chart, series);
                break;
            default:
                LineChart.Render(context, chart, series);
                break;
        }

        if (chart.Note.Length > 0)
            context.Html.Add($"""<p class="hint">{chart.Note}</p>""");
        context.Html.Add($"</article>").Line();
    }

    /// <summary>Whether a panel is a single figure, which shares a row with its like.</summary>
    internal static bool IsSmall(PanelChart chart, ImmutableArray<PlotSeries> series) =>
        chart.Kind is "stat" or "singlestat" or "gauge" && series.Length == 1;
}
