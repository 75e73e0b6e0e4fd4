using System.Collections.Immutable;
using TalosPlatform.Shared;

namespace TalosPlatform.Reports.Markdown;

/// <summary>Findings as a table, errors first.</summary>
internal static class MarkdownFindings
{
    private const int Shown = 50;

    /// <summary>Errors and warnings as rows; notes only as a count.</summary>
    internal static void Render(MarkdownBuilder text, ImmutableArray<Finding> findings)
    {
        var urgent = findings.Where(f => f.Severity != Severity.Info).OrderByDescending(f => f.Severity).ToList();
        if (urgent.Count > 0)
        {
            text.Line($"| Severity | Where | What |").Line($"|:--|:--|:--|");
            foreach (var finding in urgent.Take(Shown))
                text.Line($"| {MarkdownSections.Status(finding.Severity == Severity.Error ? "error" : "warning")} | {MarkdownBuilder.Code(VerdictProblems.Place(finding))} | {finding.Message} {MarkdownBuilder.Code(finding.Rule)} |");
            text.Line();
        }

        var more = Math.Max(0, urgent.Count - Shown);
        var notes = findings.Length - urgent.Count;
        if (more + notes > 0)
            text.Line($"In the full report: {(more > 0 ? Verdict.Count(more, "more finding") + (notes > 0 ? " and " : "") : "")}{(notes > 0 ? Verdict.Count(notes, "note") : "")}.");
    }
}
