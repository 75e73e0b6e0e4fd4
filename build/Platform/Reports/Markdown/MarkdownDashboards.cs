using TalosPlatform.Reports.Charts;
using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Markdown;

/// <summary>Queries by result, findings, and key panels with their shape as a sparkline.</summary>
internal static class MarkdownDashboards
{
    private const int PanelsPerDashboard = 4;
    private const int PanelsShown = 16;

    internal static string Render(RunDocument run)
    {
        if (run.Dashboards is not { } dashboards)
            return "";
        var body = new MarkdownBuilder();
        body.Line($"| Files | Panels | Queries | With data | Empty | Failed | Skipped |").Line($"|--:|--:|--:|--:|--:|--:|--:|");
        body.Line($"| {dashboards.Files} | {dashboards.Panels} | {dashboards.Queries} | {dashboards.Ok} | {dashboards.Empty} | {dashboards.Failed} | {dashboards.Skipped} |").Line();
        KeyPanels(body, dashboards);
        MarkdownFindings.Render(body, dashboards.Findings);
        return MarkdownSections.Details($"Dashboards: {dashboards.Ok} of {Verdict.Count(dashboards.Queries, "query", "queries")} with data", body.ToString());
    }

    private static void KeyPanels(MarkdownBuilder body, DashboardsSection dashboards)
    {
        var panels = dashboards.Charts.GroupBy(c => c.Dashboard)
            .SelectMany(group => group.Select(c => (Chart: c, Series: PlotSeries.Of(c, int.MaxValue).FirstOrDefault(s => s.Times.Length > 1))).Where(p => p.Series is not null).Take(PanelsPerDashboard))
            .Take(PanelsShown).ToList();
        if (panels.Count == 0)
            return;
        body.Line($"| Panel | Last | Trend | Min to max |").Line($"|:--|--:|:--|:--|");
        foreach (var (chart, series) in panels)
        {
            Html.Markup Show(double value) => MarkdownBuilder.Value(UnitFormat.Format(value, chart.Unit, chart.Decimals));
            body.Line($"| {chart.Panel} | {Show(series!.Last)} | {Sparkline.Render([.. series.Values.Select(v => double.IsNaN(v) ? (double?)null : v)])} | {Show(series.Min)} to {Show(series.Max)} |");
        }

        body.Line();
    }
}
