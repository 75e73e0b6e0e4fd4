namespace TalosPlatform.Queries.PromQl.Ast;

/// <summary>How a matcher compares.</summary>
public enum MatchOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>=~</c></summary>
    Regex,

    /// <summary><c>!~</c></summary>
    NotRegex,
}

/// <summary>
/// A condition on a label. Names and values are text with the escapes resolved; a byte that is not part of valid UTF-8
/// (<c>"\xff"</c>) stands as the lone surrogate U+DC00 + byte, so that nothing is lost.
/// </summary>
/// <param name="Name">Name of the label; <c>__name__</c> for a metric name quoted inside the braces.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Value">Value or regular expression (RE2, anchored at both ends).</param>
/// <param name="Span">Where the matcher stands in the query text.</param>
public sealed record LabelMatcher(string Name, MatchOperator Operator, string Value, SourceSpan Span)
{
    /// <summary>The label that carries the metric name.</summary>
    public const string MetricName = "__name__";

    /// <summary>Whether the matcher compares with a regular expression.</summary>
    public bool IsRegex => Operator is MatchOperator.Regex or MatchOperator.NotRegex;
}

/// <summary>A time that <c>@</c> fixes.</summary>
public enum AtAnchor
{
    /// <summary>A Unix timestamp.</summary>
    Timestamp,

    /// <summary><c>start()</c> of the query's range.</summary>
    Start,

    /// <summary><c>end()</c> of the query's range.</summary>
    End,
}

/// <summary>The <c>@</c> modifier.</summary>
/// <param name="Anchor">What fixes the time.</param>
/// <param name="Timestamp">Unix time in seconds; zero for <c>start()</c> and <c>end()</c>.</param>
public sealed record AtModifier(AtAnchor Anchor, double Timestamp);

/// <summary>Treatment of the borders of a range (experimental).</summary>
public enum RangeBoundary
{
    /// <summary>Only samples inside the range.</summary>
    Default,

    /// <summary><c>anchored</c></summary>
    Anchored,

    /// <summary><c>smoothed</c></summary>
    Smoothed,
}

/// <summary>Modifiers that move a selector in time.</summary>
/// <param name="Offset">How far back; negative looks forward.</param>
/// <param name="At">A fixed time.</param>
/// <param name="Boundary">Treatment of the range's borders.</param>
public sealed record TimeModifiers(DurationNode? Offset, AtModifier? At, RangeBoundary Boundary)
{
    /// <summary>No modifier.</summary>
    public static TimeModifiers None { get; } = new(null, null, RangeBoundary.Default);
}

/// <summary>An instant vector selector such as <c>up{job="api"}</c>.</summary>
/// <param name="Name">Metric name before the braces.</param>
/// <param name="Matchers">Conditions inside the braces.</param>
/// <param name="Modifiers">Offset and <c>@</c>.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record VectorSelector(string? Name, IReadOnlyList<LabelMatcher> Matchers, TimeModifiers Modifiers, SourceSpan Span)
    : PromQlExpression(Span)
{
    /// <inheritdoc/>
    public override PromQlType Type => PromQlType.InstantVector;

    /// <summary>The metric name, before or inside the braces; absent when only a regex or other labels select.</summary>
    public string? MetricName
    {
        get
        {
            if (Name is not null)
                return Name;
            foreach (var matcher in Matchers)
            {
                if (matcher is { Name: LabelMatcher.MetricName, Operator: MatchOperator.Equal, Value.Length: > 0 })
                    return matcher.Value;
            }

            return null;
        }
    }
}

/// <summary>A range vector selector such as <c>up[5m]</c>; its offset and <c>@</c> are modifiers of <paramref name="Vector"/>.</summary>
/// <param name="Vector">The series.</param>
/// <param name="Range">How far back.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record MatrixSelector(VectorSelector Vector, DurationNode Range, SourceSpan Span) : PromQlExpression(Span)
{
    /// <inheritdoc/>
    public override PromQlType Type => PromQlType.RangeVector;

    /// <inheritdoc/>
    public override int ChildCount => 1;

    /// <inheritdoc/>
    public override PromQlExpression Child(int index) => Vector;
}

/// <summary>A subquery such as <c>rate(x[5m])[1h:1m]</c>.</summary>
/// <param name="Inner">The expression that is evaluated at every step.</param>
/// <param name="Range">How far back.</param>
/// <param name="Step">Resolution; absent for the global evaluation interval.</param>
/// <param name="Separator">The character between range and step: a colon. Prometheus 3.4 and 3.5 take any letter too.</param>
/// <param name="Modifiers">Offset and <c>@</c>.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record SubqueryExpression(
    PromQlExpression Inner, DurationNode Range, DurationNode? Step, char Separator, TimeModifiers Modifiers, SourceSpan Span)
    : PromQlExpression(Span)
{
    /// <inheritdoc/>
    public override PromQlType Type => PromQlType.RangeVector;

    /// <inheritdoc/>
    public override int ChildCount => 1;

    /// <inheritdoc/>
    public override PromQlExpression Child(int index) => Inner;
}
