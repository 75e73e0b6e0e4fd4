using CsCheck;
using TalosPlatform.Baselines;

namespace TalosPlatform.Tests.Baselines;

public sealed class StatisticsTests
{
    private static readonly Gen<double[]> Values = Gen.Double[-1e9, 1e9].Array[1, 40];

    // Figures of R: quantile(c(1, 2, 4, 8, 16), type = 7) and so on.
    [Theory]
    [InlineData(new[] { 7.0 }, 7, 7, 7)]
    [InlineData(new[] { 1.0, 2 }, 1.25, 1.5, 1.75)]
    [InlineData(new[] { 16.0, 1, 8, 2, 4 }, 2, 4, 8)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 3.25, 5.5, 7.75)]
    public void Quartiles(double[] values, double q1, double median, double q3)
    {
        var statistics = Statistics.Of(values)!;
        Assert.Equal((q1, median, q3, values.Length), (statistics.Q1, statistics.Median, statistics.Q3, statistics.Count));
    }

    [Fact]
    public void Nothing_and_what_is_not_finite_have_no_statistics()
    {
        Assert.Null(Statistics.Of([]));
        Assert.Null(Statistics.Of([double.NaN, double.PositiveInfinity]));
        Assert.Equal(3, Statistics.Of([double.NaN, 3])!.Median);
    }

    [Fact]
    public void The_order_does_not_matter() =>
        Gen.Select(Values, Gen.Int).Sample((values, seed) => Assert.Equal(Statistics.Of(values), Statistics.Of([.. values.OrderBy(v => HashCode.Combine(v, seed))])));

    [Fact]
    public void Quartiles_lie_in_order_between_the_ends() =>
        Gen.Double.Array[1, 40].Where(v => v.Any(double.IsFinite)).Sample(values =>
        {
            var s = Statistics.Of(values)!;
            var finite = values.Where(double.IsFinite).ToList();
            Assert.True(finite.Min() <= s.Q1 && s.Q1 <= s.Median && s.Median <= s.Q3 && s.Q3 <= finite.Max());
        });

    [Fact]
    public void Shifting_and_scaling_values_shifts_and_scales_their_statistics() =>
        Gen.Select(Gen.Int[-1000, 1000].Array[1, 30], Gen.Int[-1000, 1000], Gen.Int[1, 50]).Sample((values, shift, scale) =>
        {
            var plain = Statistics.Of(values.Select(v => (double)v))!;
            var moved = Statistics.Of(values.Select(v => (double)v * scale + shift))!;
            Assert.Equal(plain.Median * scale + shift, moved.Median, 6);
            Assert.Equal(plain.Iqr * scale, moved.Iqr, 6);
        });

    [Fact]
    public void Half_of_the_values_lie_on_either_side_of_the_median() =>
        Values.Sample(values =>
        {
            var median = Statistics.Of(values)!.Median;
            Assert.True(values.Count(v => v <= median) * 2 >= values.Length && values.Count(v => v >= median) * 2 >= values.Length);
        });
}
