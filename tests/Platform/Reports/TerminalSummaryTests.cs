using System.Text.RegularExpressions;
using CsCheck;
using TalosPlatform.Reports;

namespace TalosPlatform.Tests.Reports;

public sealed partial class TerminalSummaryTests
{
    [Fact]
    public void Colour_adds_nothing_but_escapes()
    {
        var plain = TerminalSummary.Render(SampleRun.Failing, new(100, Color: false));
        var colored = TerminalSummary.Render(SampleRun.Failing, new(100, Color: true));
        Assert.DoesNotContain('\e', plain);
        Assert.Contains("\e[31m", colored, StringComparison.Ordinal);
        Assert.Equal(plain, Escapes().Replace(colored, ""));
    }

    [Theory, InlineData(40), InlineData(60), InlineData(80), InlineData(120)]
    public void Lines_fit_the_terminal(int width)
    {
        foreach (var line in TerminalSummary.Render(SampleRun.Failing, new(width)).Split('\n'))
            Assert.True(line.Length <= width || !line.Trim().Contains(' ', StringComparison.Ordinal) || line.Contains("http", StringComparison.Ordinal) || line.Contains('/', StringComparison.Ordinal), $"{line.Length} > {width}: {line}");
    }

    [Fact]
    public void It_is_a_screenful_at_most()
    {
        var run = SampleRun.Failing with { Smoke = SampleRun.Failing.Smoke! with { Failed = 500, Checks = [.. Enumerable.Range(0, 500).Select(i => new CheckEntry($"check {i}", "failed", 1, new string('x', 300)) { Fix = "Do this." })] } };
        Assert.InRange(TerminalSummary.Render(run, new(100)).Split('\n').Length, 10, 41);
        Assert.Contains("more in the report.", TerminalSummary.Render(run, new(100)), StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_controls_the_terminal() => HostileText.Any.Sample(text =>
        TerminalSummary.Render(TextRun.With(text)).All(c => c == '\n' || !char.IsControl(c)));

    [Fact]
    public void What_to_do_next_closes_the_run()
    {
        var text = TerminalSummary.Render(SampleRun.Passing, new(100), "/repo/artifacts/report.html", [("./build.sh Open", "open Grafana"), ("./build.sh Teardown", "take everything away again")]);
        Assert.EndsWith("  Report: /repo/artifacts/report.html\n  ./build.sh Open      open Grafana\n  ./build.sh Teardown  take everything away again\n", text, StringComparison.Ordinal);
    }

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Escapes();
}
