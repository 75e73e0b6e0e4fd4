namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Numbers, strings, white space and errors.</summary>
internal partial struct Lexer
{
    private const char Replacement = '\uFFFD';

    private Token NumberOrDuration()
    {
        var start = _position;
        var kind = NumberScanner.Scan(text, ref _position);
        if (kind != TokenKind.Error)
            return new(kind, start, _position - start);
        // Quote the whole word, not only the part up to the first character that is out of place.
        while (Chars.IsAlphaNumeric(Peek()))
            _position++;
        var word = text[start.._position];
        return Fail(start, word.Length, $"bad number or duration syntax: \"{word}\"", "durations look like 5m or 1h30m, units y w d h m s ms");
    }

    private Token QuotedString(char quote)
    {
        var start = _position;
        for (var i = start + 1; i < text.Length;)
        {
            var c = text[i];
            if (c == quote)
                return Take(TokenKind.Text, i + 1 - start);
            if (c == '\n')
                break;
            if (c == '\\')
            {
                if (StringEscape.Check(text, ref i, quote) is { } problem)
                    return Fail(start, Math.Min(i + 1, text.Length) - start, problem, "write \\\\ for a backslash, or quote with backticks");
                continue;
            }

            if (!IsText(ref i))
                return Fail(i, 1, "invalid UTF-8 rune", "");
        }

        return Fail(start, 1, "unterminated quoted string", $"add the closing {quote}");
    }

    private Token RawString()
    {
        var start = _position;
        for (var i = start + 1; i < text.Length;)
        {
            if (text[i] == '`')
                return Take(TokenKind.Text, i + 1 - start);
            if (!IsText(ref i))
                return Fail(i, 1, "invalid UTF-8 rune", "");
        }

        return Fail(start, 1, "unterminated raw string", "add the closing `");
    }

    /// <summary>Moves over one character. A lone surrogate is no text, nor is the mark that replaces what could not be decoded.</summary>
    private readonly bool IsText(ref int i)
    {
        var c = text[i];
        if (c == Replacement || (char.IsSurrogate(c) && !(i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))))
            return false;
        i += char.IsSurrogate(c) ? 2 : 1;
        return true;
    }

    private void SkipSpace()
    {
        while (Chars.IsSpace(Peek()))
            _position++;
    }

    private void SkipSpaceAndComments()
    {
        SkipSpace();
        while (Peek() == '#')
        {
            var length = text.AsSpan(_position).IndexOfAny('\r', '\n');
            _position = length < 0 ? text.Length : _position + length;
            SkipSpace();
        }
    }

    private readonly bool ParenthesisFollows()
    {
        var rest = text.AsSpan(_position).TrimStart(" \t\r\n");
        return rest.Length > 0 && rest[0] == '(';
    }

    private readonly char Peek(int ahead = 0) => _position + ahead < text.Length ? text[_position + ahead] : Chars.None;

    private Token Take(TokenKind kind, int length)
    {
        var token = new Token(kind, _position, length);
        _position += length;
        return token;
    }

    private Token Fail(int start, int length, string message, string hint)
    {
        Error = new(message, hint, new(start, length));
        _position = start;
        return new(TokenKind.Error, start, length);
    }
}
