using System.Globalization;
using System.Text;

namespace TalosPlatform.Smoke;

/// <summary>Makes what a service said fit for one line of a report.</summary>
internal static class Evidence
{
    /// <summary>One line of printable characters, at most <paramref name="length"/> long.</summary>
    public static string Shorten(string text, int length = 200)
    {
        var line = new StringBuilder(Math.Min(text.Length, length) + 1);
        foreach (var character in text.AsSpan().Trim())
        {
            if (line.Length >= length)
                return line.Append('…').ToString();
            if (!char.IsControl(character))
                line.Append(character);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        return line.ToString();
    }

    /// <summary>A number as people write it.</summary>
    public static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>The first few of a list, and how many more there are.</summary>
    public static string List(IReadOnlyCollection<string> items, int shown = 5) =>
        items.Count == 0 ? "none" : string.Join(", ", items.Take(shown)) + (items.Count > shown ? $" and {items.Count - shown} more" : "");
}
