using System.Text;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Writes durations.</summary>
internal static class DurationPrinter
{
    public static void Append(StringBuilder output, DurationNode duration)
    {
        switch (duration)
        {
            case DurationLiteral literal:
                DurationText.Append(output, literal.Value);
                break;
            case DurationQueryValue value:
                output.Append(value.Name).Append("()");
                break;
            case DurationExtreme extreme:
                output.Append(extreme.Name).Append('(');
                Append(output, extreme.Left);
                output.Append(", ");
                Append(output, extreme.Right);
                output.Append(')');
                break;
            case DurationNegation negation:
                output.Append('-');
                Append(output, negation.Operand);
                break;
            case DurationParen paren:
                output.Append('(');
                Append(output, paren.Inner);
                output.Append(')');
                break;
            case DurationArithmetic arithmetic:
                Append(output, arithmetic.Left);
                output.Append(' ').Append(arithmetic.Operator.Text()).Append(' ');
                Append(output, arithmetic.Right);
                break;
        }
    }
}
