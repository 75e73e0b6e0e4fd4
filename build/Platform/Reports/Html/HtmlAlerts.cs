namespace TalosPlatform.Reports.Html;

/// <summary>Alerting rules with their states, and what their validation found.</summary>
internal static class HtmlAlerts
{
    internal static void Render(HtmlBuilder html, RunDocument run)
    {
        if (run.Alerts is not { } alerts)
            return;
        html.Add($"""<section id="alerts"><h2>Alerts <span class="count">{Verdict.Count(alerts.Rules, "rule")} · {Verdict.Count(alerts.Tests, "test")} · {alerts.Failed} failed · {alerts.Untested} untested</span></h2>""");
        if (alerts.States.Length > 0)
        {
            html.Add($"""<div class="card scroll"><table class="rows flow"><thead><tr><th scope="col">Alert</th><th scope="col">State</th><th scope="col">Severity</th><th scope="col">Group</th><th scope="col">Summary</th></tr></thead><tbody>""");
            foreach (var alert in alerts.States.OrderBy(a => a.Name == "Watchdog" ? 3 : a.State switch { "firing" => 0, "pending" => 1, _ => 2 }).ThenBy(a => a.Name, StringComparer.Ordinal))
                html.Add($"""<tr><th scope="row">{alert.Name}</th><td>{StatusBadge.ForAlert(alert.Name, alert.State)}</td><td>{alert.Severity}</td><td>{alert.Group}</td><td class="detail">{alert.Summary}</td></tr>""").Line();
            html.Add($"</tbody></table></div>");
        }

        foreach (var reason in alerts.LeftOut)
            html.Add($"<p class=\"hint\">{StatusBadge.For("left-out")} {reason}</p>");
        HtmlFindings.Render(html, "Findings", alerts.Findings);
        html.Add($"</section>").Line();
    }
}
