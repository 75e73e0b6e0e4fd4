using System.Collections.Immutable;
using TalosPlatform.Reports.Formats;
using TalosPlatform.Reports.Html;

namespace TalosPlatform.Reports.Charts;

/// <summary>The table under a chart: each series with its last, smallest and largest value.</summary>
internal static class Legend
{
    private const int Open = 4;

    /// <summary>Writes the legend; from the fifth series on behind a disclosure.</summary>
    internal static void Render(HtmlBuilder html, PanelChart chart, ImmutableArray<PlotSeries> drawn, int total)
    {
        html.Add($"""<table class="legend"><thead><tr><th scope="col">Series</th><th scope="col">Last</th><th scope="col">Min</th><th scope="col">Max</th></tr></thead><tbody>""");
        for (var i = 0; i < Math.Min(drawn.Length, Open); i++)
            Row(html, chart, drawn[i], i);
        html.Add($"</tbody></table>");
        if (drawn.Length > Open)
        {
            html.Add($"""<details class="more"><summary>{drawn.Length - Open} more series</summary><table class="legend"><tbody>""");
            for (var i = Open; i < drawn.Length; i++)
                Row(html, chart, drawn[i], i);
            html.Add($"</tbody></table></details>");
        }

        if (total > drawn.Length)
            html.Add($"""<p class="hint">{total - drawn.Length} of {total} series not drawn, those with the smallest last values.</p>""");
    }

    private static void Row(HtmlBuilder html, PanelChart chart, PlotSeries series, int index)
    {
        string Show(double value) => UnitFormat.Format(value, chart.Unit, chart.Decimals);
        html.Add($"""<tr><th scope="row"><i class="sw k{Palette.Index(index)}{new Markup(index >= Palette.Series.Length ? " dash" : "")}"></i><span title="{series.Name}">{series.Name}</span></th><td>{Show(series.Last)}</td><td>{Show(series.Min)}</td><td>{Show(series.Max)}</td></tr>""").Line();
    }
}
