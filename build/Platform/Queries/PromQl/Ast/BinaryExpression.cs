namespace TalosPlatform.Queries.PromQl.Ast;

/// <summary>Operators between two expressions.</summary>
public enum BinaryOperator
{
    /// <summary><c>+</c></summary>
    Add,

    /// <summary><c>-</c></summary>
    Subtract,

    /// <summary><c>*</c></summary>
    Multiply,

    /// <summary><c>/</c></summary>
    Divide,

    /// <summary><c>%</c></summary>
    Modulo,

    /// <summary><c>^</c></summary>
    Power,

    /// <summary><c>atan2</c></summary>
    Atan2,

    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>and</c></summary>
    And,

    /// <summary><c>or</c></summary>
    Or,

    /// <summary><c>unless</c></summary>
    Unless,

    /// <summary><c>&lt;/</c>: cuts a histogram's observations above a value (Prometheus 3.11).</summary>
    TrimUpper,

    /// <summary><c>&gt;/</c>: cuts a histogram's observations below a value (Prometheus 3.11).</summary>
    TrimLower,
}

/// <summary>Which side of a match may have several series.</summary>
public enum MatchGroup
{
    /// <summary>Neither.</summary>
    None,

    /// <summary><c>group_left</c></summary>
    Left,

    /// <summary><c>group_right</c></summary>
    Right,
}

/// <summary>How series of both sides find each other.</summary>
/// <param name="On"><c>on</c> rather than <c>ignoring</c>.</param>
/// <param name="Labels">Labels of <c>on</c> or <c>ignoring</c>.</param>
/// <param name="Group">The "many" side.</param>
/// <param name="Include">Labels copied from the "one" side.</param>
/// <param name="FillLeft">Value for series missing on the left (experimental).</param>
/// <param name="FillRight">Value for series missing on the right (experimental).</param>
public sealed record VectorMatching(
    bool On, IReadOnlyList<string> Labels, MatchGroup Group, IReadOnlyList<string> Include, double? FillLeft, double? FillRight);

/// <summary>An operator between two expressions.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Left">Left operand.</param>
/// <param name="Right">Right operand.</param>
/// <param name="ReturnBool">Whether <c>bool</c> follows the operator.</param>
/// <param name="Matching">Matching that was written; absent when series match on all labels.</param>
/// <param name="OperatorSpan">Where the operator stands.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record BinaryExpression(
    BinaryOperator Operator,
    PromQlExpression Left,
    PromQlExpression Right,
    bool ReturnBool,
    VectorMatching? Matching,
    SourceSpan OperatorSpan,
    SourceSpan Span) : PromQlExpression(Span)
{
    /// <summary>Kept rather than derived on demand: asking each operand in turn would make long chains quadratic.</summary>
    private readonly PromQlType _type = Left.Type == PromQlType.Scalar && Right.Type == PromQlType.Scalar
        ? PromQlType.Scalar
        : PromQlType.InstantVector;

    /// <inheritdoc/>
    public override PromQlType Type => _type;

    /// <inheritdoc/>
    public override int ChildCount => 2;

    /// <inheritdoc/>
    public override PromQlExpression Child(int index) => index == 0 ? Left : Right;
}
