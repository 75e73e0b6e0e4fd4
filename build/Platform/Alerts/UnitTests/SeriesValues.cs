using System.Globalization;
using System.Text.RegularExpressions;

namespace TalosPlatform.Alerts.UnitTests;

/// <summary>Reads how long promtool's notation of values lasts: <c>1 2 3</c>, <c>0+10x5</c> (six values), <c>1x5</c> (six), <c>_x5</c> (five), <c>{{…}}x5</c>.</summary>
internal static partial class SeriesValues
{
    /// <summary>Number of intervals the values cover; null when the notation is unknown.</summary>
    public static long? Count(string values)
    {
        long count = 0;
        foreach (var token in Histogram().Replace(values, "0").Split((char[])[' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var match = Token().Match(token);
            if (!match.Success)
                return null;
            if (!match.Groups["times"].Success)
                count++;
            else if (long.TryParse(match.Groups["times"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var times))
                count += match.Groups["gap"].Success ? times : times + 1;
            else
                return null;
        }

        return count;
    }

    [GeneratedRegex(@"\{\{[^}]*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Histogram();

    [GeneratedRegex(@"\A((?<gap>_)|stale|[+-]?[0-9.]+([eE][+-]?[0-9]+)?|[+-]?0x[0-9a-fA-F]+|[+-]?(Inf|inf|NaN|nan))([+-][0-9.]+([eE][+-]?[0-9]+)?)?(x(?<times>[0-9]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
