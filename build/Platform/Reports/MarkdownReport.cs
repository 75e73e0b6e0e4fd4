using TalosPlatform.Reports.Html;
using TalosPlatform.Reports.Markdown;

namespace TalosPlatform.Reports;

/// <summary>A run as GitHub- and GitLab-flavoured Markdown for a pull request.</summary>
public static class MarkdownReport
{
    /// <summary>Room that GitHub's limit of 65,536 characters leaves for a marker and a link.</summary>
    public const int DefaultBudget = 64_000;

    /// <summary>Renders the report: the verdict first, then a section a topic. When it exceeds the budget, whole sections go, the largest first, and a line names them.</summary>
    /// <param name="document">The run.</param>
    /// <param name="budget">Most UTF-16 units of the result.</param>
    /// <param name="reportUrl">Address of the full report, linked at the end; null when there is none.</param>
    public static string Render(RunDocument document, int budget = DefaultBudget, Uri? reportUrl = null)
    {
        var run = SafeDocument.Of(document);
        var verdict = Verdict.Of(run);
        var tail = reportUrl is { Scheme: "http" or "https" }
            ? new MarkdownBuilder().Line().Line($"[Full report with charts]({new Markup(Address(reportUrl))})").ToString()
            : "";
        return MarkdownBudget.Fit(MarkdownSections.Head(run, verdict), MarkdownSections.All(run, verdict), tail, budget);
    }

    /// <summary>An address inside a link: brackets, blanks and pipes would end it or the table it may stand in.</summary>
    internal static string Address(Uri uri) => uri.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)
        .Replace("|", "%7C", StringComparison.Ordinal).Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal);
}
