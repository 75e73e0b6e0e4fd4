using CsCheck;
using TalosPlatform.Reports;
using TalosPlatform.Reports.Markdown;

namespace TalosPlatform.Tests.Reports;

public sealed class MarkdownBudgetTests
{
    [Fact]
    public void The_largest_sections_go_first_and_are_named()
    {
        var text = MarkdownBudget.Fit("head\n", [new("small", "aaa\n"), new("large", new string('b', 500) + "\n"), new("middle", new string('c', 100) + "\n")], "tail\n", 320);
        Assert.Contains("aaa", text, StringComparison.Ordinal);
        Assert.Contains("ccc", text, StringComparison.Ordinal);
        Assert.DoesNotContain("bbb", text, StringComparison.Ordinal);
        Assert.Contains("Left out to fit: large.", text, StringComparison.Ordinal);
        Assert.EndsWith("tail\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_budget_is_kept_and_leaves_nothing_open() => Gen.Int[0, 20_000].Sample(budget =>
    {
        var text = MarkdownReport.Render(SampleRun.Failing, budget);
        Assert.True(text.Length <= budget, $"{text.Length} > {budget}");
        Assert.Equal(Count(text, "<details"), Count(text, "</details>"));
        Assert.Equal(0, Count(text, "```") % 2);
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)));
    });

    [Fact]
    public void A_cut_closes_fences_and_disclosures()
    {
        var text = MarkdownBudget.Truncate("<details><summary>a</summary>\n\n```\n" + string.Concat(Enumerable.Repeat("line 😀\n", 50)) + "```\n\n</details>\n", 120);
        Assert.True(text.Length <= 120);
        Assert.Equal(1, Count(text, "</details>"));
        Assert.Equal(2, Count(text, "```"));
    }

    [Fact]
    public void The_report_of_thousands_of_services_and_checks_fits()
    {
        var run = SampleRun.Failing with
        {
            Smoke = SampleRun.Failing.Smoke! with { Checks = [.. Enumerable.Range(0, 3000).Select(i => new CheckEntry($"check {i}", "passed", 1, new string('x', 200)))] },
        };
        var text = MarkdownReport.Render(run);
        Assert.InRange(text.Length, 5_000, MarkdownReport.DefaultBudget);
        Assert.Contains("Left out to fit: smoke checks.", text, StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
