using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>
/// Recursive descent with precedence climbing. Methods return null after a syntax error, which ends parsing; mistakes that leave the
/// structure clear (an unknown function, a bad regex) are noted and parsing goes on.
/// </summary>
internal sealed partial class ExpressionParser
{
    /// <summary>Nesting of parentheses, calls, signs and powers. Each level takes four stack frames.</summary>
    internal const int MaxNesting = 200;

    /// <summary>
    /// Longest path from the root to a leaf. Long chains (<c>a or b or …</c>) grow it without nesting; everything that walks the tree may
    /// recurse.
    /// </summary>
    internal const int MaxHeight = 1000;

    private readonly string _text;
    private readonly PromQlOptions _options;
    private List<PromQlError>? _errors;
    private bool _failed;
    private Lexer _lexer;
    private Token _token;
    private int _previousEnd;
    private int _nesting;

    public ExpressionParser(string text, PromQlOptions options)
    {
        _text = text;
        _options = options;
        // The lexers of 3.4 and 3.5 take every letter after the range for the colon of a subquery.
        _lexer = new(text, anyLetterSeparates: !options.AtLeast(3, 6));
    }

    public IReadOnlyList<PromQlError> Errors => _errors is null ? [] : _errors;

    /// <summary>Parses the whole text.</summary>
    public PromQlExpression? ParseQuery()
    {
        Advance();
        if (_token.Kind == TokenKind.EndOfInput)
            return Fail(_token, "no expression found in input", "");
        var expression = ParseExpression(0, out _);
        if (expression is null)
            return null;
        if (_token.Kind != TokenKind.EndOfInput)
            return Unexpected("", "", _token.Kind == TokenKind.Assign ? "'equal' is ==" : "an operator is missing before it, or it is one too many");
        return expression;
    }

    public void Report(SourceSpan span, string message, string hint = "") => (_errors ??= []).Add(new(message, hint, span));

    private PromQlExpression? ParseExpression(int minPrecedence, out int height)
    {
        height = 0;
        if (++_nesting > MaxNesting)
            return Fail(_token, $"expression is nested more than {MaxNesting} levels deep", "move parts of it into recording rules");
        var left = _token.IsSign ? ParseUnary(out height) : ParsePostfix(out height);
        while (left is not null && _token.IsBinaryOperator)
        {
            var op = (BinaryOperator)(_token.Kind - TokenKind.Add);
            if (op.Precedence() < minPrecedence)
                break;
            left = ParseBinary(left, op, ref height);
        }

        _nesting--;
        return left;
    }

    private BinaryExpression? ParseBinary(PromQlExpression left, BinaryOperator op, ref int height)
    {
        var token = _token;
        Advance();
        if (op is BinaryOperator.TrimUpper or BinaryOperator.TrimLower && !_options.AtLeast(3, 11))
            Report(token.Span, $"operator {op.Text()} needs Prometheus 3.11, the target is {_options.Target}");
        if (!TryParseMatching(out var matching, out var returnBool))
            return null;
        var rightPrecedence = op == BinaryOperator.Power ? op.Precedence() : op.Precedence() + 1;
        var right = ParseExpression(rightPrecedence, out var rightHeight);
        height = Math.Max(height, rightHeight);
        if (right is null || !TryGrow(ref height))
            return null;
        return new(op, left, right, returnBool, matching, token.Span, SourceSpan.Between(left.Span.Offset, right.Span.End));
    }

    private PromQlExpression? ParseUnary(out int height)
    {
        var sign = _token;
        Advance();
        // A sign binds like multiplication: -1 ^ 2 is -(1 ^ 2).
        var operand = ParseExpression(BinaryOperators.UnaryPrecedence + 1, out height);
        if (operand is null || !TryGrow(ref height))
            return null;
        var span = SourceSpan.Between(sign.Start, operand.Span.End);
        var negative = sign.Kind == TokenKind.Subtract;
        if (operand is NumberLiteral number)
            return new NumberLiteral(negative ? -number.Value : number.Value, number.IsDuration, span);
        return new UnaryExpression(negative, operand, span);
    }

    private PromQlExpression? ParsePrimary(out int height)
    {
        height = 1;
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number or TokenKind.Duration:
                Advance();
                return new NumberLiteral(ValueOf(token), token.Kind == TokenKind.Duration, token.Span);
            case TokenKind.Text:
                Advance();
                return new StringLiteral(StringText.Unquote(Slice(token)), token.Span);
            case TokenKind.LeftParen:
                return ParseParen(out height);
            case TokenKind.LeftBrace:
                return ParseSelector(null, token.Start);
        }

        if (!token.CanNameMetric)
            return Unexpected("", "", token.Kind == TokenKind.EndOfInput ? "an expression is missing at the end" : "");
        Advance();
        if (token.IsAggregator && _token.Kind is TokenKind.LeftParen or TokenKind.By or TokenKind.Without)
            return ParseAggregate(token, out height);
        if (token.CanNameFunction && _token.Kind == TokenKind.LeftParen)
            return ParseCall(token, out height);
        return ParseSelector(Slice(token).ToString(), token.Start);
    }

    private ParenExpression? ParseParen(out int height)
    {
        var start = _token.Start;
        Advance();
        var inner = ParseExpression(0, out height);
        if (inner is null || !Expect(TokenKind.RightParen, "", "\")\"") || !TryGrow(ref height))
            return null;
        return new(inner, SourceSpan.Between(start, _previousEnd));
    }

    private double ValueOf(Token token)
    {
        double value;
        if (token.Kind == TokenKind.Duration)
        {
            if (DurationText.TryParse(Slice(token), out value) is { } problem)
                Report(token.Span, problem, "units go from large to small, each at most once: 1h30m");
        }
        else if (!NumberValue.TryParse(Slice(token), out value))
        {
            Report(token.Span, $"error parsing number: \"{Slice(token)}\"", "the number is malformed or too large");
        }

        return value;
    }
}
