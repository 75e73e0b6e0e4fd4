using System.Buffers;
using System.Text;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Classes of characters; all of them are ASCII.</summary>
internal static class Chars
{
    /// <summary>Stands for "nothing left"; a real NUL in the text is no valid character of the language either.</summary>
    public const char None = '\0';

    /// <summary>Characters of words.</summary>
    public static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    public static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r';

    public static bool IsAlpha(char c) => char.IsAsciiLetter(c) || c == '_';

    public static bool IsAlphaNumeric(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>The character at <paramref name="position"/> as people should see it in a message.</summary>
    public static string Quote(string text, int position)
    {
        if (position >= text.Length)
            return "end of input";
        if (Rune.TryGetRuneAt(text, position, out var rune) && !Rune.IsControl(rune))
            return $"'{rune}'";
        return $"U+{(int)text[position]:X4}";
    }
}
