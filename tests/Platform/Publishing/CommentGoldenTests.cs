using TalosPlatform.Publishing;
using TalosPlatform.Reports;
using TalosPlatform.Tests.Reports;

namespace TalosPlatform.Tests.Publishing;

/// <summary>The whole comment, to look at.</summary>
public sealed class CommentGoldenTests
{
    [Theory, InlineData("failing"), InlineData("passing")]
    public void Comment(string name)
    {
        var run = name == "failing" ? SampleRun.Failing : SampleRun.Passing;
        var body = new CommentBody(run, new ReportMarker("talos", run.StartedAt!.Value, PublishKit.Sha), new Uri("https://github.com/octo/shop/actions/runs/1234#artifacts"), new Uri("https://github.com/octo/shop/actions/runs/1234"));
        GoldenFile.Verify($"{name}.comment.md", body.Within(MarkdownReport.DefaultBudget));
    }
}
