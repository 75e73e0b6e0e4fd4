using System.Globalization;

namespace TalosPlatform.Reports.Formats;

/// <summary>Grafana units that are no number with a suffix: points in time, durations in parts, states, other notations.</summary>
internal static class SpecialUnits
{
    /// <summary>The value in such a unit; null when the unit is an ordinary one.</summary>
    internal static string? Format(double value, string unit) => unit switch
    {
        // Grafana's date units take milliseconds since 1970.
        "dateTimeAsIso" or "dateTimeAsIsoNoDateIfToday" or "dateTimeAsSystem" or "dateTimeAsLocal" or "dateTimeAsLocalNoDateIfToday" or "dateTimeFromNow"
            => Date(value, "yyyy-MM-dd HH:mm:ss"),
        "dateTimeAsUS" or "dateTimeAsUSNoDateIfToday" => Date(value, "MM/dd/yyyy h:mm:ss tt"),
        "bool" => value != 0 ? "True" : "False",
        "bool_yes_no" => value != 0 ? "Yes" : "No",
        "bool_on_off" => value != 0 ? "On" : "Off",
        "dtdurations" => Parts(value),
        "dtdurationms" => Parts(value / 1000),
        "clocks" or "dthms" => Clock(value),
        "clockms" or "dtdhms" => unit == "clockms" ? Clock(value / 1000) : Clock(value),
        "hex" => Hex(value, ""),
        "hex0x" => Hex(value, "0x"),
        "sci" => value.ToString("0.###e+0", CultureInfo.InvariantCulture),
        "locale" => value.ToString("#,0.##", CultureInfo.InvariantCulture),
        _ when unit.StartsWith("time:", StringComparison.Ordinal) => Date(value, "yyyy-MM-dd HH:mm:ss"),
        _ => null,
    };

    private static string Date(double milliseconds, string format) =>
        milliseconds is >= -62_135_596_800_000 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds).UtcDateTime.ToString(format, CultureInfo.InvariantCulture)
            : UnitFormat.Significant(milliseconds);

    private static string Hex(double value, string prefix) =>
        Math.Abs(value) < long.MaxValue
            ? (value < 0 ? "-" : "") + prefix + ((long)Math.Abs(Math.Round(value))).ToString("X", CultureInfo.InvariantCulture)
            : UnitFormat.Significant(value);

    private static string Parts(double seconds)
    {
        (double Size, string Name)[] units = [(31536000, "year"), (604800, "week"), (86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
        if (Math.Abs(seconds) < 1)
            return UnitFormat.Format(seconds, "s");
        var rest = Math.Abs(seconds);
        List<string> parts = [];
        foreach (var (size, name) in units)
        {
            var count = Math.Floor(rest / size);
            rest -= count * size;
            if (count > 0 && parts.Count < 2)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {name}{(count == 1 ? "" : "s")}"));
        }

        return (seconds < 0 ? "-" : "") + string.Join(", ", parts);
    }

    private static string Clock(double seconds)
    {
        if (Math.Abs(seconds) > 1e11)
            return UnitFormat.Format(seconds, "s");
        var whole = (long)Math.Abs(seconds);
        var days = whole / 86400;
        var text = string.Create(CultureInfo.InvariantCulture, $"{whole / 3600 % 24:00}:{whole / 60 % 60:00}:{whole % 60:00}");
        return (seconds < 0 ? "-" : "") + (days > 0 ? days.ToString(CultureInfo.InvariantCulture) + " d " + text : text);
    }
}
