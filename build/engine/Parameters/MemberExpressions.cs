using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Parameters;

/// <summary>Reads lambda expressions that only name a member.</summary>
internal static class MemberExpressions
{
    /// <summary>The field or property an expression names.</summary>
    /// <exception cref="ArgumentException">The expression is something else.</exception>
    public static MemberInfo Member(LambdaExpression expression) =>
        TryMember(expression) ?? throw new ArgumentException($"Expression '{expression}' must name a field or property.", nameof(expression));

    /// <summary>The field or property an expression names, or null.</summary>
    public static MemberInfo? TryMember(LambdaExpression expression) => (Unwrap(expression.Body) as MemberExpression)?.Member;

    /// <summary>Value of an expression: read directly where it names members, interpreted otherwise.</summary>
    public static object? Evaluate(LambdaExpression expression) =>
        TryRead(Unwrap(expression.Body), out var value) ? value : expression.Compile(preferInterpretation: true).DynamicInvoke();

    private static bool TryRead(Expression? expression, out object? value)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                value = constant.Value;
                return true;
            case MemberExpression { Expression: null } member:
                value = Read(member.Member, null);
                return true;
            case MemberExpression member when TryRead(Unwrap(member.Expression!), out var owner) && owner is not null:
                value = Read(member.Member, owner);
                return true;
            default:
                value = null;
                return false;
        }
    }

    private static object? Read(MemberInfo member, object? owner) =>
        member is FieldInfo field ? field.GetValue(owner) : ((PropertyInfo)member).GetValue(owner);

    private static Expression Unwrap(Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs, Operand: var operand } ? operand : expression;
}
