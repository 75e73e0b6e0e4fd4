namespace TalosPlatform.Queries.PromQl.Ast;

/// <summary>Aggregation operators.</summary>
public enum AggregateOperator
{
    /// <summary><c>sum</c></summary>
    Sum,

    /// <summary><c>avg</c></summary>
    Avg,

    /// <summary><c>count</c></summary>
    Count,

    /// <summary><c>min</c></summary>
    Min,

    /// <summary><c>max</c></summary>
    Max,

    /// <summary><c>group</c></summary>
    Group,

    /// <summary><c>stddev</c></summary>
    Stddev,

    /// <summary><c>stdvar</c></summary>
    Stdvar,

    /// <summary><c>topk</c></summary>
    TopK,

    /// <summary><c>bottomk</c></summary>
    BottomK,

    /// <summary><c>count_values</c></summary>
    CountValues,

    /// <summary><c>quantile</c></summary>
    Quantile,

    /// <summary><c>limitk</c> (experimental)</summary>
    LimitK,

    /// <summary><c>limit_ratio</c> (experimental)</summary>
    LimitRatio,
}

/// <summary>Properties of <see cref="AggregateOperator"/>.</summary>
public static class AggregateOperators
{
    private static readonly string[] Texts =
    [
        "sum", "avg", "count", "min", "max", "group", "stddev", "stdvar", "topk", "bottomk", "count_values", "quantile", "limitk",
        "limit_ratio",
    ];

    /// <summary>The operator as it is written.</summary>
    public static string Text(this AggregateOperator op) => Texts[(int)op];

    /// <summary>Whether a parameter comes before the vector.</summary>
    public static bool HasParameter(this AggregateOperator op) => op >= AggregateOperator.TopK;

    /// <summary>Whether the operator needs <see cref="PromQlFeatures.ExperimentalFunctions"/>.</summary>
    public static bool IsExperimental(this AggregateOperator op) => op >= AggregateOperator.LimitK;

    /// <summary>Whether the result consists of input series with all their labels, as topk's does.</summary>
    public static bool KeepsSeries(this AggregateOperator op) =>
        op is AggregateOperator.TopK or AggregateOperator.BottomK or AggregateOperator.LimitK or AggregateOperator.LimitRatio;
}

/// <summary>The labels an aggregation groups by.</summary>
/// <param name="Without"><c>without</c> rather than <c>by</c>.</param>
/// <param name="Labels">Names of labels.</param>
public sealed record Grouping(bool Without, IReadOnlyList<string> Labels);

/// <summary>An aggregation over series.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Grouping">What was written as <c>by</c> or <c>without</c>; absent when everything becomes one series.</param>
/// <param name="Parameter">First argument of <c>topk</c>, <c>quantile</c>, <c>count_values</c> and so on.</param>
/// <param name="Operand">The vector.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record AggregateExpression(
    AggregateOperator Operator, Grouping? Grouping, PromQlExpression? Parameter, PromQlExpression Operand, SourceSpan Span)
    : PromQlExpression(Span)
{
    /// <inheritdoc/>
    public override PromQlType Type => PromQlType.InstantVector;

    /// <inheritdoc/>
    public override int ChildCount => Parameter is null ? 1 : 2;

    /// <inheritdoc/>
    public override PromQlExpression Child(int index) => index == 0 && Parameter is not null ? Parameter : Operand;
}
