using System.Globalization;
using System.Text.RegularExpressions;
using TalosPlatform.Reports.Charts;
using TalosPlatform.Reports.Html;

namespace TalosPlatform.Tests.Reports;

/// <summary>Contrast after WCAG 2.2 and colour blindness after Machado, Oliveira and Fernandes (2009), full severity.</summary>
public sealed class PaletteTests
{
    private static readonly Dictionary<string, double[]> Blindness = new()
    {
        ["none"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["protanopia"] = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        ["deuteranopia"] = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        ["tritanopia"] = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    };

    public static TheoryData<string, bool> Eyes => [.. from name in Blindness.Keys from dark in new[] { false, true } select (name, dark)];

    [Theory, MemberData(nameof(Eyes))]
    public void The_first_six_series_can_be_told_apart(string blindness, bool dark)
    {
        var colors = Palette.Series.Select(c => Lab(See(dark ? c.Dark : c.Light, Blindness[blindness]))).ToList();
        for (var a = 0; a < 6; a++)
        {
            for (var b = a + 1; b < 6; b++)
            {
                var distance = Math.Sqrt(colors[a].Zip(colors[b]).Sum(p => (p.First - p.Second) * (p.First - p.Second)));
                Assert.True(distance > 15, $"{blindness}, {(dark ? "dark" : "light")}: colours {a} and {b} are {distance:F1} apart");
            }
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Lines_stand_out_from_the_card(bool dark) =>
        Assert.All(Palette.Series, c => Assert.True(Contrast(dark ? c.Dark : c.Light, Variable("card", dark)) >= 3, dark ? c.Dark : c.Light));

    [Theory]
    [InlineData("text", "bg"), InlineData("text", "card"), InlineData("soft", "bg"), InlineData("soft", "card"), InlineData("soft", "sunk"), InlineData("link", "bg"), InlineData("link", "card")]
    [InlineData("ok", "ok-bg"), InlineData("bad", "bad-bg"), InlineData("warn", "warn-bg"), InlineData("mute", "mute-bg"), InlineData("bad", "card"), InlineData("ok", "bg"), InlineData("warn", "bg")]
    public void Text_is_readable(string text, string ground)
    {
        foreach (var dark in new[] { false, true })
            Assert.True(Contrast(Variable(text, dark), Variable(ground, dark)) >= 4.5, $"{text} on {ground}, {(dark ? "dark" : "light")}: {Contrast(Variable(text, dark), Variable(ground, dark)):F2}");
    }

    private static string Variable(string name, bool dark) =>
        Regex.Match(HtmlAssets.Style, $"--{name}:light-dark\\((#[0-9a-f]{{6}}),(#[0-9a-f]{{6}})\\)").Groups[dark ? 2 : 1].Value;

    private static double[] Linear(string color) =>
        [.. Enumerable.Range(0, 3).Select(i => int.Parse(color.AsSpan(1 + i * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];

    private static double Contrast(string a, string b)
    {
        static double Luminance(double[] c) => 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
        var (first, second) = (Luminance(Linear(a)), Luminance(Linear(b)));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    private static double[] See(string color, double[] matrix)
    {
        var c = Linear(color);
        return [.. Enumerable.Range(0, 3).Select(row => Math.Clamp(matrix[row * 3] * c[0] + matrix[row * 3 + 1] * c[1] + matrix[row * 3 + 2] * c[2], 0, 1))];
    }

    private static double[] Lab(double[] c)
    {
        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16.0 / 116;
        var x = F((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047);
        var y = F(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
        var z = F((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
    }
}
