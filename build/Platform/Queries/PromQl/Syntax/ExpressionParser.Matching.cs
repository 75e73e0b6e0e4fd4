using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Lists of labels and what may follow a binary operator.</summary>
internal sealed partial class ExpressionParser
{
    private bool TryParseMatching(out VectorMatching? matching, out bool returnBool)
    {
        matching = null;
        returnBool = Accept(TokenKind.Bool);
        if (_token.Kind is TokenKind.On or TokenKind.Ignoring)
        {
            var on = _token.Kind == TokenKind.On;
            Advance();
            if (!TryParseLabels(out var labels) || !TryParseGroup(out var group, out var include))
                return false;
            matching = new(on, labels, group, include, null, null);
        }
        else if (_token.Kind is TokenKind.GroupLeft or TokenKind.GroupRight)
        {
            Unexpected("", "", $"{Slice(_token)} comes after on(…) or ignoring(…)");
            return false;
        }

        return _token.Kind is not (TokenKind.Fill or TokenKind.FillLeft or TokenKind.FillRight) || TryParseFill(ref matching);
    }

    private bool TryParseGroup(out MatchGroup group, out IReadOnlyList<string> include)
    {
        group = _token.Kind switch
        {
            TokenKind.GroupLeft => MatchGroup.Left,
            TokenKind.GroupRight => MatchGroup.Right,
            _ => MatchGroup.None,
        };
        include = [];
        if (group == MatchGroup.None)
            return true;
        Advance();
        return _token.Kind != TokenKind.LeftParen || TryParseLabels(out include);
    }

    private bool TryParseFill(ref VectorMatching? matching)
    {
        var start = _token.Start;
        matching ??= new(false, [], MatchGroup.None, [], null, null);
        var first = _token.Kind;
        if (!TryParseFillValue(ref matching))
            return false;
        if (first != TokenKind.Fill && _token.Kind is TokenKind.FillLeft or TokenKind.FillRight && _token.Kind != first
            && !TryParseFillValue(ref matching))
            return false;
        if (!_options.Has(PromQlFeatures.FillModifiers))
        {
            Report(
                SourceSpan.Between(start, _previousEnd),
                "binop fill modifiers are experimental and not enabled",
                ExperimentalHint("promql-binop-fill-modifiers"));
        }

        return true;
    }

    private bool TryParseFillValue(ref VectorMatching matching)
    {
        var kind = _token.Kind;
        Advance();
        if (!Expect(TokenKind.LeftParen, "fill", "\"(\""))
            return false;
        var negative = _token.Kind == TokenKind.Subtract;
        if (_token.IsSign)
            Advance();
        if (_token.Kind is not (TokenKind.Number or TokenKind.Duration))
        {
            Unexpected("fill", "number", "");
            return false;
        }

        var value = negative ? -ValueOf(_token) : ValueOf(_token);
        Advance();
        if (kind != TokenKind.FillRight)
            matching = matching with { FillLeft = value };
        if (kind != TokenKind.FillLeft)
            matching = matching with { FillRight = value };
        return Expect(TokenKind.RightParen, "fill", "\")\"");
    }

    private bool TryParseLabels(out IReadOnlyList<string> labels)
    {
        labels = [];
        if (!Expect(TokenKind.LeftParen, "grouping opts", "\"(\""))
            return false;
        List<string>? list = null;
        while (_token.Kind != TokenKind.RightParen)
        {
            if (!_token.CanNameLabel && _token.Kind != TokenKind.Text)
            {
                Unexpected("grouping opts", "label", "");
                return false;
            }

            var label = _token.Kind == TokenKind.Text ? StringText.Unquote(Slice(_token)) : Slice(_token).ToString();
            if (label.Length == 0 || !StringText.IsWellFormed(label))
                Report(_token.Span, $"invalid label name for grouping: {Slice(_token)}");
            (list ??= []).Add(label);
            Advance();
            if (_token.Kind != TokenKind.RightParen && !Expect(TokenKind.Comma, "grouping opts", "\",\" or \")\""))
                return false;
        }

        Advance();
        labels = list is null ? [] : list;
        return true;
    }
}
