using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TalosPlatform.Dashboards.Interpolation;

/// <summary>Formats a time (UTC) with moment.js' tokens (https://momentjs.com/docs/#/displaying/format/), which <c>${__from:date:…}</c> takes.</summary>
internal static partial class MomentFormat
{
    public static string Format(DateTimeOffset time, string pattern)
    {
        var result = new StringBuilder();
        foreach (Match token in Token().Matches(pattern))
            result.Append(Token(time.ToUniversalTime(), token.Value));
        return result.ToString();
    }

    private static string Token(DateTimeOffset time, string token)
    {
        string Net(string format) => time.ToString(format, CultureInfo.InvariantCulture);
        return token switch
        {
            ['[', .., ']'] => token[1..^1],
            "YYYY" => Net("yyyy"),
            "YY" => Net("yy"),
            "MMMM" => Net("MMMM"),
            "MMM" => Net("MMM"),
            "MM" => Net("MM"),
            "M" => Net("%M"),
            "DDDD" => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            "DDD" => time.DayOfYear.ToString(CultureInfo.InvariantCulture),
            "DD" => Net("dd"),
            "D" => Net("%d"),
            "Do" => time.Day + Ordinal(time.Day),
            "dddd" => Net("dddd"),
            "ddd" => Net("ddd"),
            "d" => ((int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
            "E" => (((int)time.DayOfWeek + 6) % 7 + 1).ToString(CultureInfo.InvariantCulture),
            "GGGG" => ISOWeek.GetYear(time.UtcDateTime).ToString("0000", CultureInfo.InvariantCulture),
            "WW" => ISOWeek.GetWeekOfYear(time.UtcDateTime).ToString("00", CultureInfo.InvariantCulture),
            "W" => ISOWeek.GetWeekOfYear(time.UtcDateTime).ToString(CultureInfo.InvariantCulture),
            "Q" => ((time.Month + 2) / 3).ToString(CultureInfo.InvariantCulture),
            "HH" => Net("HH"),
            "H" => Net("%H"),
            "hh" => Net("hh"),
            "h" => Net("%h"),
            "mm" => Net("mm"),
            "m" => Net("%m"),
            "ss" => Net("ss"),
            "s" => Net("%s"),
            "SSS" => Net("fff"),
            "SS" => Net("ff"),
            "S" => Net("%f"),
            "A" => time.Hour < 12 ? "AM" : "PM",
            "a" => time.Hour < 12 ? "am" : "pm",
            "Z" => "+00:00",
            "ZZ" => "+0000",
            "X" => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            "x" => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            _ => token,
        };
    }

    private static string Ordinal(int day) => (day % 10, day / 10) switch
    {
        (1, not 1) => "st",
        (2, not 1) => "nd",
        (3, not 1) => "rd",
        _ => "th",
    };

    [GeneratedRegex(@"\[[^\]]*\]|YYYY|YY|MMMM|MMM|MM|M|DDDD|DDD|DD|Do|D|dddd|ddd|d|E|GGGG|WW|W|Q|HH|H|hh|h|mm|m|ss|SSS|SS|S|s|A|a|ZZ|Z|X|x|.", RegexOptions.Singleline)]
    private static partial Regex Token();
}
