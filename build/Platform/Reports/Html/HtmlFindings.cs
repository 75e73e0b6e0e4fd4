using System.Collections.Immutable;
using TalosPlatform.Shared;

namespace TalosPlatform.Reports.Html;

/// <summary>Findings as a table, errors first.</summary>
internal static class HtmlFindings
{
    private const int Shown = 500;

    internal static void Render(HtmlBuilder html, string title, ImmutableArray<Finding> findings)
    {
        if (findings.IsEmpty)
            return;
        html.Add($"""<h3>{title} <span class="count">{findings.Length}</span></h3><div class="card scroll"><table class="rows findings flow"><thead><tr><th scope="col">Severity</th><th scope="col">Where</th><th scope="col">What</th></tr></thead><tbody>""");
        foreach (var finding in findings.OrderByDescending(f => f.Severity).Take(Shown))
        {
            var severity = finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" };
            html.Add($"""<tr><td>{StatusBadge.For(severity)}</td><td class="mono where">{VerdictProblems.Place(finding)}""");
            if (finding.Pointer.Length > 0)
                html.Add($"<br><small>{finding.Pointer}</small>");
            html.Add($"""</td><td class="detail">{finding.Message} <span class="tag">{finding.Rule}</span></td></tr>""").Line();
        }

        html.Add($"</tbody></table></div>");
        if (findings.Length > Shown)
            html.Add($"""<p class="hint">{findings.Length - Shown} more in findings.sarif and run.json.</p>""");
    }
}
