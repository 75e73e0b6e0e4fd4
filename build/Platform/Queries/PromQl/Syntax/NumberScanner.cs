namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>
/// Finds the end of a number or duration. The rules, odd corners included (<c>0x1e+5</c> is one token, <c>1e</c> none), are those of
/// promql/parser/lex.go; whether the token has a value is decided by <see cref="NumberValue"/>.
/// </summary>
internal static class NumberScanner
{
    /// <summary>Scans from <paramref name="position"/>, moving it behind what was read.</summary>
    /// <returns>Number, Duration, or Error.</returns>
    public static TokenKind Scan(ReadOnlySpan<char> text, ref int position)
    {
        if (ScanNumber(text, ref position))
            return TokenKind.Number;
        return ScanUnits(text, ref position) ? TokenKind.Duration : TokenKind.Error;
    }

    private static bool ScanNumber(ReadOnlySpan<char> text, ref int i)
    {
        var start = i;
        var hex = false;
        if (Accept(text, ref i, "0") && Accept(text, ref i, "xX"))
        {
            Accept(text, ref i, "_");
            hex = true;
        }

        Accept(text, ref i, ".");
        if (IsDigit(At(text, i), hex))
            i++;
        if (!ScanDigits(text, ref i, hex))
            return false;
        return i > start && !Chars.IsAlphaNumeric(At(text, i));
    }

    private static bool ScanDigits(ReadOnlySpan<char> text, ref int i, bool hex)
    {
        var (dot, exponent) = (false, false);
        while (true)
        {
            switch (At(text, i))
            {
                case '.':
                    i++;
                    if (dot || hex || Accept(text, ref i, "_."))
                        return false;
                    dot = true;
                    break;
                case 'e' or 'E':
                    i++;
                    if (exponent)
                        return false;
                    exponent = true;
                    Accept(text, ref i, "+-");
                    if (Accept(text, ref i, "._eE") || i >= text.Length)
                        return false;
                    break;
                case '_':
                    i++;
                    if (Accept(text, ref i, "._eE") || i >= text.Length)
                        return false;
                    break;
                case var c when IsDigit(c, hex):
                    while (IsDigit(At(text, i), hex))
                        i++;
                    break;
                default:
                    return true;
            }
        }
    }

    private static bool ScanUnits(ReadOnlySpan<char> text, ref int i)
    {
        if (!Accept(text, ref i, "smhdwy"))
            return false;
        Accept(text, ref i, "s");
        while (char.IsAsciiDigit(At(text, i)))
        {
            while (char.IsAsciiDigit(At(text, i)))
                i++;
            if (!Accept(text, ref i, "smhdw"))
                return false;
            Accept(text, ref i, "s");
        }

        return !Chars.IsAlphaNumeric(At(text, i));
    }

    private static char At(ReadOnlySpan<char> text, int i) => i < text.Length ? text[i] : Chars.None;

    private static bool IsDigit(char c, bool hex) => hex ? char.IsAsciiHexDigit(c) : char.IsAsciiDigit(c);

    private static bool Accept(ReadOnlySpan<char> text, ref int i, string set)
    {
        if (i >= text.Length || !set.Contains(text[i]))
            return false;
        i++;
        return true;
    }
}
