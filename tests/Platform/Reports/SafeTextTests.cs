using CsCheck;
using TalosPlatform.Reports;

namespace TalosPlatform.Tests.Reports;

public sealed class SafeTextTests
{
    [Fact]
    public void Whatever_comes_in_is_valid_Unicode_without_controls() => HostileText.Any.Sample(text =>
    {
        var clean = SafeText.Clean(text);
        return clean.All(c => c >= ' ' || c is '\n' or '\t') && System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(clean)) == clean
            && clean.IndexOfAny(['\u202e', '\u2066', '\u200f', '\ufffe', '\u0085', '\u2028']) < 0;
    });

    [Fact]
    public void Plain_text_stays_as_it_is() => Assert.Equal("a é 😀\n\tb", SafeText.Clean("a é 😀\n\tb"));

    [Fact]
    public void One_line_has_no_breaks() => HostileText.Any.Sample(text => SafeText.OneLine(text) is var line && !line.Contains('\n', StringComparison.Ordinal) && line == line.Trim());

    [Theory]
    [InlineData("ab😀", 3, "ab…")]
    [InlineData("ab😀", 4, "ab😀")]
    [InlineData("abcdef", 2, "ab…")]
    public void A_cut_splits_no_surrogate_pair(string text, int length, string expected) => Assert.Equal(expected, SafeText.Clean(text, length));
}
