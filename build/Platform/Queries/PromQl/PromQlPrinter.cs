using System.Text;
using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Queries.PromQl.Syntax;

namespace TalosPlatform.Queries.PromQl;

/// <summary>Writes expressions as canonical single-line PromQL: comments and line breaks are gone, durations and strings uniform.</summary>
public static class PromQlPrinter
{
    /// <summary>
    /// The text of an expression. Parsing it gives the same tree, apart from spans and from parentheses added where the tree was built
    /// by hand and would otherwise read differently.
    /// </summary>
    public static string Print(PromQlExpression expression)
    {
        var output = new StringBuilder();
        Append(output, expression);
        return output.ToString();
    }

    private static void Append(StringBuilder output, PromQlExpression expression)
    {
        switch (expression)
        {
            case NumberLiteral number:
                if (number.IsDuration)
                    DurationText.Append(output, number.Value);
                else
                    output.Append(NumberText.Format(number.Value));
                break;
            case StringLiteral text:
                StringText.AppendQuoted(output, text.Value);
                break;
            case ParenExpression paren:
                AppendParen(output, paren.Inner);
                break;
            case UnaryExpression unary:
                output.Append(unary.IsNegation ? '-' : '+');
                AppendOperand(output, unary.Operand, unary.Operand is NumberLiteral or BinaryExpression { Operator: not BinaryOperator.Power });
                break;
            case VectorSelector selector:
                SelectorPrinter.Append(output, selector);
                AppendModifiers(output, selector.Modifiers);
                break;
            case MatrixSelector matrix:
                SelectorPrinter.Append(output, matrix.Vector);
                output.Append('[');
                DurationPrinter.Append(output, matrix.Range);
                output.Append(']');
                AppendModifiers(output, matrix.Vector.Modifiers);
                break;
            case SubqueryExpression subquery:
                AppendSubquery(output, subquery);
                break;
            case AggregateExpression aggregate:
                AppendAggregate(output, aggregate);
                break;
            case CallExpression call:
                output.Append(call.Function.Name);
                AppendArguments(output, call);
                break;
            case BinaryExpression binary:
                AppendBinary(output, binary);
                break;
        }
    }

    private static void AppendBinary(StringBuilder output, BinaryExpression binary)
    {
        var precedence = binary.Operator.Precedence();
        var power = binary.Operator == BinaryOperator.Power;
        var (left, right) = (PrecedenceOf(binary.Left), PrecedenceOf(binary.Right));
        AppendOperand(output, binary.Left, left < precedence || (power && left == precedence));
        output.Append(' ').Append(binary.Operator.Text());
        if (binary.ReturnBool)
            output.Append(" bool");
        MatchingPrinter.Append(output, binary.Matching);
        output.Append(' ');
        var signed = binary.Right is UnaryExpression || IsSigned(binary.Right);
        AppendOperand(output, binary.Right, !signed && (right < precedence || (!power && right == precedence)));
    }

    private static void AppendSubquery(StringBuilder output, SubqueryExpression subquery)
    {
        AppendOperand(output, subquery.Inner, subquery.Inner is BinaryExpression or UnaryExpression || IsSigned(subquery.Inner));
        output.Append('[');
        DurationPrinter.Append(output, subquery.Range);
        output.Append(':');
        if (subquery.Step is not null)
            DurationPrinter.Append(output, subquery.Step);
        output.Append(']');
        AppendModifiers(output, subquery.Modifiers);
    }

    private static void AppendAggregate(StringBuilder output, AggregateExpression aggregate)
    {
        output.Append(aggregate.Operator.Text());
        if (aggregate.Grouping is { } grouping)
        {
            output.Append(grouping.Without ? " without " : " by ");
            MatchingPrinter.AppendLabels(output, grouping.Labels);
            output.Append(' ');
        }

        AppendArguments(output, aggregate);
    }

    private static void AppendArguments(StringBuilder output, PromQlExpression call)
    {
        output.Append('(');
        for (var i = 0; i < call.ChildCount; i++)
        {
            if (i > 0)
                output.Append(", ");
            Append(output, call.Child(i));
        }

        output.Append(')');
    }

    private static void AppendModifiers(StringBuilder output, TimeModifiers modifiers)
    {
        if (modifiers.Boundary != RangeBoundary.Default)
            output.Append(modifiers.Boundary == RangeBoundary.Anchored ? " anchored" : " smoothed");
        if (modifiers.At is { } at)
        {
            output.Append(" @ ").Append(at.Anchor switch
            {
                AtAnchor.Start => "start()",
                AtAnchor.End => "end()",
                _ => NumberText.Format(at.Timestamp),
            });
        }

        if (modifiers.Offset is null)
            return;
        output.Append(" offset ");
        DurationPrinter.Append(output, modifiers.Offset);
    }

    private static void AppendOperand(StringBuilder output, PromQlExpression operand, bool needsParentheses)
    {
        if (needsParentheses)
            AppendParen(output, operand);
        else
            Append(output, operand);
    }

    private static void AppendParen(StringBuilder output, PromQlExpression inner)
    {
        output.Append('(');
        Append(output, inner);
        output.Append(')');
    }

    /// <summary>How tightly the text of the expression holds together; signs bind like multiplication.</summary>
    private static int PrecedenceOf(PromQlExpression expression) => expression switch
    {
        BinaryExpression binary => binary.Operator.Precedence(),
        UnaryExpression => BinaryOperators.UnaryPrecedence,
        _ when IsSigned(expression) => BinaryOperators.UnaryPrecedence,
        _ => int.MaxValue,
    };

    private static bool IsSigned(PromQlExpression expression) =>
        expression is NumberLiteral { Value: var value } && (double.IsNegative(value) || double.IsPositiveInfinity(value)) && !double.IsNaN(value);
}
