using System.Globalization;

namespace Nuke.Common.Parameters;

/// <summary>Durations as people write them.</summary>
internal static class Durations
{
    /// <summary>Reads <c>90s</c>, <c>1h30m</c>, <c>250ms</c>, <c>2d</c> or <c>hh:mm:ss</c>. A number without unit is refused.</summary>
    /// <exception cref="FormatException">The text is no duration.</exception>
    public static TimeSpan Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var exact) ? exact : throw Invalid();
        var total = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty) throw Invalid();
        try
        {
            while (!rest.IsEmpty)
            {
                var digits = Count(rest, digits: true);
                if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) throw Invalid();
                rest = rest[digits..];
                var unit = rest[..Count(rest, digits: false)];
                total += TimeSpan.FromTicks(checked((long)Math.Round(number * Ticks(unit))));
                rest = rest[unit.Length..];
            }
        }
        catch (OverflowException)
        {
            throw Invalid();
        }
        return total;
    }

    private static int Count(ReadOnlySpan<char> text, bool digits)
    {
        var count = 0;
        while (count < text.Length && (char.IsAsciiDigit(text[count]) || text[count] == '.') == digits) count++;
        return count;
    }

    private static long Ticks(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        "d" => TimeSpan.TicksPerDay,
        _ => throw Invalid(),
    };

    private static FormatException Invalid() => new("is no duration; write 90s, 5m, 1h30m or 00:01:30");
}
