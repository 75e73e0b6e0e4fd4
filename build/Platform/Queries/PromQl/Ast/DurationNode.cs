namespace TalosPlatform.Queries.PromQl.Ast;

/// <summary>A length of time inside brackets or after <c>offset</c>.</summary>
/// <param name="Span">Where the node stands in the query text.</param>
public abstract record DurationNode(SourceSpan Span)
{
    /// <summary>Seconds, when they are known without evaluating the query.</summary>
    public virtual double? Seconds => null;

    /// <summary>The duration as a <see cref="TimeSpan"/>, when it is known and fits.</summary>
    public TimeSpan? Length =>
        Seconds is { } s && Math.Abs(s) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(s) : null;
}

/// <summary>A duration such as <c>5m</c>, <c>1h30m</c>, <c>300</c> or, after <c>offset</c>, <c>-5m</c>.</summary>
/// <param name="Value">Seconds.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record DurationLiteral(double Value, SourceSpan Span) : DurationNode(Span)
{
    /// <inheritdoc/>
    public override double? Seconds => Value;
}

/// <summary><c>step()</c> or <c>range()</c> in a duration expression (experimental).</summary>
/// <param name="Name"><c>step</c> or <c>range</c>.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record DurationQueryValue(string Name, SourceSpan Span) : DurationNode(Span);

/// <summary><c>min_of(a, b)</c> or <c>max_of(a, b)</c> in a duration expression (experimental).</summary>
/// <param name="Name"><c>min_of</c> or <c>max_of</c>.</param>
/// <param name="Left">First argument.</param>
/// <param name="Right">Second argument.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record DurationExtreme(string Name, DurationNode Left, DurationNode Right, SourceSpan Span) : DurationNode(Span);

/// <summary>A duration with a minus before it (experimental).</summary>
/// <param name="Operand">What is negated.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record DurationNegation(DurationNode Operand, SourceSpan Span) : DurationNode(Span);

/// <summary>A duration in parentheses (experimental).</summary>
/// <param name="Inner">What is inside.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record DurationParen(DurationNode Inner, SourceSpan Span) : DurationNode(Span);

/// <summary>Arithmetic with durations (experimental).</summary>
/// <param name="Operator">One of the arithmetic operators, without <c>atan2</c>.</param>
/// <param name="Left">Left operand.</param>
/// <param name="Right">Right operand.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record DurationArithmetic(BinaryOperator Operator, DurationNode Left, DurationNode Right, SourceSpan Span)
    : DurationNode(Span);
