using TalosPlatform.Reports;

namespace TalosPlatform.Tests.Reports;

public sealed class GoldenReportTests
{
    private static RunDocument Run(string name) => name == "failing" ? SampleRun.Failing : SampleRun.Passing;

    [Theory, InlineData("failing"), InlineData("passing")]
    public void Markdown(string run) => GoldenFile.Verify($"{run}.md", MarkdownReport.Render(Run(run), reportUrl: new Uri("https://ci.example/runs/7/report.html")));

    [Theory, InlineData("failing"), InlineData("passing")]
    public void Html(string run) => GoldenFile.Verify($"{run}.html", HtmlReport.Render(Run(run)));

    [Theory, InlineData("failing"), InlineData("passing")]
    public void JUnit(string run) => GoldenFile.Verify($"{run}.junit.xml", JUnitReport.Render(Run(run)));

    [Theory, InlineData("failing"), InlineData("passing")]
    public void Metrics(string run) => GoldenFile.Verify($"{run}.metrics.txt", OpenMetricsReport.Render(Run(run)));

    [Fact]
    public void Sarif() => GoldenFile.Verify("failing.sarif", SarifReport.Render(SampleRun.Failing));

    [Theory, InlineData("failing"), InlineData("passing")]
    public void Terminal(string run) => GoldenFile.Verify($"{run}.terminal.txt", TerminalSummary.Render(Run(run), new(100), "/repo/artifacts/report.html"));
}
