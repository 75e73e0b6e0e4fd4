namespace TalosPlatform.Queries.PromQl.Ast;

/// <summary>Properties of <see cref="BinaryOperator"/>.</summary>
public static class BinaryOperators
{
    /// <summary>Precedence of signs: that of multiplication.</summary>
    internal const int UnaryPrecedence = 5;

    private static readonly string[] Texts =
        ["+", "-", "*", "/", "%", "^", "atan2", "==", "!=", ">", "<", ">=", "<=", "and", "or", "unless", "</", ">/"];

    /// <summary>The operator as it is written.</summary>
    public static string Text(this BinaryOperator op) => Texts[(int)op];

    /// <summary>Whether the operator compares, so that <c>bool</c> may follow.</summary>
    public static bool IsComparison(this BinaryOperator op) => op is >= BinaryOperator.Equal and <= BinaryOperator.LessOrEqual;

    /// <summary>Whether the operator is <c>and</c>, <c>or</c> or <c>unless</c>.</summary>
    public static bool IsSetOperator(this BinaryOperator op) => op is BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Unless;

    /// <summary>
    /// 1 (<c>or</c>) to 6 (<c>^</c>), from https://prometheus.io/docs/prometheus/latest/querying/operators/; all but <c>^</c> are
    /// left-associative.
    /// </summary>
    public static int Precedence(this BinaryOperator op) => op switch
    {
        BinaryOperator.Or => 1,
        BinaryOperator.And or BinaryOperator.Unless => 2,
        BinaryOperator.Add or BinaryOperator.Subtract => 4,
        BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Modulo or BinaryOperator.Atan2 => 5,
        BinaryOperator.Power => 6,
        _ => 3,
    };
}
