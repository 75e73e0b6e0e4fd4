using System.Collections.Immutable;
using TalosPlatform.Reports.Charts;

namespace TalosPlatform.Reports.Html;

/// <summary>Every panel's chart, grouped by dashboard; panels without data as a list that says why.</summary>
internal static class HtmlDashboards
{
    private const int PanelsShown = 1_000;

    /// <summary>Writes the section and gives the data behind its charts as JSON.</summary>
    internal static string Render(HtmlBuilder html, RunDocument run)
    {
        var context = ChartContext.For(html, Math.Min(PanelsShown, run.Dashboards?.Charts.Length ?? 0), run.Dashboards?.Charts.Sum(c => c.Series.Length) ?? 0);
        if (run.Dashboards is not { } dashboards)
            return context.Hover.ToJson();
        html.Add($"""<section id="dashboards"><h2>Dashboards <span class="count">{Verdict.Count(dashboards.Files, "file")} · {Verdict.Count(dashboards.Panels, "panel")} · {Verdict.Count(dashboards.Queries, "query", "queries")}</span></h2>""");
        Strip(html, dashboards);
        HtmlFindings.Render(html, "Findings", dashboards.Findings);
        if (dashboards.Charts.Length > 8)
            html.Add($"""<p class="tools js"><label><span class="sr">Filter panels</span><input type="search" placeholder="Filter panels" data-filter=".panel"></label></p>""");
        foreach (var group in dashboards.Charts.Take(PanelsShown).GroupBy(c => c.Dashboard))
            Group(context, group.Key, [.. group]);
        if (dashboards.Charts.Length > PanelsShown)
            html.Add($"""<p class="hint">{dashboards.Charts.Length - PanelsShown} more panels in run.json.</p>""");
        html.Add($"</section>").Line();
        return context.Hover.ToJson();
    }

    private static void Group(ChartContext context, string title, ImmutableArray<PanelChart> charts)
    {
        var drawn = charts.Select(c => (Chart: c, Series: PlotSeries.Of(c, context.MaxPoints))).ToList();
        var withData = drawn.Where(d => d.Series.Length > 0).ToList();
        context.Html.Add($"""<div class="board"><h3>{(title.Length > 0 ? title : "Untitled dashboard")} <span class="count">{withData.Count} of {Verdict.Count(charts.Length, "panel")} with data</span></h3>""");
        foreach (var size in withData.GroupBy(d => PanelCard.IsSmall(d.Chart, d.Series)).OrderByDescending(g => g.Key))
        {
            context.Html.Add($"""<div class="{(size.Key ? "panels small" : "panels")}">""");
            foreach (var (chart, series) in size)
                PanelCard.Render(context, chart, series);
            context.Html.Add($"</div>");
        }

        var empty = drawn.Where(d => d.Series.Length == 0).ToList();
        if (empty.Count > 0)
        {
            context.Html.Add($"""<div class="nodata"><h4>No data <span class="count">{empty.Count}</span></h4><dl>""");
            foreach (var (chart, _) in empty)
                context.Html.Add($"<div><dt>{chart.Panel}</dt><dd>{(chart.Note.Length > 0 ? chart.Note : "The queries returned no series.")}</dd></div>");
            context.Html.Add($"</dl></div>");
        }

        context.Html.Add($"</div>");
    }

    private static void Strip(HtmlBuilder html, DashboardsSection dashboards)
    {
        var total = dashboards.Ok + dashboards.Empty + dashboards.Failed + dashboards.Skipped;
        if (total <= 0)
            return;
        var x = 0.0;
        html.Add($"""<div class="strip"><svg width="100%" height="8" aria-hidden="true">""");
        foreach (var (count, kind) in new[] { (dashboards.Ok, "ok"), (dashboards.Empty, "warn"), (dashboards.Failed, "bad"), (dashboards.Skipped, "mute") })
        {
            html.Add($"""<rect class="{kind}" x="{x}%" width="{count * 100.0 / total}%" height="8"/>""");
            x += count * 100.0 / total;
        }

        html.Add($"""</svg><ul><li class="ok"><span aria-hidden="true">✓</span> {dashboards.Ok} with data</li><li class="warn"><span aria-hidden="true">!</span> {dashboards.Empty} empty</li><li class="bad"><span aria-hidden="true">✗</span> {dashboards.Failed} failed</li><li class="mute"><span aria-hidden="true">–</span> {dashboards.Skipped} skipped</li></ul></div>""");
    }
}
