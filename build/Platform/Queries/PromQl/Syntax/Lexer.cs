namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>
/// Splits a query into tokens. What a character means depends on whether a brace or bracket is open, as in promql/parser/lex.go:
/// inside braces words are never keywords, inside brackets only durations, arithmetic and a colon are expected.
/// </summary>
internal partial struct Lexer(string text, bool anyLetterSeparates)
{
    private int _position;
    private int _parens;
    private bool _inBraces;
    private bool _inBrackets;
    private bool _expectsDuration;
    private bool _sawColon;
    private bool _sawDuration;

    /// <summary>What is wrong when the last token was <see cref="TokenKind.Error"/>.</summary>
    public PromQlError? Error { get; private set; }

    /// <summary>The next token; stays at the error or the end of the input once that was reached.</summary>
    public Token Next()
    {
        if (Error is not null)
            return new(TokenKind.Error, _position, 0);
        if (!_expectsDuration || _inBraces)
            SkipSpaceAndComments();
        else
            SkipSpace();
        if (_inBraces)
            return InsideBraces();
        return _expectsDuration ? InsideBrackets() : Statement();
    }

    private Token Statement()
    {
        var start = _position;
        if (start >= text.Length)
            return EndOfInput();
        var c = text[start];
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
            return NumberOrDuration();
        if (Chars.IsAlpha(c) || c == ':')
            return _inBrackets ? WordInsideBrackets() : Word();
        switch (c)
        {
            case '(':
                _parens++;
                return Take(TokenKind.LeftParen, 1);
            case ')':
                return _parens-- > 0
                    ? Take(TokenKind.RightParen, 1)
                    : Fail(start, 1, "unexpected right parenthesis ')'", "remove it, or add the '(' it belongs to");
            case '{':
                _inBraces = true;
                return Take(TokenKind.LeftBrace, 1);
            case '[':
                return LeftBracket();
            case ']':
                if (!_inBrackets)
                    return Fail(start, 1, "unexpected right bracket ']'", "remove it, or add the '[' it belongs to");
                _inBrackets = false;
                return Take(TokenKind.RightBracket, 1);
            case '"' or '\'':
                return QuotedString(c);
            case '`':
                return RawString();
            default:
                return Symbol(c);
        }
    }

    private Token Symbol(char c)
    {
        var next = Peek(1);
        return (c, next) switch
        {
            (',', _) => Take(TokenKind.Comma, 1),
            ('+', _) => Take(TokenKind.Add, 1),
            ('-', _) => Take(TokenKind.Subtract, 1),
            ('*', _) => Take(TokenKind.Multiply, 1),
            ('/', _) => Take(TokenKind.Divide, 1),
            ('%', _) => Take(TokenKind.Modulo, 1),
            ('^', _) => Take(TokenKind.Power, 1),
            ('@', _) => Take(TokenKind.At, 1),
            ('=', '=') => Take(TokenKind.Equal, 2),
            ('=', '~') => Fail(_position, 2, "unexpected character after '=': '~'", "=~ belongs inside braces: metric{label=~\"regex\"}"),
            ('=', _) => Take(TokenKind.Assign, 1),
            ('!', '=') => Take(TokenKind.NotEqual, 2),
            ('!', '~') => Fail(_position, 2, "unexpected character after '!': '~'", "!~ belongs inside braces: metric{label!~\"regex\"}"),
            ('!', _) => Fail(_position, 1, $"unexpected character after '!': {Chars.Quote(text, _position + 1)}", "'not equal' is !="),
            ('<', '=') => Take(TokenKind.LessOrEqual, 2),
            ('<', '/') => Take(TokenKind.TrimUpper, 2),
            ('<', _) => Take(TokenKind.Less, 1),
            ('>', '=') => Take(TokenKind.GreaterOrEqual, 2),
            ('>', '/') => Take(TokenKind.TrimLower, 2),
            ('>', _) => Take(TokenKind.Greater, 1),
            _ => Fail(_position, 1, $"unexpected character: {Chars.Quote(text, _position)}", UnexpectedHint(c)),
        };
    }

    private Token Word()
    {
        var start = _position;
        while (Chars.IsAlphaNumeric(Peek()) || Peek() == ':')
            _position++;
        var kind = Keywords.Classify(text.AsSpan(start, _position - start));
        // Metrics may be named fill; the modifier always has a parenthesis.
        if (kind is TokenKind.Fill or TokenKind.FillLeft or TokenKind.FillRight && !ParenthesisFollows())
            kind = TokenKind.Identifier;
        return new(kind, start, _position - start);
    }

    private Token InsideBraces()
    {
        var start = _position;
        var c = Peek();
        if (start >= text.Length)
            return Fail(start, 0, "unexpected end of input inside braces", "close the selector with '}'");
        if (Chars.IsAlpha(c))
        {
            while (Chars.IsAlphaNumeric(Peek()))
                _position++;
            return new(TokenKind.Identifier, start, _position - start);
        }

        switch (c, Peek(1))
        {
            case (',', _):
                return Take(TokenKind.Comma, 1);
            case ('"' or '\'', _):
                return QuotedString(c);
            case ('`', _):
                return RawString();
            case ('=', '~'):
                return Take(TokenKind.MatchRegex, 2);
            case ('=', _):
                return Take(TokenKind.Assign, 1);
            case ('!', '~'):
                return Take(TokenKind.MatchNotRegex, 2);
            case ('!', '='):
                return Take(TokenKind.NotEqual, 2);
            case ('}', _):
                _inBraces = false;
                return Take(TokenKind.RightBrace, 1);
            default:
                return Fail(start, 1, $"unexpected character inside braces: {Chars.Quote(text, start)}", BraceHint(c));
        }
    }

    private Token EndOfInput()
    {
        if (_parens > 0)
            return Fail(_position, 0, "unclosed left parenthesis", "add the missing ')'");
        if (_inBrackets)
            return Fail(_position, 0, "unclosed left bracket", "add the missing ']'");
        return new(TokenKind.EndOfInput, _position, 0);
    }

    private static string UnexpectedHint(char c) => c switch
    {
        '$' => "a dashboard variable must be replaced before the query is parsed",
        '}' => "remove it, or add the '{' it belongs to",
        '&' or '|' => "the set operators are 'and', 'or' and 'unless'",
        '\u201c' or '\u201d' or '\u2018' or '\u2019' => "use straight quotes",
        _ => "",
    };

    private static string BraceHint(char c) => c switch
    {
        '{' => "braces do not nest",
        '<' or '>' => "labels are compared with =, !=, =~ or !~",
        ':' => "write label=\"value\"",
        '$' => "a dashboard variable must be replaced before the query is parsed",
        _ when char.IsAsciiDigit(c) => "label values are strings: write them in quotes",
        _ => "label names with special characters need quotes",
    };
}
