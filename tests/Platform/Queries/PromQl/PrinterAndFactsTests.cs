using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Queries.PromQl.Re2;

namespace TalosPlatform.Tests.Queries.PromQl;

public sealed class PrinterAndFactsTests
{
    private const string Query = """
        sum by (job) ( # requests
          rate(http_requests_total{code=~'5..',job!=""}[300s] offset 1h30m)
        ) / on(job) group_left max_over_time({"team.owner", env="prod"}[1d:90s]) > bool 0.50
        """;

    [Fact]
    public void Text_is_canonical_and_on_one_line() => Assert.Equal(
        "sum by (job) (rate(http_requests_total{code=~\"5..\", job!=\"\"}[5m] offset 1h30m)) / on (job) group_left () "
        + "max_over_time({\"team.owner\", env=\"prod\"}[1d:1m30s]) > bool 0.5",
        PromQlPrinter.Print(PromQlParser.Parse(Query).Expression!));

    [Fact]
    public void Trees_built_by_hand_get_the_parentheses_they_need()
    {
        var (one, two) = (new NumberLiteral(-1, false, default), new NumberLiteral(2, false, default));
        var sum = new BinaryExpression(BinaryOperator.Add, one, two, false, null, default, default);
        var power = new BinaryExpression(BinaryOperator.Power, one, sum, false, null, default, default);
        Assert.Equal("(-1) ^ (-1 + 2)", power.ToString());
    }

    [Fact]
    public void Facts_of_a_query()
    {
        var expression = PromQlParser.Parse(Query).Expression!;
        Assert.Equal(["http_requests_total", "team.owner"], expression.MetricNames());
        Assert.Equal(2, expression.MetricSelectors().Count());
        Assert.Equal(["code", "job", "__name__", "env"], expression.LabelMatchers().Select(matcher => matcher.Name));
        Assert.Equal(["rate", "max_over_time"], expression.Functions().Select(function => function.Name));
        Assert.Equal([TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)], expression.RangeDurations().Select(range => range.Length));
    }

    [Theory]
    [InlineData("foo", "foo", false)]
    [InlineData("", "", true)]
    [InlineData(".*", null, true)]
    [InlineData(".+", null, false)]
    [InlineData("a|", null, true)]
    [InlineData("(a?b*)", null, true)]
    [InlineData("\\Qa.b\\E", "a.b", false)]
    [InlineData("^a\\.b$", "a.b", false)]
    [InlineData("\\b", null, false)]
    [InlineData("x{0}", "", true)]
    public void Regular_expressions(string pattern, string? literal, bool matchesEmpty)
    {
        var read = Re2Pattern.Parse(pattern);
        Assert.Equal((null, literal, matchesEmpty), (read.Error, read.Literal, read.MatchesEmpty));
    }
}
