using CsCheck;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Tests.Shared;

public class DurationsTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5h", 5400)]
    [InlineData("2w", 1209600)]
    [InlineData("0", 0)]
    public void Reads_what_Prometheus_users_write(string text, double seconds) => Assert.Equal(seconds, Durations.TryParse(text)!.Value.TotalSeconds);

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5x")]
    [InlineData("1h 30m")]
    [InlineData("99999999999999999w")]
    public void Refuses_the_rest(string text) => Assert.Null(Durations.TryParse(text));

    [Fact]
    public void What_is_written_reads_back() => Gen.Long[1, 10L * 86_400_000].Sample(milliseconds =>
        Durations.TryParse(Durations.Format(TimeSpan.FromMilliseconds(milliseconds)))!.Value.TotalMilliseconds == milliseconds);
}
