using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Html;

/// <summary>Smoke checks, failed ones first and in full.</summary>
internal static class HtmlSmoke
{
    internal static void Render(HtmlBuilder html, RunDocument run)
    {
        if (run.Smoke is not { } smoke)
            return;
        html.Add($"""<section id="smoke"><h2>Smoke checks <span class="count">{smoke.Passed} passed · {smoke.Failed} failed · {smoke.Skipped} skipped</span></h2>""");
        if (smoke.Checks.Length > 8)
            html.Add($"""<p class="tools js"><label><span class="sr">Filter smoke checks</span><input type="search" placeholder="Filter checks" data-filter="#checks tr"></label></p>""");
        if (smoke.Checks.Length > 0)
        {
            html.Add($"""<div class="card scroll"><table class="rows checks flow"><thead><tr><th scope="col">Check</th><th scope="col">Status</th><th scope="col">What was seen</th><th scope="col" class="n">Time</th></tr></thead><tbody id="checks">""");
            foreach (var check in smoke.Checks.OrderBy(c => c.Status switch { "failed" => 0, "passed" => 1, _ => 2 }))
            {
                html.Add($"""<tr class="{(check.Status == "failed" ? "bad" : "")}" data-search="{check.Name} {check.Status}"><th scope="row">{check.Name}</th><td>{StatusBadge.For(check.Status)}</td><td class="detail">{check.Detail}""");
                if (check.Fix.Length > 0)
                    html.Add($"""<p class="fix"><strong>Fix:</strong> {check.Fix}</p>""");
                html.Add($"""</td><td class="n">{(check.Status == "skipped" ? "–" : SecondsFormat.Format(check.Seconds))}</td></tr>""").Line();
            }

            html.Add($"</tbody></table></div>");
        }

        HtmlFindings.Render(html, "Mistakes in smoke files", smoke.Findings);
        html.Add($"</section>").Line();
    }
}
