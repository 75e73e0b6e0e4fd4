namespace TalosPlatform.Queries.PromQl.Re2;

/// <summary>Character classes and escapes of single characters.</summary>
internal ref partial struct Re2Parser
{
    private const int MaxRune = 0x10FFFF;

    private Re2Fragment ParseClass()
    {
        var start = _position++;
        Accept('^');
        for (var first = true; first || !Accept(']'); first = false)
        {
            if (_position >= pattern.Length)
                return Fail("missing closing ]", pattern[start..]);
            if (!TryClassItem())
                return Re2Fragment.Empty;
        }

        return Re2Fragment.Character;
    }

    private bool TryClassItem()
    {
        var start = _position;
        var rest = pattern.AsSpan(start);
        if (rest.StartsWith("[:") && rest[2..].IndexOf(":]") is var end and >= 0)
        {
            var name = rest.Slice(2, end);
            _position += end + 4;
            return Re2Names.IsPosixClass(name.StartsWith("^") ? name[1..] : name)
                || Failed("invalid character class range", pattern[start.._position]);
        }

        if (rest.Length > 1 && rest[0] == '\\' && rest[1] is 'p' or 'P')
            return TryUnicodeClass();
        if (rest.Length > 1 && rest[0] == '\\' && rest[1] is 'd' or 'D' or 's' or 'S' or 'w' or 'W')
        {
            _position += 2;
            return true;
        }

        if (!TryClassRune(start, out var low))
            return false;
        // A minus at the end of the class stands for itself.
        if (_position + 1 >= pattern.Length || pattern[_position] != '-' || pattern[_position + 1] == ']')
            return true;
        _position++;
        if (!TryClassRune(start, out var high))
            return false;
        return high >= low || Failed("invalid character class range", pattern[start.._position]);
    }

    private bool TryClassRune(int start, out int code)
    {
        code = 0;
        if (_position >= pattern.Length)
            return Failed("missing closing ]", pattern[start..]);
        if (pattern[_position] == '\\')
            return TryEscapedRune(out code);
        if (!TryRune(out var character))
            return Failed("invalid UTF-8", pattern);
        code = char.ConvertToUtf32(character, 0);
        return true;
    }

    private bool TryEscapedRune(out int code)
    {
        var start = _position;
        code = 0;
        if (start + 1 >= pattern.Length)
            return Failed("trailing backslash at end of expression", "");
        var c = pattern[start + 1];
        _position += 2;
        switch (c)
        {
            case 'a':
                code = '\a';
                return true;
            case 'f':
                code = '\f';
                return true;
            case 'n':
                code = '\n';
                return true;
            case 'r':
                code = '\r';
                return true;
            case 't':
                code = '\t';
                return true;
            case 'v':
                code = '\v';
                return true;
            case 'x':
                return TryHex(out code) || Failed("invalid escape sequence", pattern[start..Math.Min(_position + 1, pattern.Length)]);
            case '0' or (>= '1' and <= '7') when c == '0' || IsOctal(_position):
                code = c - '0';
                for (var n = 0; n < 2 && IsOctal(_position); n++)
                    code = (code * 8) + (pattern[_position++] - '0');
                return true;
        }

        code = c;
        return (c < 0x80 && !char.IsAsciiLetterOrDigit(c)) || Failed("invalid escape sequence", pattern[start.._position]);
    }

    private readonly bool IsOctal(int i) => i < pattern.Length && pattern[i] is >= '0' and <= '7';

    private bool TryHex(out int code)
    {
        code = 0;
        var braced = Accept('{');
        var digits = 0;
        while (_position < pattern.Length && char.IsAsciiHexDigit(pattern[_position]) && (braced || digits < 2))
        {
            code = (code * 16) + Convert.ToInt32(pattern[_position].ToString(), 16);
            if (code > MaxRune)
                return false;
            digits++;
            _position++;
        }

        // A surrogate is no character; Go accepts the escape, and it matches nothing.
        if (code is >= 0xD800 and <= 0xDFFF)
            code = '\uFFFD';
        return braced ? digits > 0 && Accept('}') : digits == 2;
    }

    private bool TryUnicodeClass()
    {
        var start = _position;
        _position += 2;
        if (_position >= pattern.Length)
            return Failed("invalid character class range", pattern[start..]);
        string name;
        if (Accept('{'))
        {
            var end = pattern.IndexOf('}', _position);
            if (end < 0)
                return Failed("invalid character class range", pattern[start..]);
            name = pattern[_position..end];
            _position = end + 1;
        }
        else
        {
            name = pattern[_position++].ToString();
        }

        return Re2Names.IsUnicodeClass(name.StartsWith('^') ? name[1..] : name)
            || Failed("invalid character class range", pattern[start.._position]);
    }

    private bool Failed(string problem, string part)
    {
        Fail(problem, part);
        return false;
    }
}
