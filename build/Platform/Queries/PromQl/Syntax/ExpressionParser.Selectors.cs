using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Queries.PromQl.Re2;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Metric names and label matchers.</summary>
internal sealed partial class ExpressionParser
{
    private VectorSelector? ParseSelector(string? name, int start)
    {
        IReadOnlyList<LabelMatcher> matchers = [];
        if (_token.Kind == TokenKind.LeftBrace && !TryParseMatchers(out matchers))
            return null;
        return new(name, matchers, TimeModifiers.None, SourceSpan.Between(start, _previousEnd));
    }

    private bool TryParseMatchers(out IReadOnlyList<LabelMatcher> matchers)
    {
        matchers = [];
        List<LabelMatcher>? list = null;
        Advance();
        while (_token.Kind != TokenKind.RightBrace)
        {
            if (ParseMatcher() is not { } matcher)
                return false;
            (list ??= []).Add(matcher);
            if (_token.Kind != TokenKind.RightBrace && !Expect(TokenKind.Comma, "label matching", "\",\" or \"}\""))
                return false;
        }

        Advance();
        matchers = list is null ? [] : list;
        return true;
    }

    private LabelMatcher? ParseMatcher()
    {
        var name = _token;
        if (name.Kind is not (TokenKind.Identifier or TokenKind.Text))
        {
            Unexpected("label matching", "identifier or \"}\"", "");
            return null;
        }

        Advance();
        var text = name.Kind == TokenKind.Text ? StringText.Unquote(Slice(name)) : Slice(name).ToString();
        if (name.Kind == TokenKind.Text && _token.Kind is TokenKind.Comma or TokenKind.RightBrace)
            return new(LabelMatcher.MetricName, MatchOperator.Equal, text, name.Span);
        MatchOperator? op = _token.Kind switch
        {
            TokenKind.Assign => MatchOperator.Equal,
            TokenKind.NotEqual => MatchOperator.NotEqual,
            TokenKind.MatchRegex => MatchOperator.Regex,
            TokenKind.MatchNotRegex => MatchOperator.NotRegex,
            _ => null,
        };
        if (op is null)
        {
            Unexpected("label matching", "label matching operator", "labels are compared with =, !=, =~ or !~");
            return null;
        }

        Advance();
        return ParseMatcherValue(name, text, op.Value);
    }

    private LabelMatcher? ParseMatcherValue(Token name, string label, MatchOperator op)
    {
        if (_token.Kind != TokenKind.Text)
        {
            var hint = _token.Kind == TokenKind.Assign ? "'equal' is a single = inside braces" : "label values are strings: write them in quotes";
            Unexpected("label matching", "string", hint);
            return null;
        }

        var value = StringText.Unquote(Slice(_token));
        var matcher = new LabelMatcher(label, op, value, SourceSpan.Between(name.Start, _token.End));
        if (matcher.IsRegex && Re2Pattern.Parse(value).Error is { } problem)
            Report(_token.Span, $"error parsing regexp: {problem}", "Prometheus uses RE2 syntax, without look-around and back-references");
        Advance();
        return matcher;
    }
}
