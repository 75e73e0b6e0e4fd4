using System.Globalization;
using System.Linq.Expressions;

namespace Nuke.Common.Execution;

/// <summary>Writes an expression the way the build's author did, as far as the compiler lets one see.</summary>
internal static class ExpressionText
{
    public static string Of(Expression expression) => expression switch
    {
        MemberExpression { Expression: null or ConstantExpression } member => member.Member.Name,
        MemberExpression member => $"{Of(member.Expression)}.{member.Member.Name}",
        ConstantExpression { Value: null } => "null",
        ConstantExpression { Value: string text } => $"\"{text}\"",
        ConstantExpression { Value: bool flag } => flag ? "true" : "false",
        ConstantExpression constant => Convert.ToString(constant.Value, CultureInfo.InvariantCulture) ?? "",
        UnaryExpression { NodeType: ExpressionType.Not } not => $"!{Operand(not.Operand)}",
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert => Of(convert.Operand),
        BinaryExpression binary when Operator(binary.NodeType) is { } sign =>
            $"{Operand(binary.Left)} {sign} {EnumName(binary) ?? Operand(binary.Right)}",
        MethodCallExpression { Object: ConstantExpression } call => $"{call.Method.Name}({Arguments(call)})",
        MethodCallExpression { Object: { } target } call => $"{Of(target)}.{call.Method.Name}({Arguments(call)})",
        MethodCallExpression call => $"{call.Method.DeclaringType?.Name}.{call.Method.Name}({Arguments(call)})",
        _ => expression.ToString(),
    };

    private static string Arguments(MethodCallExpression call) => string.Join(", ", call.Arguments.Select(Of));

    private static string Operand(Expression expression) => expression is BinaryExpression ? $"({Of(expression)})" : Of(expression);

    /// <summary>The compiler turns enum constants into numbers and tells the type only on the other side.</summary>
    private static string? EnumName(BinaryExpression binary) =>
        binary is { Left: UnaryExpression { NodeType: ExpressionType.Convert, Operand.Type: { IsEnum: true } type }, Right: ConstantExpression { Value: { } value } }
            ? $"{type.Name}.{Enum.ToObject(type, value)}"
            : null;

    private static string? Operator(ExpressionType type) => type switch
    {
        ExpressionType.Equal => "==",
        ExpressionType.NotEqual => "!=",
        ExpressionType.LessThan => "<",
        ExpressionType.LessThanOrEqual => "<=",
        ExpressionType.GreaterThan => ">",
        ExpressionType.GreaterThanOrEqual => ">=",
        ExpressionType.AndAlso => "&&",
        ExpressionType.OrElse => "||",
        ExpressionType.Add => "+",
        ExpressionType.Subtract => "-",
        _ => null,
    };
}
