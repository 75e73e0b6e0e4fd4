using System.Text;

namespace Nuke.Common.Reporting;

/// <summary>Lays text out in columns.</summary>
internal static class TextLayout
{
    /// <summary>Breaks text at spaces so that no line is longer than <paramref name="width"/>, words permitting.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }
        if (line.Length > 0) yield return line.ToString();
    }

    /// <summary>A left column with a wrapped right column beside it.</summary>
    public static void Row(StringBuilder output, string left, int leftLength, int leftWidth, string right, int width)
    {
        output.Append(left);
        var first = true;
        foreach (var line in Wrap(right, Math.Max(20, width - leftWidth)))
        {
            output.Append(' ', first ? Math.Max(1, leftWidth - leftLength) : leftWidth).Append(line).Append('\n');
            if (first && leftLength >= leftWidth) leftLength = leftWidth;
            first = false;
        }
        if (first) output.Append('\n');
    }
}
