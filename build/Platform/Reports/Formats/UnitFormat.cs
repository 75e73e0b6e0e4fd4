using System.Globalization;

namespace TalosPlatform.Reports.Formats;

/// <summary>Writes values in Grafana's units, as its panels show them.</summary>
public static class UnitFormat
{
    /// <summary>The value with its unit, such as <c>1.5 GiB</c>, <c>250 ms</c>, <c>99.9%</c>.</summary>
    /// <param name="value">The raw value, in the unit.</param>
    /// <param name="unit">Grafana unit id; an unknown id is written behind the number, as Grafana does.</param>
    /// <param name="decimals">Digits after the decimal point; null keeps three significant digits.</param>
    public static string Format(double value, string unit, int? decimals = null)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        if (SpecialUnits.Format(value, unit) is { } special)
            return special;
        var scale = ScaleFor(unit, Math.Abs(value));
        var scaled = value * scale.Factor;
        var number = decimals is { } digits ? Fixed(scaled, digits) : Significant(scaled);
        var suffix = number is "1" or "-1" && scale.Suffix is " hours" or " days" or " weeks" or " years" ? scale.Suffix[..^1] : scale.Suffix;
        return number.StartsWith('-') ? "-" + scale.Prefix + number[1..] + suffix : scale.Prefix + number + suffix;
    }

    /// <summary>The scale that suits values up to a magnitude, so that all numbers of one axis share it.</summary>
    public static UnitScale ScaleFor(string unit, double magnitude)
    {
        var steps = Find(unit).Steps;
        var step = steps[0];
        if (magnitude == 0 || !double.IsFinite(magnitude))
            step = steps.MinBy(s => Math.Abs(Math.Log(s.Factor)));
        else
            foreach (var candidate in steps)
            {
                // A hair below the threshold counts as on it: 0.9999999 s is a second, not 1000 ms.
                if (candidate.From <= magnitude * (1 + 1e-9))
                    step = candidate;
            }

        return new(step.Factor, step.Prefix, step.Suffix);
    }

    /// <summary>Whether the unit names points in time or states, which have no axis.</summary>
    public static bool IsSpecial(string unit) => SpecialUnits.Format(0, unit) is not null;

    /// <summary>What ticks of the unit are multiples of, and how many base units (bytes, seconds) one raw unit is.</summary>
    public static (TickBase Base, double ToBase) Ticks(string unit) => Find(unit) is var found ? (found.Ticks, found.ToBase) : default;

    /// <summary>A number with up to three significant digits, whole from 100 on, without trailing zeros or an exponent where it can be read without one.</summary>
    public static string Significant(double value)
    {
        var magnitude = Math.Abs(value);
        if (magnitude == 0)
            return "0";
        if (magnitude is >= 1e15 or < 1e-9)
            return value.ToString("0.##e+0", CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(magnitude)), 0, 12);
        var text = Math.Round(value, decimals).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
        return text is "-0" ? "0" : text;
    }

    /// <summary>A number with a fixed count of digits after the point, never <c>-0</c>.</summary>
    public static string Fixed(double value, int decimals)
    {
        var text = value.ToString("F" + Math.Clamp(decimals, 0, 12).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.StartsWith('-') && text.AsSpan(1).IndexOfAnyExcept('0', '.') < 0 ? text[1..] : text;
    }

    private static UnitTable.Unit Find(string unit)
    {
        if (UnitTable.All.TryGetValue(unit, out var known))
            return known;
        var colon = unit.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = colon > 0 ? (unit[..colon], unit[(colon + 1)..]) : ("", unit);
        return kind switch
        {
            "suffix" => UnitTable.Fixed(rest),
            "prefix" => new([new(0, 1, "", rest)]),
            "si" => UnitTable.Si(rest),
            "count" => UnitTable.Count(rest),
            "currency" => UnitTable.Currency(rest),
            _ => UnitTable.Fixed(" " + unit),
        };
    }
}
