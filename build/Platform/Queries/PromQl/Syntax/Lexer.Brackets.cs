namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Tokens inside brackets.</summary>
internal partial struct Lexer
{
    private Token LeftBracket()
    {
        if (_inBrackets)
            return Fail(_position, 1, "unexpected left bracket '['", "brackets do not nest");
        (_inBrackets, _expectsDuration, _sawColon, _sawDuration) = (true, true, false, false);
        return Take(TokenKind.LeftBracket, 1);
    }

    /// <summary>Up to the first number: only that, signs and parentheses may come.</summary>
    private Token InsideBrackets()
    {
        var start = _position;
        if (start >= text.Length)
            return Fail(start, 0, "unexpected end of input in duration expression", "add a duration such as 5m and the missing ']'");
        var c = text[start];
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
        {
            _expectsDuration = false;
            _sawDuration = true;
            return NumberOrDuration();
        }

        if (Chars.IsAlpha(c) && TryDurationWord(out var word))
            return word;
        switch (c)
        {
            case ']':
                (_inBrackets, _expectsDuration, _sawColon) = (false, false, false);
                return Take(TokenKind.RightBracket, 1);
            case ':' when _sawDuration && !_sawColon:
                _sawColon = true;
                return Take(TokenKind.Colon, 1);
            case '(':
                _parens++;
                return Take(TokenKind.LeftParen, 1);
            case ')' when _parens > 0:
                _parens--;
                return Take(TokenKind.RightParen, 1);
            case '+' or '-' or '*' or '/' or '%' or '^' or ',':
                return Symbol(c);
            default:
                return Fail(start, 1, $"unexpected character in duration expression: {Chars.Quote(text, start)}", DurationHint(c));
        }
    }

    private Token WordInsideBrackets()
    {
        var start = _position;
        if (text[start] != ':' && TryDurationWord(out var word))
            return word;
        if (text[start] != ':' && !anyLetterSeparates)
            return Fail(start, 1, $"unexpected character: {Chars.Quote(text, start)}, expected ':'", "range and step of a subquery: [1h:5m]");
        if (_sawColon)
            return Fail(start, 1, $"unexpected colon {Chars.Quote(text, start)}", "a subquery has one range and one step: [1h:5m]");
        _sawColon = true;
        return Take(TokenKind.Colon, 1);
    }

    private bool TryDurationWord(out Token token)
    {
        var end = _position;
        while (end < text.Length && Chars.IsAlpha(text[end]))
            end++;
        var kind = Keywords.Classify(text.AsSpan(_position, end - _position));
        token = new(kind, _position, end - _position);
        if (kind is not (TokenKind.Step or TokenKind.Range or TokenKind.MinOf or TokenKind.MaxOf))
            return false;
        _position = end;
        return true;
    }

    private static string DurationHint(char c) => c switch
    {
        '$' => "a dashboard variable must be replaced before the query is parsed",
        '"' or '\'' or '`' => "durations are written without quotes: [5m]",
        _ => "durations look like 5m or 1h30m",
    };
}
