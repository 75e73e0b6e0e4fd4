using System.Collections.Immutable;
using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Charts;

/// <summary>Series as rows: a column for each label when the names are label sets, else one for the name, and the last value.</summary>
internal static class TableChart
{
    private const int Shown = 20;

    /// <summary>Draws the panel; <paramref name="series"/> is not empty.</summary>
    internal static void Render(ChartContext context, PanelChart chart, ImmutableArray<PlotSeries> series)
    {
        var rows = series.Take(Shown).Select(s => (Labels: LabelSet.Parse(s.Name), Series: s)).ToList();
        var columns = rows.All(r => r.Labels is not null) ? rows.SelectMany(r => r.Labels!.Keys).Distinct().ToList() : null;
        context.Html.Add($"""<div class="scroll"><table class="rows"><thead><tr>""");
        foreach (var column in columns ?? ["Series"])
            context.Html.Add($"""<th scope="col">{column}</th>""");
        context.Html.Add($"""<th scope="col" class="n">Value</th></tr></thead><tbody>""");
        foreach (var (labels, one) in rows)
        {
            context.Html.Add($"<tr>");
            if (columns is null)
                context.Html.Add($"<td>{one.Name}</td>");
            foreach (var column in columns ?? [])
                context.Html.Add($"<td>{labels!.GetValueOrDefault(column, "")}</td>");
            context.Html.Add($"""<td class="n">{UnitFormat.Format(one.Last, chart.Unit, chart.Decimals)}</td></tr>""");
        }

        context.Html.Add($"</tbody></table></div>");
        if (series.Length > Shown)
            context.Html.Add($"""<p class="hint">{series.Length - Shown} more rows.</p>""");
    }
}
