using CsCheck;
using TalosPlatform.Reports;
using TalosPlatform.Reports.Charts;

namespace TalosPlatform.Tests.Reports;

public sealed class ChartTests
{
    [Fact]
    public void Decimation_keeps_extremes_ends_and_order() => Gen.Select(Gen.Double[-1e6, 1e6].Array[1, 500], Gen.Int[4, 60]).Sample((values, most) =>
    {
        var (x, y) = Decimation.Reduce([.. values.Select((_, i) => (double)i)], values, most);
        Assert.InRange(x.Length, 1, Math.Max(2, most));
        Assert.Equal((values.Min(), values.Max()), (y.Min(), y.Max()));
        Assert.Equal(x.Order(), x);
        Assert.All(x.Zip(y), p => Assert.Equal(values[(int)p.First], p.Second));
    });

    [Theory]
    [InlineData(new[] { 0, 0.5, 1 }, new[] { 0, 1, 0.25 }, "M0 1000l500-1000l500 750")]
    [InlineData(new[] { 0, 0.25, 0.5, 1 }, new[] { 0, double.NaN, 1, 1 }, "M0 1000h0M500 0l500 0")]
    [InlineData(new[] { 0.5 }, new[] { 0.5 }, "M500 500h0")]
    [InlineData(new double[0], new double[0], "")]
    [InlineData(new[] { 0.0 }, new[] { double.NaN }, "")]
    public void A_line_breaks_at_gaps(double[] x, double[] y, string path) => Assert.Equal(path, SvgPath.Line(x, y));

    [Theory]
    [InlineData("up{app=\"a\", x=\"b \\\"c\\\"\"}", "metric=up app=a x=b \"c\"")]
    [InlineData("{app=\"a\"}", "app=a")]
    [InlineData("plain", null)]
    [InlineData("{}", null)]
    [InlineData("GET /orders/{id}", null)]
    [InlineData("{a=\"b}", null)]
    public void Label_sets_are_told_from_other_names(string text, string? expected) =>
        Assert.Equal(expected, LabelSet.Parse(text) is { } labels ? string.Join(' ', labels.Select(l => $"{l.Key}={l.Value}")) : null);

    [Theory]
    [InlineData(0, 97, "reqps", "0|50 req/s|100 req/s")]
    [InlineData(0, 0.0485, "percentunit", "0%|2%|4%|6%")]
    [InlineData(0.03, 0.915, "s", "0|0.5 s|1.0 s")]
    [InlineData(1.2e9, 7.1e9, "bytes", "0|2 GiB|4 GiB|6 GiB|8 GiB")]
    [InlineData(0, 0, "s", "0|0.5 s|1.0 s")]
    public void An_axis_reads_in_one_unit(double min, double max, string unit, string labels) =>
        Assert.Equal(labels, string.Join('|', ValueAxis.For(new("", "", unit, "", []), min, max).Ticks.Select(t => t.Label)));
}
