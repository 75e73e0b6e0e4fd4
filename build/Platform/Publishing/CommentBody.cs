using System.Globalization;
using TalosPlatform.Reports;
using TalosPlatform.Reports.Html;
using TalosPlatform.Reports.Markdown;

namespace TalosPlatform.Publishing;

/// <summary>The text of the comment: the marker, the report, and where it comes from.</summary>
/// <param name="run">The run, redacted.</param>
/// <param name="marker">The first line.</param>
/// <param name="reportUrl">Address of the full report; null when there is none.</param>
/// <param name="runUrl">Page of the workflow run or job; null when there is none.</param>
internal sealed class CommentBody(RunDocument run, ReportMarker marker, Uri? reportUrl, Uri? runUrl)
{
    /// <summary>The first line.</summary>
    internal ReportMarker Marker { get; } = marker;

    /// <summary>The text in at most so many UTF-16 units.</summary>
    internal string Within(int budget)
    {
        var head = Marker + "\n";
        var tail = Origin();
        return head + MarkdownReport.Render(run, budget - head.Length - tail.Length, reportUrl) + tail;
    }

    private string Origin()
    {
        var when = Marker.ValidAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var commit = Marker.Sha.Length >= 7 ? new Markup($"commit {MarkdownText.Code(Marker.Sha[..7])}, ") : new Markup("");
        var link = runUrl is { Scheme: "http" or "https" } ? new Markup($", [run]({MarkdownReport.Address(runUrl)})") : new Markup("");
        return new MarkdownBuilder().Line().Line($"<sub>{commit}{when} UTC{link}</sub>").ToString();
    }
}
