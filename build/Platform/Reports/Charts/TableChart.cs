using System.Collections.Immutable;
using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Charts;

/// <summary>Series as rows: a column for each label when the names are label sets, else one for the name, and a column for each value.</summary>
internal static class TableChart
{
    private const int Shown = 20;

    /// <summary>Draws the panel; <paramref name="series"/> is not empty.</summary>
    internal static void Render(ChartContext context, PanelChart chart, ImmutableArray<PlotSeries> series)
    {
        var rows = series.GroupBy(s => s.Name).Select(g => (Labels: LabelSet.Parse(g.Key), Name: g.Key, Cells: g.ToList())).ToList();
        var labels = rows.All(r => r.Labels is not null) ? rows.SelectMany(r => r.Labels!.Keys).Distinct().ToList() : ["Series"];
        var columns = series.Select(s => s.Column).Distinct().ToList();
        context.Html.Add($"""<div class="scroll"><table class="rows"><thead><tr>""");
        foreach (var label in labels)
            context.Html.Add($"""<th scope="col">{label}</th>""");
        foreach (var column in columns)
            context.Html.Add($"""<th scope="col" class="n">{column}</th>""");
        context.Html.Add($"</tr></thead><tbody>");
        foreach (var (found, name, cells) in rows.Take(Shown))
        {
            context.Html.Add($"<tr>");
            foreach (var label in labels)
                context.Html.Add($"<td>{(found is null ? name : found.GetValueOrDefault(label, ""))}</td>");
            foreach (var column in columns)
                context.Html.Add($"""<td class="n">{Cell(chart, cells.FirstOrDefault(c => c.Column == column))}</td>""");
            context.Html.Add($"</tr>").Line();
        }

        context.Html.Add($"</tbody></table></div>");
        if (rows.Count > Shown)
            context.Html.Add($"""<p class="hint">{rows.Count - Shown} more rows.</p>""");
    }

    private static string Cell(PanelChart chart, PlotSeries? series) =>
        series is null ? "" : UnitFormat.Format(series.Last, series.Unit ?? chart.Unit, chart.Decimals);
}
