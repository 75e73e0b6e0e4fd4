using System.Globalization;
using System.Text;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Durations such as <c>1h30m</c>: years of 365 days down to milliseconds, each unit at most once, largest first.</summary>
internal static class DurationText
{
    private static readonly (string Name, long Milliseconds, bool OnlyExact)[] Units =
    [
        ("y", 365L * 86_400_000, true), ("w", 7L * 86_400_000, true), ("d", 86_400_000, false), ("h", 3_600_000, false),
        ("m", 60_000, false), ("s", 1_000, false), ("ms", 1, false),
    ];

    /// <summary>Parses a duration token.</summary>
    /// <returns>The problem, or null.</returns>
    public static string? TryParse(ReadOnlySpan<char> text, out double seconds)
    {
        seconds = 0;
        Int128 total = 0;
        var unit = 0;
        for (var i = 0; i < text.Length;)
        {
            var digits = text[i..];
            digits = digits[..DigitCount(digits)];
            i += digits.Length;
            var name = i + 1 < text.Length && text[i] == 'm' && text[i + 1] == 's' ? "ms" : text.Slice(i, 1);
            while (unit < Units.Length && !name.SequenceEqual(Units[unit].Name))
                unit++;
            if (unit == Units.Length)
                return $"not a valid duration string: \"{text}\"";
            i += name.Length;
            if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                return "duration out of range";
            total += (Int128)count * Units[unit].Milliseconds;
            if (total * 1_000_000 > long.MaxValue)
                return "duration out of range";
            unit++;
        }

        seconds = (double)total / 1000;
        return null;
    }

    /// <summary>Writes a duration of whole milliseconds the way Prometheus does; anything else as a number of seconds.</summary>
    public static void Append(StringBuilder output, double seconds)
    {
        var milliseconds = Math.Round(seconds * 1000);
        if (Math.Abs(milliseconds) > 9e15 || milliseconds / 1000 != seconds)
        {
            output.Append(NumberText.Format(seconds));
            return;
        }

        if (double.IsNegative(milliseconds))
            output.Append('-');
        var rest = (long)Math.Abs(milliseconds);
        if (rest == 0)
            output.Append("0s");
        foreach (var (name, length, onlyExact) in Units)
        {
            if (rest < length || (onlyExact && rest % length != 0))
                continue;
            output.Append(CultureInfo.InvariantCulture, $"{rest / length}{name}");
            rest %= length;
        }
    }

    private static int DigitCount(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
