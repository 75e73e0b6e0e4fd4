using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Reports;

/// <summary>What was found in manifests shows in every report.</summary>
public sealed class ManifestReportTests
{
    private static readonly RunDocument Failing = new()
    {
        Targets = [new("ValidateManifests", "failed", 0.4)],
        Manifests = new(3, 12, 4, "small",
        [
            new("services/shop/k8s.yaml", "spec.template.spec.hostNetwork", "pod-security", Severity.Error, "\"hostNetwork\" shares a namespace of the node: remove it.", 21, 7),
            new("services/shop/k8s.yaml", "metadata", "no-network-policy", Severity.Info, SampleRun.Hostile, 3),
            new("manifests/stock.yaml", "spec.template.spec.containers[0]", "missing-limit", Severity.Warning, "container \"stock\" may take all memory of its node.", 9),
        ]),
    };

    [Fact]
    public void An_error_fails_the_run_and_is_told_once()
    {
        var verdict = Verdict.Of(Failing);
        Assert.Equal((Outcome.Failed, "1 manifest problem"), (verdict.Outcome, verdict.Headline));
        Assert.Equal(["services/shop/k8s.yaml:21:7"], verdict.Problems.Select(p => p.Title));
        Assert.Contains("1 warning", verdict.Notes);
    }

    [Fact]
    public void Sound_manifests_alone_are_something_verified()
    {
        var verdict = Verdict.Of(new RunDocument { Manifests = new(1, 5, 1, "none", []) });
        Assert.Equal((Outcome.Passed, "5 manifest objects"), (verdict.Outcome, verdict.Headline));
    }

    [Fact]
    public void Every_report_has_it()
    {
        Assert.Contains("Manifests: 12 objects, 4 workloads, resource profile small", MarkdownReport.Render(Failing), StringComparison.Ordinal);
        var html = HtmlReport.Render(Failing);
        Assert.Contains("<section id=\"manifests\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.Contains("<testsuite name=\"manifests\"", JUnitReport.Render(Failing), StringComparison.Ordinal);
        Assert.Contains("talos_manifests{kind=\"errors\"} 1\n", OpenMetricsReport.Render(Failing), StringComparison.Ordinal);
        Assert.Contains("\"ruleId\": \"pod-security\"", SarifReport.Render(Failing), StringComparison.Ordinal);
        Assert.Contains("12 objects, 1 error, 1 warning", TerminalSummary.Render(Failing), StringComparison.Ordinal);
    }

    [Fact]
    public void It_survives_being_written_and_read()
    {
        using var folder = new TalosPlatform.Tests.Shared.TemporaryFolder();
        var path = folder.File("run.json");
        RunJson.Save(Failing, path);
        Assert.Equal(RunJson.Write(Failing), RunJson.Write(RunJson.Load(path)));
    }
}
