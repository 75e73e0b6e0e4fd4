using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using Markdig;
using TalosPlatform.Reports;
using TalosPlatform.Reports.Markdown;

namespace TalosPlatform.Tests.Reports;

public sealed partial class MarkdownTextTests
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseAdvancedExtensions().UseEmojiAndSmiley(enableSmileys: false).Build();

    [Fact]
    public void Text_in_a_table_stays_text() => HostileText.Any.Sample(text =>
    {
        var html = Markdown.ToHtml($"| a | b |\n|:--|:--|\n| {MarkdownText.Escape(text)} | x |\n", Pipeline);
        Assert.Equal(["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"], Tags(html));
        Assert.Equal(Expected(text), Cell(html));
    });

    [Fact]
    public void Code_in_a_table_stays_code() => HostileText.Any.Sample(text =>
    {
        var html = Markdown.ToHtml($"| a | b |\n|:--|:--|\n| {MarkdownText.Code(text)} | x |\n", Pipeline);
        Assert.Equal(Expected(text).Length == 0 ? 0 : 1, Tags(html).Count(t => t == "code"));
        Assert.DoesNotContain(Tags(html), t => t is not ("table" or "thead" or "tbody" or "tr" or "th" or "td" or "code"));
        Assert.Equal(Expected(text), Cell(html));
    });

    [Fact]
    public void Text_in_a_list_stays_text() => HostileText.Any.Sample(text =>
    {
        var html = Markdown.ToHtml($"- {MarkdownText.Escape("x" + text)}\n", Pipeline);
        Assert.Equal(["ul", "li"], Tags(html));
        html = Markdown.ToHtml($"- {MarkdownText.Escape(text)}\n", Pipeline);
        Assert.Equal(["ul", "li"], Tags(html));
    });

    [Theory]
    [InlineData("@octocat")]
    [InlineData("mail a@b.cd now")]
    [InlineData("#12")]
    [InlineData("!7")]
    [InlineData("GH-12")]
    [InlineData("org/repo#12")]
    [InlineData("http://evil.example")]
    [InlineData("www.evil.example")]
    [InlineData(":tada:")]
    [InlineData("~label")]
    [InlineData("$12")]
    [InlineData("%3")]
    [InlineData("&4")]
    [InlineData("4bf92f3577b34da6a3ce929d0e0e4736")]
    public void What_sites_look_for_after_rendering_is_broken_up(string text)
    {
        // The sites' own filters see the rendered text.
        var rendered = WebUtility.HtmlDecode(MarkdownText.Escape(text));
        Assert.DoesNotMatch(References(), rendered);
        Assert.Equal(text, rendered.Replace("\u2060", "", StringComparison.Ordinal));
    }

    [Fact]
    public void No_text_forms_a_reference() => HostileText.Any.Sample(text => !References().IsMatch(WebUtility.HtmlDecode(MarkdownText.Escape(text))));

    private static string Expected(string text) => SafeText.OneLine(text, 600).Replace("\u2060", "", StringComparison.Ordinal).Trim();

    private static string Cell(string html) =>
        WebUtility.HtmlDecode(Tag().Replace(FirstCell().Match(html).Groups[1].Value, "")).Replace("\u2060", "", StringComparison.Ordinal).Trim();

    private static List<string> Tags(string html) => [.. Tag().Matches(html).Where(m => m.Value[1] != '/').Select(m => m.Groups[1].Value)];

    [GeneratedRegex("<td[^>]*>(.*?)</td>", RegexOptions.Singleline)]
    private static partial Regex FirstCell();

    [GeneratedRegex("</?([a-z0-9]+)[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"[@#!~$%&^][A-Za-z0-9]|[A-Z]-\d|://|www\.|:[a-z0-9+_-]+:|[0-9a-fA-F]{7,}")]
    private static partial Regex References();
}
