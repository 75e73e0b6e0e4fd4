using System.Collections.Immutable;
using TalosPlatform.Shared;

namespace TalosPlatform.Reports.Html;

/// <summary>Findings as a table, errors first.</summary>
internal static class HtmlFindings
{
    private const int Shown = 500;

    /// <summary>Errors and warnings at once, notes behind a disclosure: they are many and seldom urgent.</summary>
    internal static void Render(HtmlBuilder html, string title, ImmutableArray<Finding> findings)
    {
        var urgent = findings.Where(f => f.Severity != Severity.Info).OrderByDescending(f => f.Severity).ToList();
        var notes = findings.Where(f => f.Severity == Severity.Info).ToList();
        if (urgent.Count > 0)
        {
            html.Add($"""<h3>{title} <span class="count">{Verdict.Count(urgent.Count(f => f.Severity == Severity.Error), "error")}, {Verdict.Count(urgent.Count(f => f.Severity == Severity.Warning), "warning")}</span></h3>""");
            Table(html, urgent);
        }

        if (notes.Count > 0)
        {
            html.Add($"""<details class="fold"><summary>Notes <span class="count">{notes.Count}</span></summary>""");
            Table(html, notes);
            html.Add($"</details>");
        }
    }

    private static void Table(HtmlBuilder html, List<Finding> findings)
    {
        html.Add($"""<div class="card scroll"><table class="rows findings flow"><thead><tr><th scope="col">Severity</th><th scope="col">Where</th><th scope="col">What</th></tr></thead><tbody>""");
        foreach (var finding in findings.Take(Shown))
        {
            var severity = finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" };
            html.Add($"""<tr><td>{StatusBadge.For(severity)}</td><td class="mono where">{VerdictProblems.Place(finding)}""");
            if (finding.Pointer.Length > 0)
                html.Add($"<br><small>{finding.Pointer}</small>");
            html.Add($"""</td><td class="detail">{finding.Message} <span class="tag">{finding.Rule}</span></td></tr>""").Line();
        }

        html.Add($"</tbody></table></div>");
        if (findings.Count > Shown)
            html.Add($"""<p class="hint">{findings.Count - Shown} more in findings.sarif and run.json.</p>""");
    }
}
