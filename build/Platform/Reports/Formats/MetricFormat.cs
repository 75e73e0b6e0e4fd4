namespace TalosPlatform.Reports.Formats;

/// <summary>Values of compared metrics.</summary>
public static class MetricFormat
{
    /// <summary>The value in the unit of the metric.</summary>
    public static string Format(MetricComparison metric, double value) =>
        metric.Unit.Length == 3 && metric.Unit.All(char.IsAsciiLetterUpper) ? MoneyFormat.Format((decimal)Math.Clamp(value, -1e15, 1e15), metric.Unit) : UnitFormat.Format(value, metric.Unit);

    /// <summary>The change against the median, with its sign.</summary>
    public static string Change(MetricComparison metric) =>
        metric.Percent is { } percent && double.IsFinite(percent) ? MoneyFormat.Percent((decimal)Math.Clamp(percent, -1e9, 1e9))
        : metric.Value == metric.Median ? "0%"
        : (metric.Value > metric.Median ? "+" : "") + Format(metric, metric.Value - metric.Median);
}
