using System.Globalization;

namespace TalosPlatform.Reports.Formats;

/// <summary>Durations of a run as people say them.</summary>
public static class SecondsFormat
{
    /// <summary><c>0.42 s</c>, <c>9.8 s</c>, <c>48 s</c>, <c>2 min 5 s</c>, <c>1 h 3 min</c>.</summary>
    public static string Format(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds < 0)
            return "–";
        if (seconds < 0.0005)
            return "0 s";
        if (seconds < 0.995)
            return seconds.ToString("0.00#", CultureInfo.InvariantCulture) is var small && seconds >= 0.01 ? seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s" : small + " s";
        if (seconds < 9.95)
            return seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
        var whole = (long)Math.Round(Math.Min(seconds, 1e15));
        if (whole < 60)
            return string.Create(CultureInfo.InvariantCulture, $"{whole} s");
        return whole < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{whole / 60} min {whole % 60} s")
            : string.Create(CultureInfo.InvariantCulture, $"{whole / 3600} h {whole % 3600 / 60} min");
    }
}
