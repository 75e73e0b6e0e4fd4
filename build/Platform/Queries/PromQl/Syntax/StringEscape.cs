namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Escape sequences of quoted strings: those of Go.</summary>
internal static class StringEscape
{
    /// <summary>Checks the escape whose backslash stands at <paramref name="i"/> and moves behind it.</summary>
    /// <returns>The problem, or null.</returns>
    public static string? Check(string text, ref int i, char quote)
    {
        i++;
        if (i >= text.Length)
            return "escape sequence not terminated";
        var kind = text[i];
        if (kind == quote || kind is 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v' or '\\')
        {
            i++;
            return null;
        }

        var (digits, numberBase) = Shape(kind);
        if (digits == 0)
            return $"unknown escape sequence \\{Chars.Quote(text, i)}";
        if (numberBase == 16)
            i++;
        uint value = 0;
        for (var n = 0; n < digits; n++, i++)
        {
            if (i >= text.Length)
                return "escape sequence not terminated";
            var digit = Digit(text[i]);
            if (digit >= numberBase)
                return $"illegal character {Chars.Quote(text, i)} in escape sequence";
            value = (value * (uint)numberBase) + (uint)digit;
        }

        var max = kind is 'u' or 'U' ? 0x10FFFFu : 255u;
        return value > max || value is >= 0xD800 and < 0xE000 ? "escape sequence is an invalid Unicode code point" : null;
    }

    /// <summary>Reads one character or escape of a checked string.</summary>
    /// <returns>Whether <paramref name="code"/> is a byte (<c>\xff</c>, <c>\377</c>) rather than a character.</returns>
    public static bool Read(ReadOnlySpan<char> body, ref int i, out int code)
    {
        code = body[i++];
        if (code != '\\')
            return false;
        var kind = body[i];
        var (digits, numberBase) = Shape(kind);
        if (digits == 0)
        {
            i++;
            code = kind switch
            {
                'a' => '\a',
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\v',
                _ => kind,
            };
            return false;
        }

        if (numberBase == 16)
            i++;
        code = 0;
        for (var n = 0; n < digits; n++)
            code = (code * numberBase) + Digit(body[i++]);
        return kind is not ('u' or 'U');
    }

    private static (int Digits, int Base) Shape(char kind) => kind switch
    {
        'x' => (2, 16),
        'u' => (4, 16),
        'U' => (8, 16),
        >= '0' and <= '7' => (3, 8),
        _ => (0, 0),
    };

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => 16,
    };
}
