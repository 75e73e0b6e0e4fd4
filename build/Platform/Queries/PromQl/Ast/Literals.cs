namespace TalosPlatform.Queries.PromQl.Ast;

/// <summary>A number. A sign directly before a number belongs to it.</summary>
/// <param name="Value">The value; seconds when written as a duration.</param>
/// <param name="IsDuration">Whether it was written as a duration such as <c>5m</c>.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record NumberLiteral(double Value, bool IsDuration, SourceSpan Span) : PromQlExpression(Span)
{
    /// <inheritdoc/>
    public override PromQlType Type => PromQlType.Scalar;
}

/// <summary>A string.</summary>
/// <param name="Value">The text with its escapes resolved; see <see cref="LabelMatcher"/> for bytes that are not UTF-8.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record StringLiteral(string Value, SourceSpan Span) : PromQlExpression(Span)
{
    /// <inheritdoc/>
    public override PromQlType Type => PromQlType.Text;
}

/// <summary>An expression in parentheses.</summary>
/// <param name="Inner">The expression between the parentheses.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record ParenExpression(PromQlExpression Inner, SourceSpan Span) : PromQlExpression(Span)
{
    /// <inheritdoc/>
    public override PromQlType Type => Inner.Type;

    /// <inheritdoc/>
    public override int ChildCount => 1;

    /// <inheritdoc/>
    public override PromQlExpression Child(int index) => Inner;
}

/// <summary>A sign before an expression.</summary>
/// <param name="IsNegation"><c>-</c> rather than <c>+</c>.</param>
/// <param name="Operand">The expression after the sign.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record UnaryExpression(bool IsNegation, PromQlExpression Operand, SourceSpan Span) : PromQlExpression(Span)
{
    /// <inheritdoc/>
    public override PromQlType Type => Operand.Type;

    /// <inheritdoc/>
    public override int ChildCount => 1;

    /// <inheritdoc/>
    public override PromQlExpression Child(int index) => Operand;
}
