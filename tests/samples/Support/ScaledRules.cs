using System.Globalization;
using System.Text.RegularExpressions;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>The samples' alert rules with shorter times, so that they fire and resolve within seconds. Nothing else is changed:
/// a window is a twelfth of what it was, a "for" a sixtieth; thresholds, labels and texts stay.</summary>
public static partial class ScaledRules
{
    private const int Windows = 12, Fors = 60;

    /// <summary>The text of a rule file with every duration shortened.</summary>
    public static string Of(string rules) => For().Replace(Window().Replace(rules, match => $"[{Shorten(match, Windows)}]"), match => $"for: {Shorten(match, Fors)}");

    private static string Shorten(Match match, int factor) =>
        (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * 60 / factor).ToString(CultureInfo.InvariantCulture) + "s";

    [GeneratedRegex(@"\[(\d+)m\]")]
    private static partial Regex Window();

    [GeneratedRegex(@"for: (\d+)m")]
    private static partial Regex For();
}
