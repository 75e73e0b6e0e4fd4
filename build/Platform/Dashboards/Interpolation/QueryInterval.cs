using System.Globalization;

namespace TalosPlatform.Dashboards.Interpolation;

/// <summary>Step and rate window as Grafana's panels and its Prometheus datasource compute them.</summary>
/// <param name="Step">Distance between points.</param>
/// <param name="RateInterval"><c>$__rate_interval</c>.</param>
/// <param name="Range">Length of the time range.</param>
internal sealed record QueryInterval(TimeSpan Step, TimeSpan RateInterval, TimeSpan Range)
{
    // Prometheus refuses more than 11,000 points a series (https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries).
    private const int SafeResolution = 11_000;

    // Grafana's ladder of round intervals: below the bound, take the value (milliseconds).
    private static readonly (double Below, double Interval)[] Ladder =
    [
        (10, 1), (15, 10), (35, 20), (75, 50), (150, 100), (350, 200), (750, 500), (1_500, 1_000), (3_500, 2_000), (7_500, 5_000),
        (12_500, 10_000), (17_500, 15_000), (25_000, 20_000), (45_000, 30_000), (90_000, 60_000), (210_000, 120_000), (450_000, 300_000),
        (750_000, 600_000), (1_050_000, 900_000), (1_500_000, 1_200_000), (2_700_000, 1_800_000), (5_400_000, 3_600_000),
        (9_000_000, 7_200_000), (16_200_000, 10_800_000), (32_400_000, 21_600_000), (86_400_000, 43_200_000),
        (604_800_000, 86_400_000), (1_814_400_000, 604_800_000), (3_628_800_000, 2_592_000_000),
    ];

    private const double LongestInterval = 31_536_000_000;

    /// <summary>Computes both from what a panel and its query ask for.</summary>
    /// <param name="range">Length of the time range.</param>
    /// <param name="maxDataPoints">Points the panel can show, usually its width in pixels.</param>
    /// <param name="scrapeInterval">The datasource's <c>timeInterval</c>.</param>
    /// <param name="panelMinInterval">The panel's minimum interval, variables resolved; empty for none.</param>
    /// <param name="minStep">The query's minimum step, variables resolved; empty for none.</param>
    /// <param name="intervalFactor">The query's resolution divisor, 1 or more.</param>
    public static QueryInterval Compute(TimeSpan range, int maxDataPoints, TimeSpan scrapeInterval, string panelMinInterval = "", string minStep = "", int intervalFactor = 1)
    {
        var points = Math.Max(1, maxDataPoints);
        var lowest = GrafanaDuration.TryParse(panelMinInterval) ?? scrapeInterval;
        var panelInterval = Max(Round(range / points), lowest);

        // The datasource computes anew from its own minimum: the query's step, else the panel's interval.
        var minimum = IsVariable(minStep) ? panelInterval : GrafanaDuration.TryParse(minStep) ?? panelInterval;
        var calculated = range / points < minimum ? minimum : Round(range / points);
        var adjusted = Max(calculated, Round(range / SafeResolution));
        if (minStep is "$__rate_interval" or "${__rate_interval}")
        {
            var rate = Rate(adjusted, scrapeInterval);
            return new QueryInterval(rate, rate, range);
        }

        var step = adjusted * Math.Max(1, intervalFactor);
        var requested = minStep is "$__interval" or "${__interval}" ? step : GrafanaDuration.TryParse(minStep) ?? scrapeInterval;
        return new QueryInterval(step, Rate(panelInterval, requested), range);
    }

    /// <summary>A round interval near the given one.</summary>
    public static TimeSpan Round(TimeSpan interval)
    {
        foreach (var (below, value) in Ladder)
        {
            if (interval.TotalMilliseconds < below)
                return TimeSpan.FromMilliseconds(value);
        }

        return TimeSpan.FromMilliseconds(LongestInterval);
    }

    /// <summary>Rounds a time down to a multiple of the step since 1970, which keeps points in place when a dashboard refreshes.</summary>
    public static DateTimeOffset Align(DateTimeOffset time, TimeSpan step)
    {
        var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        return DateTimeOffset.UnixEpoch.AddTicks(step.Ticks <= 0 ? ticks : ticks / step.Ticks * step.Ticks);
    }

    /// <summary>Replaces the interval and range macros, in the datasource's own order.</summary>
    public string ReplaceMacros(string expression)
    {
        if (!expression.Contains("__", StringComparison.Ordinal))
            return expression;
        var rangeMs = (long)Range.TotalMilliseconds;
        var rangeSeconds = Number((long)Math.Round(rangeMs / 1000.0, MidpointRounding.AwayFromZero));
        (string Name, string Value)[] macros =
        [
            ("__interval_ms", Number((long)Step.TotalMilliseconds)),
            ("__interval", GrafanaDuration.Format(Step)),
            ("__range_ms", Number(rangeMs)),
            ("__range_s", rangeSeconds),
            ("__range", rangeSeconds + "s"),
            ("__rate_interval_ms", Number((long)RateInterval.TotalMilliseconds)),
            ("__rate_interval", GrafanaDuration.FormatGo(RateInterval)),
        ];
        foreach (var (name, value) in macros)
            expression = expression.Replace("$" + name, value, StringComparison.Ordinal);
        foreach (var (name, value) in macros)
            expression = expression.Replace("${" + name + "}", value, StringComparison.Ordinal);
        return expression;
    }

    // max($__interval + scrape, 4 × scrape), from Grafana's Prometheus datasource.
    private static TimeSpan Rate(TimeSpan interval, TimeSpan scrape) => Max(interval + scrape, scrape * 4);

    private static bool IsVariable(string minStep) => minStep is "$__interval" or "$__interval_ms" or "$__rate_interval" or "$__rate_interval_ms"
        or "${__interval}" or "${__interval_ms}" or "${__rate_interval}" or "${__rate_interval_ms}";

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
