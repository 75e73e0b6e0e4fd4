using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Tests.Reports.Formats;

public sealed class MoneyAndSecondsTests
{
    [Theory]
    [InlineData(0, "USD", "$0")]
    [InlineData(0.001, "USD", "<$0.01")]
    [InlineData(0.42, "USD", "$0.42")]
    [InlineData(0.994, "USD", "$0.99")]
    [InlineData(0.996, "USD", "$1")]
    [InlineData(1.49, "USD", "$1")]
    [InlineData(274.8, "USD", "$275")]
    [InlineData(1234567, "EUR", "€1,234,567")]
    [InlineData(-3.2, "GBP", "-£3")]
    [InlineData(12, "CHF", "CHF 12")]
    public void Whole_units_from_one_and_two_decimals_below(double amount, string currency, string expected) => Assert.Equal(expected, MoneyFormat.Format((decimal)amount, currency));

    [Theory]
    [InlineData(31.4, "+$31")]
    [InlineData(-0.3, "-$0.30")]
    [InlineData(0, "$0")]
    [InlineData(0.001, "+$0.01")]
    public void A_change_has_its_sign(double amount, string expected) => Assert.Equal(expected, MoneyFormat.Change((decimal)amount, "USD"));

    [Theory]
    [InlineData(12.9, "+13%")]
    [InlineData(-3.25, "-3.3%")]
    [InlineData(0, "0%")]
    public void A_share_has_its_sign(double percent, string expected) => Assert.Equal(expected, MoneyFormat.Percent((decimal)percent));

    [Theory]
    [InlineData(0.0961, "$0.0961")]
    [InlineData(0.1, "$0.10")]
    [InlineData(0.0000548, "$0.0000548")]
    public void A_unit_price_keeps_its_decimals(double price, string expected) => Assert.Equal(expected, MoneyFormat.UnitPrice((decimal)price, "USD"));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.0042, "0.004 s")]
    [InlineData(0.42, "0.42 s")]
    [InlineData(9.84, "9.8 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(48.3, "48 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(3780, "1 h 3 min")]
    [InlineData(-1, "–")]
    [InlineData(double.NaN, "–")]
    public void Durations_read_as_people_say_them(double seconds, string expected) => Assert.Equal(expected, SecondsFormat.Format(seconds));
}
