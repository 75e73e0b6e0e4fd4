using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Queries.PromQl.Re2;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>The checks of promql/parser/parse.go's checkAST, with its words. Operands come before what is made of them.</summary>
internal readonly struct TypeChecker(ExpressionParser report)
{
    public void Check(PromQlExpression expression)
    {
        // The second argument of info() may select by labels that match the empty string.
        var skip = expression is CallExpression { Function.Name: "info" } ? 1 : -1;
        for (var i = 0; i < expression.ChildCount; i++)
        {
            if (i != skip || expression.Child(i) is not VectorSelector)
                Check(expression.Child(i));
        }

        switch (expression)
        {
            case AggregateExpression aggregate:
                CheckAggregate(aggregate);
                break;
            case BinaryExpression binary:
                CheckBinary(binary);
                break;
            case CallExpression call:
                CheckCall(call);
                break;
            case UnaryExpression { Operand.Type: not (PromQlType.Scalar or PromQlType.InstantVector) } unary:
                report.Report(
                    unary.Span,
                    $"unary expression only allowed on expressions of type scalar or instant vector, got \"{unary.Operand.Type.Documented()}\"");
                break;
            case SubqueryExpression { Inner.Type: not PromQlType.InstantVector } subquery:
                report.Report(subquery.Span, $"subquery is only allowed on instant vector, got {subquery.Inner.Type.ResultType()} instead");
                break;
            case VectorSelector selector:
                CheckSelector(selector);
                break;
        }
    }

    private void CheckAggregate(AggregateExpression aggregate)
    {
        Expect(aggregate.Operand, PromQlType.InstantVector, "aggregation expression");
        if (aggregate.Parameter is null)
            return;
        var wanted = aggregate.Operator == AggregateOperator.CountValues ? PromQlType.Text : PromQlType.Scalar;
        Expect(aggregate.Parameter, wanted, "aggregation parameter");
    }

    private void CheckBinary(BinaryExpression binary)
    {
        var (op, left, right) = (binary.Operator, binary.Left.Type, binary.Right.Type);
        if (binary.ReturnBool && !op.IsComparison())
            report.Report(binary.OperatorSpan, "bool modifier can only be used on comparison operators");
        if (op.IsComparison() && !binary.ReturnBool && left == PromQlType.Scalar && right == PromQlType.Scalar)
            report.Report(binary.OperatorSpan, "comparisons between scalars must use BOOL modifier", $"write {op.Text()} bool");
        CheckOperand(binary.Left);
        CheckOperand(binary.Right);
        if (binary.Matching is { } matching)
            CheckMatching(binary, matching);
        if (op.IsSetOperator() && (left == PromQlType.Scalar || right == PromQlType.Scalar))
            report.Report(binary.Span, $"set operator \"{op.Text()}\" not allowed in binary scalar expression", "vector(…) makes a vector of a scalar");
    }

    private void CheckMatching(BinaryExpression binary, VectorMatching matching)
    {
        foreach (var label in matching.On ? matching.Include : [])
        {
            if (matching.Labels.Contains(label))
                report.Report(binary.OperatorSpan, $"label \"{label}\" must not occur in ON and GROUP clause at once");
        }

        var fills = matching.FillLeft is not null || matching.FillRight is not null;
        if (binary.Left.Type != PromQlType.InstantVector || binary.Right.Type != PromQlType.InstantVector)
        {
            if (matching.Labels.Count > 0)
                report.Report(binary.Span, "vector matching only allowed between instant vectors");
            if (fills)
                report.Report(binary.Span, "filling in missing series only allowed between instant vectors");
        }
        else if (binary.Operator.IsSetOperator())
        {
            if (matching.Group != MatchGroup.None)
                report.Report(binary.Span, $"no grouping allowed for \"{binary.Operator.Text()}\" operation");
            if (fills)
                report.Report(binary.Span, "filling in missing series not allowed for set operators");
        }
    }

    private void CheckOperand(PromQlExpression operand)
    {
        if (operand.Type is not (PromQlType.Scalar or PromQlType.InstantVector))
            report.Report(operand.Span, "binary expression must contain only scalar and instant vector types", RangeHint(operand));
    }

    private void CheckCall(CallExpression call)
    {
        var (function, arguments) = (call.Function, call.Arguments);
        if (function.Variadic == 0 && arguments.Count != function.MinArguments)
            ReportCount(call, $"expected {function.MinArguments} argument(s)");
        else if (arguments.Count < function.MinArguments)
            ReportCount(call, $"expected at least {function.MinArguments} argument(s)");
        else if (arguments.Count > function.MaxArguments)
            ReportCount(call, $"expected at most {function.MaxArguments} argument(s)");
        if (function.Name == "info" && arguments.Count > 1)
            CheckInfoSelector(arguments[1]);
        var typed = function.Variadic == 0 ? Math.Min(arguments.Count, function.ArgumentTypes.Count) : arguments.Count;
        for (var i = 0; i < typed; i++)
            Expect(arguments[i], function.ArgumentType(i), $"call to function \"{function.Name}\"");
    }

    private void CheckInfoSelector(PromQlExpression argument)
    {
        if (argument is not VectorSelector selector)
            report.Report(argument.Span, "expected label selectors only");
        else if (selector.Name is not null)
            report.Report(argument.Span, "expected label selectors only, got vector selector instead");
    }

    private void ReportCount(CallExpression call, string expected) => report.Report(
        call.Span, $"{expected} in call to \"{call.Function.Name}\", got {call.Arguments.Count}", call.Function.ToString());

    private void CheckSelector(VectorSelector selector)
    {
        if (selector.Name is { } name)
        {
            foreach (var matcher in selector.Matchers)
            {
                if (matcher.Name == LabelMatcher.MetricName)
                    report.Report(matcher.Span, $"metric name must not be set twice: \"{name}\" or \"{matcher.Value}\"");
            }
        }
        else if (!selector.Matchers.Any(matcher => !matcher.MatchesEmpty()))
        {
            report.Report(
                selector.Span, "vector selector must contain at least one non-empty matcher", "it would select every series; name the metric");
        }
    }

    private void Expect(PromQlExpression expression, PromQlType wanted, string context)
    {
        if (expression.Type != wanted)
        {
            report.Report(
                expression.Span, $"expected type {wanted.Documented()} in {context}, got {expression.Type.Documented()}", Hint(expression, wanted));
        }
    }

    private static string Hint(PromQlExpression expression, PromQlType wanted) => (expression.Type, wanted) switch
    {
        (PromQlType.InstantVector, PromQlType.RangeVector) => expression is VectorSelector ? "add a range: [5m]" : "add a subquery: [1h:]",
        (PromQlType.RangeVector, PromQlType.InstantVector) => RangeHint(expression),
        (PromQlType.Scalar, PromQlType.InstantVector) => "vector(…) makes a vector of a scalar",
        (PromQlType.InstantVector, PromQlType.Scalar) => "scalar(…) makes a scalar of a vector with one series",
        _ => "",
    };

    private static string RangeHint(PromQlExpression expression) =>
        expression.Type == PromQlType.RangeVector ? "wrap the range in a function such as rate() or max_over_time()" : "";
}
