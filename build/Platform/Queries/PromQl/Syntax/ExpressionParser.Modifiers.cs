using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Ranges, subqueries, offset and @.</summary>
internal sealed partial class ExpressionParser
{
    private PromQlExpression? ParsePostfix(out int height)
    {
        var expression = ParsePrimary(out height);
        while (expression is not null)
        {
            switch (_token.Kind)
            {
                case TokenKind.LeftBracket:
                    expression = TryGrow(ref height) ? ParseRange(expression) : null;
                    break;
                case TokenKind.Offset:
                    expression = ParseOffset(expression);
                    break;
                case TokenKind.At:
                    expression = ParseAt(expression);
                    break;
                case TokenKind.Anchored or TokenKind.Smoothed:
                    expression = ParseBoundary(expression);
                    break;
                default:
                    return expression;
            }
        }

        return null;
    }

    private PromQlExpression? ParseRange(PromQlExpression inner)
    {
        var bracket = _token.Start;
        Advance();
        if (ParsePositiveDuration() is not { } range)
            return null;
        if (Accept(TokenKind.RightBracket))
            return NewMatrix(inner, range, SourceSpan.Between(bracket, _previousEnd));
        var colon = _token;
        if (!Expect(TokenKind.Colon, "subquery or range", "\":\" or \"]\""))
            return null;
        DurationNode? step = null;
        if (_token.Kind != TokenKind.RightBracket && (step = ParsePositiveDuration()) is null)
            return null;
        if (!Expect(TokenKind.RightBracket, "subquery selector", "\"]\""))
            return null;
        return new SubqueryExpression(
            inner, range, step, _text[colon.Start], TimeModifiers.None, SourceSpan.Between(inner.Span.Offset, _previousEnd));
    }

    private PromQlExpression NewMatrix(PromQlExpression inner, DurationNode range, SourceSpan brackets)
    {
        if (inner is not VectorSelector selector)
        {
            Report(brackets, "ranges only allowed for vector selectors", "a range over an expression is a subquery: [5m:]");
            return inner;
        }

        if (selector.Modifiers.Offset is { } offset && offset.Seconds != 0)
            Report(brackets, "no offset modifiers allowed before range", "write the offset after the brackets: metric[5m] offset 1h");
        // Releases up to 3.14 let start() and end() pass here.
        else if (selector.Modifiers.At is { } at && (at.Anchor == AtAnchor.Timestamp || _options.AtLeast(3, 15)))
            Report(brackets, "no @ modifiers allowed before range", "write @ after the brackets: metric[5m] @ 1609746000");
        return new MatrixSelector(selector, range, SourceSpan.Between(selector.Span.Offset, _previousEnd));
    }

    private PromQlExpression? ParseOffset(PromQlExpression target)
    {
        var start = _token.Start;
        Advance();
        if (ParseOffsetDuration() is not { } offset)
            return null;
        var span = SourceSpan.Between(start, _previousEnd);
        if (ModifiersOf(target) is not { } modifiers)
            return Misplaced(target, span, "offset modifier must be preceded by an instant vector selector or range vector selector or a subquery");
        if (modifiers.Offset is { } before && before.Seconds != 0)
            Report(span, "offset may not be set multiple times", "add the offsets up");
        return WithModifiers(target, modifiers with { Offset = offset });
    }

    private PromQlExpression? ParseAt(PromQlExpression target)
    {
        var start = _token.Start;
        Advance();
        if (ParseAtModifier() is not { } at)
            return null;
        var span = SourceSpan.Between(start, _previousEnd);
        if (Math.Abs(at.Timestamp) >= long.MaxValue || double.IsNaN(at.Timestamp))
            Report(span, $"timestamp out of bounds for @ modifier: {NumberText.Format(at.Timestamp)}", "it takes Unix time in seconds");
        if (ModifiersOf(target) is not { } modifiers)
            return Misplaced(target, span, "@ modifier must be preceded by an instant vector selector or range vector selector or a subquery");
        if (modifiers.At is not null)
            Report(span, "@ <timestamp> may not be set multiple times");
        return WithModifiers(target, modifiers with { At = at });
    }

    private AtModifier? ParseAtModifier()
    {
        if (_token.Kind is TokenKind.Start or TokenKind.End)
        {
            var anchor = _token.Kind == TokenKind.Start ? AtAnchor.Start : AtAnchor.End;
            Advance();
            return Expect(TokenKind.LeftParen, "@", "\"(\"") && Expect(TokenKind.RightParen, "@", "\")\"") ? new(anchor, 0) : null;
        }

        var negative = _token.Kind == TokenKind.Subtract;
        if (_token.IsSign)
            Advance();
        if (_token.Kind is not (TokenKind.Number or TokenKind.Duration))
        {
            Unexpected("@", "timestamp", "@ takes Unix seconds, start() or end()");
            return null;
        }

        var value = ValueOf(_token);
        Advance();
        return new(AtAnchor.Timestamp, negative ? -value : value);
    }

    private PromQlExpression ParseBoundary(PromQlExpression target)
    {
        var token = _token;
        var name = Slice(token).ToString().ToLowerInvariant();
        Advance();
        if (!_options.Has(PromQlFeatures.ExtendedRangeSelectors))
        {
            Report(token.Span, $"{name} modifier is experimental and not enabled", ExperimentalHint("promql-extended-range-selectors"));
            return target;
        }

        if (target is SubqueryExpression)
            Report(token.Span, $"{name} modifier is not supported for subqueries");
        if (target is SubqueryExpression || ModifiersOf(target) is not { } modifiers)
            return Misplaced(target, token.Span, $"{name} modifier not implemented");
        var boundary = token.Kind == TokenKind.Anchored ? RangeBoundary.Anchored : RangeBoundary.Smoothed;
        if (modifiers.Boundary != RangeBoundary.Default && modifiers.Boundary != boundary)
            Report(token.Span, "anchored and smoothed modifiers cannot be used together");
        return WithModifiers(target, modifiers with { Boundary = boundary });
    }

    private PromQlExpression Misplaced(PromQlExpression target, SourceSpan span, string message)
    {
        Report(span, message, "move it directly behind the selector");
        return target;
    }

    private static TimeModifiers? ModifiersOf(PromQlExpression expression) => expression switch
    {
        VectorSelector selector => selector.Modifiers,
        MatrixSelector matrix => matrix.Vector.Modifiers,
        SubqueryExpression subquery => subquery.Modifiers,
        _ => null,
    };

    private PromQlExpression WithModifiers(PromQlExpression expression, TimeModifiers modifiers)
    {
        var span = SourceSpan.Between(expression.Span.Offset, _previousEnd);
        return expression switch
        {
            VectorSelector selector => selector with { Modifiers = modifiers, Span = span },
            MatrixSelector matrix => matrix with { Vector = matrix.Vector with { Modifiers = modifiers }, Span = span },
            SubqueryExpression subquery => subquery with { Modifiers = modifiers, Span = span },
            _ => expression,
        };
    }
}
