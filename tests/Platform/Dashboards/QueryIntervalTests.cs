using TalosPlatform.Dashboards.Interpolation;

namespace TalosPlatform.Tests.Dashboards;

/// <summary>Step and rate window as Grafana computes them.</summary>
public class QueryIntervalTests
{
    [Theory]
    // range, points, scrape, panel minimum, query minimum, factor → step, rate interval
    [InlineData("1h", 1000, "15s", "", "", 1, "15s", "1m0s")]
    [InlineData("1h", 1000, "1s", "", "", 1, "5s", "6s")]
    [InlineData("6h", 1000, "15s", "", "", 1, "20s", "1m0s")]
    [InlineData("24h", 1000, "15s", "", "", 1, "1m", "1m15s")]
    [InlineData("24h", 1000, "30s", "", "", 1, "1m", "2m0s")]
    [InlineData("7d", 1000, "15s", "", "", 1, "10m", "10m15s")]
    [InlineData("1h", 1000, "15s", "1m", "", 1, "1m", "1m15s")]
    [InlineData("1h", 1000, "15s", "", "2m", 1, "2m", "8m0s")]
    [InlineData("1h", 1000, "15s", "", "", 2, "30s", "1m0s")]
    [InlineData("1h", 1000, "15s", "", "$__rate_interval", 1, "1m", "1m0s")]
    [InlineData("1h", 1000, "15s", "", "$__interval", 1, "15s", "1m0s")]
    [InlineData("30d", 100000, "1s", "", "", 1, "5m", "31s")]
    [InlineData("5m", 10, "15s", "", "", 1, "30s", "1m0s")]
    public void Step_and_rate_interval(string range, int points, string scrape, string panel, string query, int factor, string step, string rate)
    {
        var interval = QueryInterval.Compute(GrafanaDuration.TryParse(range)!.Value, points, GrafanaDuration.TryParse(scrape)!.Value, panel, query, factor);
        Assert.Equal((GrafanaDuration.TryParse(step), rate), (interval.Step, GrafanaDuration.FormatGo(interval.RateInterval)));
    }

    [Fact]
    public void A_panel_of_ordinary_width_stays_below_what_Prometheus_allows()
    {
        foreach (var hours in Enumerable.Range(1, 24 * 400))
        {
            var range = TimeSpan.FromHours(hours);
            Assert.InRange(range / QueryInterval.Compute(range, 4_000, TimeSpan.FromSeconds(1)).Step, 1, 11_000);
        }
    }

    [Theory]
    [InlineData("rate(x[$__rate_interval])", "rate(x[1m0s])")]
    [InlineData("rate(x[${__rate_interval}])", "rate(x[1m0s])")]
    [InlineData("x[$__interval]", "x[15s]")]
    [InlineData("x * $__interval_ms", "x * 15000")]
    [InlineData("x[$__range]", "x[3600s]")]
    [InlineData("x * $__range_s / $__range_ms", "x * 3600 / 3600000")]
    [InlineData("${__range:csv}", "${__range:csv}")]
    [InlineData("plain", "plain")]
    public void Macros(string text, string expected) =>
        Assert.Equal(expected, QueryInterval.Compute(TimeSpan.FromHours(1), 1000, TimeSpan.FromSeconds(15)).ReplaceMacros(text));

    [Theory]
    [InlineData(1_700_000_017, 15, 1_700_000_010)]
    [InlineData(1_700_000_010, 15, 1_700_000_010)]
    [InlineData(1_700_000_017, 3600, 1_699_999_200)]
    public void Times_are_aligned_to_the_step(long time, int step, long expected) =>
        Assert.Equal(expected, QueryInterval.Align(DateTimeOffset.FromUnixTimeSeconds(time), TimeSpan.FromSeconds(step)).ToUnixTimeSeconds());

    [Theory]
    [InlineData("30s", 30_000)]
    [InlineData(">10s", 10_000)]
    [InlineData("5", 5_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("250ms", 250)]
    public void Durations_are_read(string text, double milliseconds) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), GrafanaDuration.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("$interval")]
    [InlineData("5x")]
    [InlineData("auto")]
    [InlineData("1m 30s")]
    public void What_is_no_duration_is_none(string text) => Assert.Null(GrafanaDuration.TryParse(text));

    [Theory]
    [InlineData(90_000, "1m", "1m30s")]
    [InlineData(3_600_000, "1h", "1h0m0s")]
    [InlineData(500, "500ms", "500ms")]
    [InlineData(1_500, "1s", "1.5s")]
    [InlineData(90_000_000, "1d", "25h0m0s")]
    public void Durations_are_written_as_Grafana_and_as_Go_do(int milliseconds, string grafana, string go)
    {
        var duration = TimeSpan.FromMilliseconds(milliseconds);
        Assert.Equal((grafana, go), (GrafanaDuration.Format(duration), GrafanaDuration.FormatGo(duration)));
    }
}
