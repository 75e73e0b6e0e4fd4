using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Durations inside brackets and after <c>offset</c>; anything beyond a signed literal is experimental.</summary>
internal sealed partial class ExpressionParser
{
    /// <summary>Longest duration in seconds: 2^63 nanoseconds, which is what Prometheus calculates with.</summary>
    private const double MaxDuration = 9_223_372_036.854775807;

    private int _durationOperators;

    private DurationNode? ParsePositiveDuration()
    {
        var duration = ParseDuration(0);
        if (duration is DurationLiteral { Value: <= 0 } literal)
            Report(literal.Span, "duration must be greater than 0");
        CheckDurationFeature(duration);
        return duration;
    }

    /// <summary>
    /// After <c>offset</c> a sign and one operand suffice: <c>foo offset 5m - 1</c> subtracts from foo. Only what begins with a
    /// parenthesis, or two signs, goes on.
    /// </summary>
    private DurationNode? ParseOffsetDuration()
    {
        var sign = _token;
        if (sign.IsSign)
        {
            Advance();
            var operand = _token.IsSign ? ParseDurationTail(ParseSignedDuration(), 0) : ParseDurationOperand("offset");
            var signed = operand is null ? null : ApplySign(sign, operand);
            CheckDurationFeature(signed);
            return signed;
        }

        var paren = _token.Kind == TokenKind.LeftParen;
        var duration = ParseDurationOperand("offset");
        if (paren)
            duration = ParseDurationTail(duration, 0);
        CheckDurationFeature(duration);
        return duration;
    }

    private DurationNode? ParseDuration(int minPrecedence)
    {
        if (++_nesting > MaxNesting)
        {
            Fail(_token, $"expression is nested more than {MaxNesting} levels deep", "");
            return null;
        }

        var left = _token.IsSign ? ParseSignedDuration() : ParseDurationOperand("subquery or range selector");
        left = ParseDurationTail(left, minPrecedence);
        _nesting--;
        return left;
    }

    private DurationNode? ParseDurationTail(DurationNode? left, int minPrecedence)
    {
        while (left is not null && _token.Kind is >= TokenKind.Add and <= TokenKind.Power)
        {
            var op = (BinaryOperator)(_token.Kind - TokenKind.Add);
            if (op.Precedence() < minPrecedence)
                break;
            var token = _token;
            if (++_durationOperators > MaxHeight)
            {
                Fail(token, $"expression has more than {MaxHeight} operators in durations", "");
                return null;
            }

            Advance();
            var right = ParseDuration(op == BinaryOperator.Power ? op.Precedence() : op.Precedence() + 1);
            if (right is null)
                return null;
            if (op is BinaryOperator.Divide or BinaryOperator.Modulo && right is DurationLiteral { Value: 0 })
                Report(token.Span, op == BinaryOperator.Divide ? "division by zero" : "modulo by zero");
            left = new DurationArithmetic(op, left, right, SourceSpan.Between(left.Span.Offset, right.Span.End));
        }

        return left;
    }

    private DurationNode? ParseSignedDuration()
    {
        var sign = _token;
        Advance();
        var operand = ParseDuration(BinaryOperators.UnaryPrecedence + 1);
        return operand is null ? null : ApplySign(sign, operand);
    }

    private static DurationNode ApplySign(Token sign, DurationNode operand)
    {
        var span = SourceSpan.Between(sign.Start, operand.Span.End);
        var negative = sign.Kind == TokenKind.Subtract;
        return operand switch
        {
            DurationLiteral literal => literal with { Value = negative ? 0 - literal.Value : literal.Value, Span = span },
            _ when negative => new DurationNegation(operand, span),
            _ => operand,
        };
    }

    private DurationNode? ParseDurationOperand(string context)
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number or TokenKind.Duration:
                Advance();
                var seconds = ValueOf(token);
                if (!(Math.Abs(seconds) <= MaxDuration) && !double.IsNaN(seconds))
                    Report(token.Span, "duration out of range", "Prometheus takes up to 292 years");
                return new DurationLiteral(seconds, token.Span);
            case TokenKind.LeftParen:
                Advance();
                var inner = ParseDuration(0);
                if (inner is null || !Expect(TokenKind.RightParen, context, "\")\""))
                    return null;
                return new DurationParen(inner, SourceSpan.Between(token.Start, _previousEnd));
            case TokenKind.Step or TokenKind.Range:
                Advance();
                if (!Expect(TokenKind.LeftParen, context, "\"(\"") || !Expect(TokenKind.RightParen, context, "\")\""))
                    return null;
                return new DurationQueryValue(LowerText(token), SourceSpan.Between(token.Start, _previousEnd));
            case TokenKind.MinOf or TokenKind.MaxOf:
                Advance();
                return ParseDurationExtreme(token, context);
            default:
                Unexpected(context, "number, duration, step(), or range()", "durations look like 5m or 1h30m");
                return null;
        }
    }

    private DurationExtreme? ParseDurationExtreme(Token name, string context)
    {
        if (!Expect(TokenKind.LeftParen, context, "\"(\"") || ParseDuration(0) is not { } left)
            return null;
        if (!Expect(TokenKind.Comma, context, "\",\"") || ParseDuration(0) is not { } right)
            return null;
        return Expect(TokenKind.RightParen, context, "\")\"")
            ? new DurationExtreme(LowerText(name), left, right, SourceSpan.Between(name.Start, _previousEnd))
            : null;
    }

    private void CheckDurationFeature(DurationNode? duration)
    {
        if (duration is null or DurationLiteral || _options.Has(PromQlFeatures.DurationExpressions))
            return;
        Report(duration.Span, "experimental duration expression is not enabled", ExperimentalHint("promql-duration-expr"));
    }

    private string LowerText(Token token) => Slice(token).ToString().ToLowerInvariant();
}
