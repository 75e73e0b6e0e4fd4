using System.Globalization;
using CsCheck;
using Nuke.Common.Parameters;

namespace TalosBuild.Engine.Tests.Parameters;

public class ValueConverterTests
{
    private enum Mode
    {
        FastMode,
        Slow,
    }

    [Theory]
    [InlineData("text", typeof(string), "text")]
    [InlineData("", typeof(string), "")]
    [InlineData("TRUE", typeof(bool), "True")]
    [InlineData("no", typeof(bool), "False")]
    [InlineData("-12", typeof(int), "-12")]
    [InlineData("9223372036854775807", typeof(long), "9223372036854775807")]
    [InlineData("1.5", typeof(double), "1.5")]
    [InlineData("0.1", typeof(decimal), "0.1")]
    [InlineData("fast-mode", typeof(Mode), "FastMode")]
    [InlineData("SLOW", typeof(Mode), "Slow")]
    [InlineData("1h30m", typeof(TimeSpan), "01:30:00")]
    [InlineData("250ms", typeof(TimeSpan), "00:00:00.2500000")]
    [InlineData("1.5s", typeof(TimeSpan), "00:00:01.5000000")]
    [InlineData("00:05:00", typeof(TimeSpan), "00:05:00")]
    [InlineData("1.2.3", typeof(Version), "1.2.3")]
    [InlineData("https://a.example/b", typeof(Uri), "https://a.example/b")]
    [InlineData("out/../x", typeof(AbsolutePath), "/base/x")]
    [InlineData("/etc", typeof(AbsolutePath), "/etc")]
    public void Converts(string text, Type type, string expected) =>
        Assert.Equal(expected, Convert.ToString(ValueConverter.Convert(text, type, "/base"), CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("abc", typeof(int), "is no integer")]
    [InlineData("1,5", typeof(double), "is no number")]
    [InlineData("300", typeof(byte), "is outside of 0 to 255")]
    [InlineData("maybe", typeof(bool), "is neither true nor false")]
    [InlineData("fats-mode", typeof(Mode), "is none of FastMode, Slow; did you mean 'FastMode'?")]
    [InlineData("1", typeof(Mode), "is none of FastMode, Slow")]
    [InlineData("5", typeof(TimeSpan), "is no duration; write 90s, 5m, 1h30m or 00:01:30")]
    [InlineData("", typeof(TimeSpan), "is no duration; write 90s, 5m, 1h30m or 00:01:30")]
    [InlineData("99999999999999999999d", typeof(TimeSpan), "is no duration; write 90s, 5m, 1h30m or 00:01:30")]
    [InlineData("", typeof(AbsolutePath), "is no path")]
    [InlineData("x.y", typeof(Version), "is no version")]
    public void Refuses(string text, Type type, string reason)
    {
        var exception = Assert.Throws<FormatException>(() => ValueConverter.Convert(text, type, "/base"));
        Assert.StartsWith(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_back_every_value_it_can_be_given()
    {
        Gen.Int.Sample(x => (int)ValueConverter.Convert(Text(x), typeof(int), "/") == x);
        Gen.Long.Sample(x => (long)ValueConverter.Convert(Text(x), typeof(long), "/") == x);
        Gen.Double[-1e15, 1e15].Sample(x => (double)ValueConverter.Convert(x.ToString("R", CultureInfo.InvariantCulture), typeof(double), "/") == x);
        Gen.Long[0, TimeSpan.TicksPerDay * 100].Sample(x => (TimeSpan)ValueConverter.Convert(new TimeSpan(x).ToString("c"), typeof(TimeSpan), "/") == new TimeSpan(x));
        Gen.Int[0, 100_000].Sample(x => (TimeSpan)ValueConverter.Convert(Text(x) + "ms", typeof(TimeSpan), "/") == TimeSpan.FromMilliseconds(x));

        static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Answers_anything_with_a_value_or_a_reason() =>
        Gen.Select(Gen.String, Gen.OneOf(typeof(int), typeof(bool), typeof(TimeSpan), typeof(Mode), typeof(AbsolutePath), typeof(Version), typeof(decimal)))
            .Sample((text, type) =>
            {
                try
                {
                    return type.IsInstanceOfType(ValueConverter.Convert(text, type, "/base"));
                }
                catch (FormatException exception)
                {
                    return exception.Message.Length > 0;
                }
            });
}
