using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Reports;

/// <summary>Where the reports of a run lie, as full paths.</summary>
/// <param name="Run"><c>run.json</c>, the contract.</param>
/// <param name="Markdown"><c>report.md</c>, for a pull request.</param>
/// <param name="Html"><c>report.html</c>, one self-contained page.</param>
/// <param name="JUnit"><c>junit.xml</c>.</param>
/// <param name="Metrics"><c>metrics.txt</c>, OpenMetrics text.</param>
/// <param name="Sarif"><c>findings.sarif</c>.</param>
public sealed record ReportFiles(string Run, string Markdown, string Html, string JUnit, string Metrics, string Sarif)
{
    /// <summary>All paths.</summary>
    public IReadOnlyList<string> All => [Run, Markdown, Html, JUnit, Metrics, Sarif];
}

/// <summary>Writes every report of a run.</summary>
public static class ReportWriter
{
    /// <summary>Writes the reports into a folder, each atomically; all are rendered before the first is written, <c>run.json</c> goes first.</summary>
    /// <exception cref="PlatformException">The folder is read-only or the disk is full.</exception>
    public static ReportFiles WriteAll(RunDocument document, string folder)
    {
        var root = Path.GetFullPath(folder);
        var files = new ReportFiles(
            Path.Combine(root, "run.json"), Path.Combine(root, "report.md"), Path.Combine(root, "report.html"),
            Path.Combine(root, "junit.xml"), Path.Combine(root, "metrics.txt"), Path.Combine(root, "findings.sarif"));
        (string Path, string Text)[] rendered =
        [
            (files.Run, RunJson.Write(document)), (files.Markdown, MarkdownReport.Render(document)), (files.Html, HtmlReport.Render(document)),
            (files.JUnit, JUnitReport.Render(document)), (files.Metrics, OpenMetricsReport.Render(document)), (files.Sarif, SarifReport.Render(document)),
        ];
        foreach (var (path, text) in rendered)
            AtomicFile.WriteAllText(path, text);
        return files;
    }
}
