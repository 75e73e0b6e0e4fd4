using TalosPlatform.Queries.PromQl.Lint;

namespace TalosPlatform.Tests.Queries.PromQl.Lint;

public sealed class RegexRuleTests
{
    [Theory]
    [InlineData("a{b=~\"foo\"}", "b=~\"foo\"")]
    [InlineData("a{b!~\"foo\"}", "b!~\"foo\"")]
    [InlineData("a{b=~\"foo\\\\.bar\"}", "b=~\"foo\\\\.bar\"")]
    [InlineData("a{b=~\"^foo$\"}", "b=~\"^foo$\"")]
    [InlineData("a{b=~\"(foo)\"}", "b=~\"(foo)\"")]
    [InlineData("rate(a{b=~\"\"}[5m])", "b=~\"\"")]
    [InlineData("a{b=~\"foo|bar\"}")]
    [InlineData("a{b=~\"foo.bar\"}")]
    [InlineData("a{b=~\"fo{2}\"}")]
    [InlineData("a{b=~\"(?i)foo\"}")]
    [InlineData("a{b=~\"$job\"}")]
    [InlineData("a{b=~\"${job}\"}")]
    [InlineData("a{b=~\"[[job]]\"}")]
    [InlineData("a{b=\"foo\"}")]
    public void Regex_could_be_equality(string query, params string[] found) =>
        Assert.Equal(found, LintCase.Run<RegexCouldBeEquality>(query));

    [Theory]
    [InlineData("a{b=~\"^foo.*\"}", "b=~\"^foo.*\"")]
    [InlineData("a{b!~\"foo|bar$\"}", "b!~\"foo|bar$\"")]
    [InlineData("a{b=~\"^(a|b)$\"}", "b=~\"^(a|b)$\"")]
    [InlineData("a{b=~\"foo.*\"}")]
    [InlineData("a{b=~\"a[$]\"}")]
    [InlineData("a{b=~\"a+\\\\$\"}")]
    [InlineData("a{b=~\"[^a]\"}")]
    [InlineData("a{b=~\"$job\"}")]
    [InlineData("a{b=~\"^foo$\"}")]
    public void Regex_redundant_anchor(string query, params string[] found) =>
        Assert.Equal(found, LintCase.Run<RegexRedundantAnchor>(query));

    [Theory]
    [InlineData("a{b=~\".*\"}", "b=~\".*\"")]
    [InlineData("a{b!~\".*\"}", "b!~\".*\"")]
    [InlineData("a{b=~\"(.*)\"}", "b=~\"(.*)\"")]
    [InlineData("a{b=~\"foo|.*\"}", "b=~\"foo|.*\"")]
    [InlineData("a{b=~\".+\"}")]
    [InlineData("a{b=~\"foo.*\"}")]
    [InlineData("a{b=~\"(.*)foo\"}")]
    [InlineData("a{b=\".*\"}")]
    public void Regex_matches_everything(string query, params string[] found) =>
        Assert.Equal(found, LintCase.Run<RegexMatchesEverything>(query));

    [Theory]
    [InlineData("a{b=~\"foo\", c=~\".*\", d=~\"^x+\"}")]
    public void The_style_of_interpolated_matchers_is_not_judged(string query)
    {
        var interpolated = new LintContext(IsInterpolated: true);
        Assert.Empty(LintCase.Run<RegexCouldBeEquality>(query, interpolated));
        Assert.Empty(LintCase.Run<RegexMatchesEverything>(query, interpolated));
        Assert.Empty(LintCase.Run<RegexRedundantAnchor>(query, interpolated));
    }

    [Theory]
    [InlineData("max_over_time(a[5m x 1m])", "5m")]
    [InlineData("max_over_time(a[5m:1m])")]
    public void Subquery_separator(string query, params string[] found) => Assert.Equal(found, LintCase.Run<SubquerySeparator>(query));

    [Fact]
    public void Rules_have_distinct_ids_and_a_summary()
    {
        Assert.Equal(PromQlLinter.Rules.Count, PromQlLinter.Rules.Select(rule => rule.Id).Distinct().Count());
        Assert.All(PromQlLinter.Rules, rule => Assert.NotEmpty(rule.Summary));
    }
}
