using System.Globalization;
using System.Text.RegularExpressions;

namespace TalosPlatform.Dashboards.Interpolation;

/// <summary>Durations as Grafana reads and writes them.</summary>
internal static partial class GrafanaDuration
{
    /// <summary>Reads <c>30s</c>, <c>1d</c>, <c>1y</c>, <c>&gt;10s</c>, <c>5m30s</c>; a bare number means seconds. Null when it is none.</summary>
    public static TimeSpan? TryParse(string text)
    {
        text = text.Trim().TrimStart('<', '>').Trim();
        if (text.Length == 0)
            return null;
        if (text.All(char.IsAsciiDigit))
            text += "s";
        var milliseconds = 0.0;
        var read = 0;
        foreach (Match part in Part().Matches(text))
        {
            if (part.Index != read)
                return null;
            read += part.Length;
            milliseconds += double.Parse(part.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * Unit(part.Groups[2].Value);
        }

        return read == text.Length && milliseconds < TimeSpan.MaxValue.TotalMilliseconds / 4 ? TimeSpan.FromMilliseconds(milliseconds) : null;
    }

    /// <summary>The largest whole unit alone, as Grafana writes <c>$__interval</c>: 90 s is <c>1m</c>.</summary>
    public static string Format(TimeSpan duration) => duration switch
    {
        { TotalDays: >= 365 } => Whole(duration.TotalDays / 365, "y"),
        { TotalDays: >= 1 } => Whole(duration.TotalDays, "d"),
        { TotalHours: >= 1 } => Whole(duration.TotalHours, "h"),
        { TotalMinutes: >= 1 } => Whole(duration.TotalMinutes, "m"),
        { TotalSeconds: >= 1 } => Whole(duration.TotalSeconds, "s"),
        { TotalMilliseconds: >= 1 } => Whole(duration.TotalMilliseconds, "ms"),
        _ => "1ms",
    };

    /// <summary>As Go prints durations, which is what <c>$__rate_interval</c> becomes: <c>1m0s</c>, <c>1h0m0s</c>, <c>1.5s</c>.</summary>
    public static string FormatGo(TimeSpan duration)
    {
        if (duration <= TimeSpan.Zero)
            return "0s";
        if (duration < TimeSpan.FromSeconds(1))
            return duration.TotalMilliseconds.ToString("0.######", CultureInfo.InvariantCulture) + "ms";
        var hours = (long)duration.TotalHours;
        var seconds = (duration - TimeSpan.FromHours(hours) - TimeSpan.FromMinutes(duration.Minutes)).TotalSeconds.ToString("0.#########", CultureInfo.InvariantCulture) + "s";
        return hours > 0 ? $"{hours}h{duration.Minutes}m{seconds}" : duration.Minutes > 0 ? $"{duration.Minutes}m{seconds}" : seconds;
    }

    private static string Whole(double count, string unit) => ((long)count).ToString(CultureInfo.InvariantCulture) + unit;

    private static double Unit(string unit) => unit switch
    {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        "w" => 604_800_000,
        "M" => 2_592_000_000,
        _ => 31_536_000_000,
    };

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(ms|[smhdwMy])")]
    private static partial Regex Part();
}
