using CsCheck;
using TalosPlatform.Baselines;

namespace TalosPlatform.Tests.Baselines;

public sealed class RegressionRuleTests
{
    private static readonly RegressionRule Rule = new();

    // Median 100, interquartile range 4 (98 to 102), floor 5: the limit is 112 by the spread, 110 by the share, 105 by the floor.
    [Theory]
    [InlineData(9, 200, Change.TooFew)]
    [InlineData(10, 200, Change.Worse)]
    [InlineData(10, 112, Change.Steady)]
    [InlineData(10, 112.01, Change.Worse)]
    [InlineData(10, 100, Change.Steady)]
    [InlineData(10, 88, Change.Steady)]
    [InlineData(10, 87.99, Change.Better)]
    [InlineData(10, double.NaN, Change.TooFew)]
    public void All_by_the_spread(int runs, double value, Change expected) => Assert.Equal(expected, Rule.Judge(new(runs, 98, 100, 102), value, 5));

    [Theory]
    [InlineData(109.99, Change.Steady)]
    [InlineData(110, Change.Worse)]
    [InlineData(90, Change.Better)]
    public void All_by_the_share_when_runs_are_alike(double value, Change expected) => Assert.Equal(expected, Rule.Judge(new(10, 100, 100, 100), value, 5));

    [Theory]
    [InlineData(25, Change.Steady)]
    [InlineData(25.01, Change.Worse)]
    public void All_by_the_floor_when_values_are_small(double value, Change expected) => Assert.Equal(expected, Rule.Judge(new(10, 20, 20, 20), value, 5));

    [Theory]
    [InlineData(20, 119.9, Change.Steady)]
    [InlineData(20, 120, Change.Worse)]
    [InlineData(0, 105.1, Change.Worse)]
    public void The_share_can_be_set(double percent, double value, Change expected) => Assert.Equal(expected, new RegressionRule(Percent: percent).Judge(new(10, 100, 100, 100), value, 5));

    [Fact]
    public void From_nothing_the_floor_alone_decides()
    {
        Assert.Equal(Change.Steady, Rule.Judge(new(10, 0, 0, 0), 0.01, 0.01));
        Assert.Equal(Change.Worse, Rule.Judge(new(10, 0, 0, 0), 0.011, 0.01));
        Assert.Equal(Change.TooFew, Rule.Judge(null, 1, 0));
    }

    [Fact]
    public void What_was_there_before_is_never_worse() =>
        Gen.Double[0, 1e6].Array[10, 40].Sample(values => Assert.All(values.Where(v => v <= Statistics.Of(values)!.Q3), v => Assert.NotEqual(Change.Worse, Rule.Judge(Statistics.Of(values), v, 0))));

    [Fact]
    public void More_is_never_better_than_less() =>
        Gen.Select(Gen.Double[0, 1e6].Array[10, 40], Gen.Double[0, 2e6], Gen.Double[0, 2e6]).Sample((values, a, b) =>
        {
            var earlier = Statistics.Of(values);
            Assert.True(Rank(Rule.Judge(earlier, Math.Min(a, b), 1)) <= Rank(Rule.Judge(earlier, Math.Max(a, b), 1)));
        });

    [Fact]
    public void A_wider_spread_a_higher_share_and_a_higher_floor_only_ever_calm() =>
        Gen.Select(Gen.Double[1, 1000].Array[10, 30], Gen.Double[0, 5000], Gen.Double[0, 50]).Sample((values, value, more) =>
        {
            var earlier = Statistics.Of(values);
            if (Rule.Judge(earlier, value, 1) == Change.Worse)
                return;
            Assert.NotEqual(Change.Worse, (Rule with { Spread = 3 + more }).Judge(earlier, value, 1));
            Assert.NotEqual(Change.Worse, (Rule with { Percent = 10 + more }).Judge(earlier, value, 1));
            Assert.NotEqual(Change.Worse, Rule.Judge(earlier, value, 1 + more));
        });

    private static int Rank(Change change) => change switch { Change.Better => 0, Change.Steady => 1, Change.Worse => 2, _ => 1 };
}
