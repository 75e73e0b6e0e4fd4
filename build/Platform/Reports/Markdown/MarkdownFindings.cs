using System.Collections.Immutable;
using TalosPlatform.Shared;

namespace TalosPlatform.Reports.Markdown;

/// <summary>Findings as a table, errors first.</summary>
internal static class MarkdownFindings
{
    private const int Shown = 50;

    internal static void Render(MarkdownBuilder text, ImmutableArray<Finding> findings)
    {
        if (findings.IsEmpty)
            return;
        text.Line($"| Severity | Where | What |").Line($"|:--|:--|:--|");
        foreach (var finding in findings.OrderByDescending(f => f.Severity).Take(Shown))
        {
            var severity = finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" };
            text.Line($"| {MarkdownSections.Status(severity)} | {MarkdownBuilder.Code(VerdictProblems.Place(finding))} | {finding.Message} {MarkdownBuilder.Code(finding.Rule)} |");
        }

        if (findings.Length > Shown)
            text.Line().Line($"{findings.Length - Shown} more findings in the full report.");
    }
}
