using System.Text;

namespace TalosPlatform.Reports;

/// <summary>Makes text from anywhere (file names, labels, messages of servers) fit to be shown: whatever comes in, what comes out is valid Unicode
/// that XML can hold and that cannot reorder the text around it.</summary>
public static class SafeText
{
    /// <summary>Longest text a report shows, UTF-16 units; the rest is cut.</summary>
    public const int MaxLength = 4_000;

    /// <summary>Replaces control characters but line feed and tab, unpaired surrogates, noncharacters and bidirectional overrides by U+FFFD, and cuts text that is too long.</summary>
    public static string Clean(string? text, int maxLength = MaxLength)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var cut = text.Length > maxLength;
        if (cut)
            text = text[..Cut(text, maxLength)] + "…";
        if (!NeedsWork(text))
            return text;
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
                clean.Append(text[i]).Append(text[++i]);
            else if (text[i] == '\r')
                clean.Append(i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\n");
            else
                clean.Append(IsUnfit(text[i]) ? '\uFFFD' : text[i]);
        }

        return clean.ToString();
    }

    /// <summary>The text on one line: runs of white space become one space.</summary>
    public static string OneLine(string? text, int maxLength = MaxLength) =>
        string.Join(' ', Clean(text, maxLength).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The largest length up to <paramref name="length"/> that splits no surrogate pair.</summary>
    public static int Cut(string text, int length) =>
        length >= text.Length ? text.Length : length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : Math.Max(0, length);

    private static bool NeedsWork(string text)
    {
        foreach (var c in text)
        {
            if (IsUnfit(c))
                return true;
        }

        return false;
    }

    private static bool IsUnfit(char c) =>
        c < ' ' ? c is not ('\n' or '\t')
        : c is >= '\u007F' and <= '\u009F' or '\u2028' or '\u2029'
            or '\u200E' or '\u200F' or '\u061C' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
            or (>= '\uD800' and <= '\uDFFF') or (>= '\uFDD0' and <= '\uFDEF') or '\uFFFE' or '\uFFFF';
}
