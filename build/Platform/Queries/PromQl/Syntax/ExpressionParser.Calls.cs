using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Function calls and aggregations.</summary>
internal sealed partial class ExpressionParser
{
    /// <summary>Stands for the operand that a wrong call lacks; the error that goes with it keeps it from being used.</summary>
    private static readonly NumberLiteral Missing = new(0, false, default);

    private static readonly PromQlFunction Unknown = new("", PromQlType.InstantVector, [], 0, new(0, 0), null);

    private CallExpression? ParseCall(Token name, out int height)
    {
        var arguments = ParseArguments(out height);
        if (arguments is null)
            return null;
        var span = SourceSpan.Between(name.Start, _previousEnd);
        if (!PromQlFunctions.TryGet(Slice(name), out var function))
        {
            var text = Slice(name).ToString();
            Report(name.Span, $"unknown function with name \"{text}\"", FunctionSuggestion.For(text, _options.Target));
            return new(Unknown with { Name = text }, arguments, span);
        }

        if (_options.Target < function.Since)
            Report(name.Span, $"unknown function with name \"{function.Name}\"", $"it needs Prometheus {function.Since}, the target is {_options.Target}");
        else if (function.IsExperimental(_options.Target) && !_options.Has(PromQlFeatures.ExperimentalFunctions))
            Report(name.Span, $"function \"{function.Name}\" is not enabled", ExperimentalHint("promql-experimental-functions"));
        return new(function, arguments, span);
    }

    private AggregateExpression? ParseAggregate(Token name, out int height)
    {
        height = 0;
        var op = (AggregateOperator)(name.Kind - TokenKind.Sum);
        Grouping? grouping = null;
        if (_token.Kind != TokenKind.LeftParen && !TryParseGrouping(out grouping))
            return null;
        if (_token.Kind != TokenKind.LeftParen)
            return (AggregateExpression?)Unexpected("aggregation", "\"(\"", $"{op.Text()} by (label) (vector)");
        var arguments = ParseArguments(out height);
        if (arguments is null)
            return null;
        if (grouping is null && _token.Kind is TokenKind.By or TokenKind.Without && !TryParseGrouping(out grouping))
            return null;
        return NewAggregate(op, grouping, arguments, SourceSpan.Between(name.Start, _previousEnd));
    }

    private AggregateExpression NewAggregate(
        AggregateOperator op, Grouping? grouping, List<PromQlExpression> arguments, SourceSpan span)
    {
        var wanted = op.HasParameter() ? 2 : 1;
        if (arguments.Count == 0)
        {
            Report(span, "no arguments for aggregate expression provided", $"{op.Text()} needs a vector");
        }
        else if (op.IsExperimental() && !_options.Has(PromQlFeatures.ExperimentalFunctions))
        {
            Report(
                span,
                $"{op.Text()}() is experimental and must be enabled with --enable-feature=promql-experimental-functions");
        }
        else if (arguments.Count != wanted)
        {
            var shape = wanted == 2 ? $"{op.Text()}(parameter, vector)" : $"{op.Text()}(vector)";
            Report(
                span,
                $"wrong number of arguments for aggregate expression provided, expected {wanted}, got {arguments.Count}",
                shape);
        }

        var operand = arguments.Count == 0 ? Missing : arguments[^1];
        return new(op, grouping, wanted == 2 && arguments.Count > 1 ? arguments[0] : null, operand, span);
    }

    private bool TryParseGrouping(out Grouping? grouping)
    {
        var without = _token.Kind == TokenKind.Without;
        Advance();
        grouping = TryParseLabels(out var labels) ? new Grouping(without, labels) : null;
        return grouping is not null;
    }

    private List<PromQlExpression>? ParseArguments(out int height)
    {
        height = 0;
        Advance();
        var arguments = new List<PromQlExpression>(2);
        while (_token.Kind != TokenKind.RightParen)
        {
            var argument = ParseExpression(0, out var argumentHeight);
            if (argument is null)
                return null;
            arguments.Add(argument);
            height = Math.Max(height, argumentHeight);
            if (_token.Kind == TokenKind.RightParen)
                break;
            var comma = _token;
            if (!Expect(TokenKind.Comma, "function call", "\",\" or \")\""))
                return null;
            if (_token.Kind == TokenKind.RightParen)
                Report(comma.Span, "trailing commas not allowed in function call args", "remove the comma");
        }

        Advance();
        return TryGrow(ref height) ? arguments : null;
    }

    private static string ExperimentalHint(string flag) =>
        $"it is experimental: start Prometheus with --enable-feature={flag}";
}
