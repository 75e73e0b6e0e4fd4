using System.Globalization;

namespace TalosPlatform.Shared.Text;

/// <summary>Durations as Prometheus and Kubernetes users write them.</summary>
public static class Durations
{
    private static readonly (string Unit, double Milliseconds)[] Units =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000)];

    /// <summary>Reads <c>500ms</c>, <c>30s</c>, <c>1h30m</c>, <c>0</c>; null when the text is no duration.</summary>
    public static TimeSpan? TryParse(string text)
    {
        if (text == "0")
            return TimeSpan.Zero;
        var total = 0.0;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
            return null;
        while (!rest.IsEmpty)
        {
            var digits = 0;
            while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] == '.'))
                digits++;
            var letters = digits;
            while (letters < rest.Length && char.IsAsciiLetter(rest[letters]))
                letters++;
            if (digits == 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return null;
            var name = rest[digits..letters].ToString();
            var unit = Units.FirstOrDefault(u => u.Unit == name);
            if (unit.Unit is null)
                return null;
            total += number * unit.Milliseconds;
            rest = rest[letters..];
        }

        return total <= TimeSpan.MaxValue.TotalMilliseconds / 2 ? TimeSpan.FromMilliseconds(total) : null;
    }

    /// <summary>Writes a duration in the largest units that keep it exact, such as <c>1h30m</c>, as Prometheus reads it.</summary>
    public static string Format(TimeSpan duration)
    {
        var rest = (long)duration.TotalMilliseconds;
        if (rest <= 0)
            return "0s";
        var text = "";
        foreach (var (unit, milliseconds) in Units.Reverse())
        {
            if (unit == "w")
                continue;
            var count = rest / (long)milliseconds;
            rest %= (long)milliseconds;
            if (count > 0)
                text += count.ToString(CultureInfo.InvariantCulture) + unit;
        }

        return text;
    }
}
