using CsCheck;
using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Tests.Reports.Formats;

public sealed class AxisTicksTests
{
    [Theory]
    [InlineData(0, 97, TickBase.Decimal, "0 50 100")]
    [InlineData(0, 1, TickBase.Decimal, "0 0.5 1")]
    [InlineData(0, 0.0485, TickBase.Decimal, "0 0.02 0.04 0.06")]
    [InlineData(1366, 1474, TickBase.Decimal, "1350 1400 1450 1500")]
    [InlineData(-3, 4, TickBase.Decimal, "-4 -2 0 2 4")]
    [InlineData(0, 0, TickBase.Decimal, "0 0.5 1")]
    [InlineData(5, 5, TickBase.Decimal, "0 5 10")]
    [InlineData(-5, -5, TickBase.Decimal, "-10 -5 0")]
    [InlineData(0, 7.1e9, TickBase.Binary, "0 2147483648 4294967296 6442450944 8589934592")]
    [InlineData(0, 900, TickBase.Binary, "0 256 512 768 1024")]
    [InlineData(0, 10000, TickBase.Seconds, "0 3600 7200 10800")]
    [InlineData(0, 0.9, TickBase.Seconds, "0 0.5 1")]
    [InlineData(double.NaN, 3, TickBase.Decimal, "0 0.5 1")]
    public void Ticks_are_round_and_enclose_the_range(double min, double max, TickBase ticks, string expected) =>
        Assert.Equal(expected, string.Join(' ', AxisTicks.Enclosing(min, max, 4, ticks).Select(t => Math.Round(t, 9).ToString(System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void Any_range_gets_few_ticks_that_enclose_it() =>
        Gen.Select(Gen.Double[-1e15, 1e15], Gen.Double[0, 1e15], Gen.Enum<TickBase>()).Sample((min, width, ticks) =>
        {
            var values = AxisTicks.Enclosing(min, min + width, 4, ticks);
            var slack = Math.Max(Math.Abs(min), width) * 1e-6;
            return values.Length is >= 2 and <= 8 && values[0] <= min + slack && values[^1] >= min + width - slack && values.Zip(values.Skip(1)).All(p => p.First < p.Second);
        });

    [Theory]
    [InlineData(50, 0)]
    [InlineData(0.5, 1)]
    [InlineData(0.25, 2)]
    [InlineData(0.02, 2)]
    [InlineData(0.000002, 6)]
    public void Labels_have_the_decimals_their_step_needs(double step, int decimals) => Assert.Equal(decimals, AxisTicks.Decimals(step));

    [Theory]
    [InlineData(1_794_490_200, 1_794_492_000, "HH:mm", 300)]
    [InlineData(1_794_490_200, 1_794_490_230, "HH:mm:ss", 5)]
    [InlineData(1_794_000_000, 1_794_600_000, "MMM d", 172800)]
    public void Times_are_round(double start, double end, string format, long step)
    {
        var (times, actual) = AxisTicks.Clock(start, end, 6);
        Assert.Equal(format, actual);
        Assert.All(times, t => Assert.Equal(0, t % step));
        Assert.InRange(times.Length, 2, 7);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5, 4)]
    [InlineData(double.NaN, 4)]
    [InlineData(0, 1e300)]
    public void A_range_without_extent_has_no_times(double start, double end) => Assert.Empty(AxisTicks.Clock(start, end).Times);
}
