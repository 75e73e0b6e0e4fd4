using System.Text.Json;
using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Reports;

public sealed class ReportWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("talos-reports-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Writes_every_report_and_nothing_else()
    {
        var target = Path.Combine(_folder, "artifacts");
        var files = ReportWriter.WriteAll(SampleRun.Failing, target);
        Assert.Equal(["findings.sarif", "junit.xml", "metrics.txt", "report.html", "report.md", "run.json"], Directory.GetFiles(target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files.All, f => Assert.True(new FileInfo(f).Length > 0));
        Assert.Equal(RunJson.Write(SampleRun.Failing), RunJson.Write(RunJson.Load(files.Run)));
    }

    [Fact]
    public void A_report_can_be_written_again_from_its_document()
    {
        var first = ReportWriter.WriteAll(SampleRun.Failing, _folder);
        var before = first.All.Select(File.ReadAllText).ToList();
        var second = ReportWriter.WriteAll(RunJson.Load(first.Run), _folder);
        Assert.Equal(before, second.All.Select(File.ReadAllText));
    }

    [Fact]
    public void A_folder_that_cannot_be_is_an_error_with_its_path()
    {
        var file = Path.Combine(_folder, "taken");
        File.WriteAllText(file, "");
        var error = Assert.Throws<PlatformException>(() => ReportWriter.WriteAll(SampleRun.Passing, file));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"schema":1,"cluster":{},"targets":[{}],"components":[{}],"timings":{},"smoke":{},"dashboards":{},"alerts":{},"cost":{},"baseline":{}}""")]
    [InlineData("""{"smoke":{"checks":[{}],"findings":[{}]},"dashboards":{"findings":[{}],"charts":[{},{"series":[{}]},{"kind":"gauge","series":[{"points":[[1,2],[],[null,null]]}]}]},"alerts":{"states":[{}],"findings":[{}]},"cost":{"services":[{}],"lines":[{}],"gaps":[null]},"baseline":{"regressions":[null],"services":[{}]}}""")]
    [InlineData("""{"targets":[null],"components":[null],"smoke":{"checks":[null]}}""")]
    public void Documents_with_holes_render(string json)
    {
        var run = JsonSerializer.Deserialize(json, RunJson.Default.RunDocument)!;
        Assert.Equal(6, ReportWriter.WriteAll(run, _folder).All.Count);
        Assert.NotEmpty(TerminalSummary.Render(run));
    }
}
