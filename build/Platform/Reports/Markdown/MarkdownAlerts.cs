namespace TalosPlatform.Reports.Markdown;

/// <summary>Alerts that are not at rest, and what the validation of the rules found.</summary>
internal static class MarkdownAlerts
{
    internal static string Render(RunDocument run)
    {
        if (run.Alerts is not { } alerts)
            return "";
        var body = new MarkdownBuilder();
        var active = alerts.States.Where(s => s.State != "inactive").OrderBy(s => s.Name == "Watchdog").ThenBy(s => s.Name, StringComparer.Ordinal).ToList();
        if (active.Count > 0)
        {
            body.Line($"| Alert | State | Severity | Summary |").Line($"|:--|:--|:--|:--|");
            foreach (var alert in active)
                body.Line($"| {MarkdownBuilder.Code(alert.Name)} | {(alert is { Name: "Watchdog", State: "firing" } ? new Html.Markup("✅ firing, as it should") : MarkdownSections.Status(alert.State))} | {alert.Severity} | {alert.Summary} |");
            body.Line();
        }

        foreach (var reason in alerts.LeftOut)
            body.Line($"- {MarkdownSections.Status("left-out")}: {reason}");
        if (alerts.LeftOut.Length > 0)
            body.Line();
        MarkdownFindings.Render(body, alerts.Findings);
        if (body.ToString().Length == 0)
            body.Line($"All {alerts.States.Length} alerting rules are at rest.");
        return MarkdownSections.Details($"Alerts: {Verdict.Count(alerts.Rules, "rule")}, {Verdict.Count(alerts.Tests, "test")}, {alerts.Failed} failed, {alerts.Untested} untested", body.ToString());
    }
}
