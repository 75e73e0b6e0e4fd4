using System.Collections.Immutable;
using System.Text;

namespace TalosPlatform.Reports.Charts;

/// <summary>Colours of series: told apart with every common kind of colour blindness, at least 3:1 against the page in light and dark.</summary>
public static class Palette
{
    /// <summary>Light and dark variant of each colour, in the order of use. Hues alternate between blue and orange families,
    /// which all dichromats separate, and neighbours differ in lightness too.</summary>
    public static ImmutableArray<(string Light, string Dark)> Series { get; } =
    [
        ("#1f5fbf", "#6ea8fe"),
        ("#d06000", "#f0952a"),
        ("#00856b", "#2dc9a4"),
        ("#a3327f", "#d060b8"),
        ("#2f9bd6", "#b9e6fb"),
        ("#3d3a14", "#f3ea9a"),
        ("#5b3fa0", "#a78bfa"),
        ("#6b7280", "#9ca3af"),
    ];

    /// <summary>The index of the colour of a series.</summary>
    public static int Index(int series) => series % Series.Length;

    /// <summary>The palette as custom properties of a style sheet, and one class a colour that sets <c>--c</c>.</summary>
    public static string StyleSheet()
    {
        var css = new StringBuilder(":root{");
        for (var i = 0; i < Series.Length; i++)
            css.Append(FormattableString.Invariant($"--s{i}:light-dark({Series[i].Light},{Series[i].Dark});"));
        css.Append("}\n");
        for (var i = 0; i < Series.Length; i++)
            css.Append(FormattableString.Invariant($".k{i}{{--c:var(--s{i})}}\n"));
        return css.ToString();
    }
}
