namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Movement through the tokens and complaints about them.</summary>
internal sealed partial class ExpressionParser
{
    private void Advance()
    {
        _previousEnd = _token.End;
        _token = _lexer.Next();
    }

    private ReadOnlySpan<char> Slice(Token token) => _text.AsSpan(token.Start, token.Length);

    private bool Accept(TokenKind kind)
    {
        if (_token.Kind != kind)
            return false;
        Advance();
        return true;
    }

    private bool Expect(TokenKind kind, string context, string expected)
    {
        if (Accept(kind))
            return true;
        Unexpected(context, expected, "");
        return false;
    }

    private bool TryGrow(ref int height)
    {
        if (++height <= MaxHeight)
            return true;
        Fail(_token, $"expression combines more than {MaxHeight} parts in a row", "move parts of it into recording rules");
        return false;
    }

    private Ast.PromQlExpression? Unexpected(string context, string expected, string hint)
    {
        var message = "unexpected " + Describe(_token);
        if (context.Length > 0)
            message += " in " + context;
        if (expected.Length > 0)
            message += ", expected " + expected;
        return Fail(_token, message, hint);
    }

    private Ast.PromQlExpression? Fail(Token token, string message, string hint)
    {
        if (_failed)
            return null;
        _failed = true;
        // What the lexer could not read is the better explanation of anything the parser misses there.
        if (_lexer.Error is { } lexical)
            (_errors ??= []).Add(lexical);
        else
            Report(token.Span, message, hint);
        return null;
    }

    private string Describe(Token token)
    {
        var text = Slice(token).ToString();
        return token.Kind switch
        {
            TokenKind.EndOfInput => "end of input",
            TokenKind.Identifier => $"identifier \"{text}\"",
            TokenKind.MetricIdentifier => $"metric identifier \"{text}\"",
            TokenKind.Number => $"number \"{text}\"",
            TokenKind.Duration => $"duration \"{text}\"",
            TokenKind.Text => $"string {text}",
            >= TokenKind.Add and <= TokenKind.TrimLower => $"<op:{text}>",
            >= TokenKind.Sum and <= TokenKind.LimitRatio => $"<aggr:{text}>",
            >= TokenKind.Offset => $"<{text}>",
            _ => $"\"{text}\"",
        };
    }
}
