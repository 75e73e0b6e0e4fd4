using System.Globalization;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Values of number tokens: Go's integer literals (<c>0x1F</c>, <c>0755</c>, <c>1_000</c>), then its decimal floats.</summary>
internal static class NumberValue
{
    private const int StackLimit = 256;

    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        if (char.IsAsciiLetter(text[0]))
        {
            value = text[0] is 'i' or 'I' ? double.PositiveInfinity : double.NaN;
            return true;
        }

        if (!text.Contains('_'))
            return TryParseDigits(text, ref value);
        if (!UnderscoresSeparateDigits(text))
            return false;
        var buffer = text.Length <= StackLimit ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (c != '_')
                buffer[length++] = c;
        }

        return TryParseDigits(buffer[..length], ref value);
    }

    private static bool TryParseDigits(ReadOnlySpan<char> text, ref double value)
    {
        if (text.Length > 1 && text[1] is 'x' or 'X')
        {
            if (!long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) || hex < 0)
                return false;
            value = hex;
            return true;
        }

        if (text.Length > 1 && text[0] == '0' && TryParseOctal(text[1..], out var octal))
        {
            value = octal;
            return true;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    private static bool TryParseOctal(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        foreach (var c in digits)
        {
            if (c is < '0' or > '7' || value > long.MaxValue >> 3)
                return false;
            value = (value << 3) | (uint)(c - '0');
        }

        return true;
    }

    private static bool UnderscoresSeparateDigits(ReadOnlySpan<char> text)
    {
        var hex = text.Length > 1 && text[1] is 'x' or 'X';
        var afterDigit = hex;
        var afterUnderscore = false;
        foreach (var c in hex ? text[2..] : text)
        {
            if (c == '_')
            {
                if (!afterDigit)
                    return false;
                (afterDigit, afterUnderscore) = (false, true);
                continue;
            }

            afterDigit = hex ? char.IsAsciiHexDigit(c) : char.IsAsciiDigit(c);
            if (afterUnderscore && !afterDigit)
                return false;
            afterUnderscore = false;
        }

        return !afterUnderscore;
    }
}
