namespace TalosPlatform.Reports.Markdown;

/// <summary>Queries by result, findings, and key panels with their shape as a sparkline.</summary>
internal static class MarkdownDashboards
{
    internal static string Render(RunDocument run)
    {
        if (run.Dashboards is not { } dashboards)
            return "";
        var body = new MarkdownBuilder();
        body.Line($"| Files | Panels | Queries | With data | Empty | Failed | Skipped |").Line($"|--:|--:|--:|--:|--:|--:|--:|");
        body.Line($"| {dashboards.Files} | {dashboards.Panels} | {dashboards.Queries} | {dashboards.Ok} | {dashboards.Empty} | {dashboards.Failed} | {dashboards.Skipped} |").Line();
        Panels(body, KeyPanels.Of(dashboards));
        MarkdownFindings.Render(body, dashboards.Findings);
        return MarkdownSections.Details($"Dashboards: {dashboards.Ok} of {Verdict.Count(dashboards.Queries, "query", "queries")} with data", body.ToString());
    }

    private static void Panels(MarkdownBuilder body, IReadOnlyList<KeyPanel> panels)
    {
        if (panels.Count == 0)
            return;
        body.Line($"| Panel | Last | Trend | Min to max |").Line($"|:--|--:|:--|:--|");
        foreach (var panel in panels)
            body.Line($"| {panel.Title} | {MarkdownBuilder.Value(panel.Last)} | {panel.Shape} | {MarkdownBuilder.Value(panel.Min)} to {MarkdownBuilder.Value(panel.Max)} |");
        body.Line();
    }
}
