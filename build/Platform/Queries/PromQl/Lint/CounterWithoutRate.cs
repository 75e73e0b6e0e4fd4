using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>
/// The value of a counter is the number of events since its process started: comparing or drawing it is a mistake, its rate is meant.
/// Whether it exists, and how many there are, may be asked.
/// </summary>
public sealed class CounterWithoutRate : ILintRule
{
    /// <inheritdoc/>
    public string Id => "counter-without-rate";

    /// <inheritdoc/>
    public string Summary => "A counter is used by value, without rate() or increase().";

    /// <inheritdoc/>
    public void Visit(PromQlExpression node, LintPass pass)
    {
        if (node is not VectorSelector { MetricName: { } metric } selector || !IsCounter(metric, pass.Context) || !UsesValue(selector, metric, pass.Ancestors))
            return;
        pass.Report(
            this,
            LintSeverity.Warning,
            selector.Span,
            $"counter \"{metric}\" is used by value, which restarts at zero with its process: use rate({metric}[5m]) or increase({metric}[1h])");
    }

    private static bool IsCounter(string metric, LintContext context) => context.KindOf(metric) is { } kind
        ? kind == MetricKind.Counter
        : metric.EndsWith("_total", StringComparison.Ordinal) && !metric.Contains(':', StringComparison.Ordinal);

    private static bool UsesValue(VectorSelector selector, string metric, IReadOnlyList<PromQlExpression> ancestors)
    {
        PromQlExpression below = selector;
        for (var i = ancestors.Count - 1; i >= 0; i--)
        {
            var node = ancestors[i];
            if (IsRangeOrExistence(node, below) || IsDifferenceInTime(node, below, metric))
                return false;
            below = node;
        }

        return true;
    }

    private static bool IsRangeOrExistence(PromQlExpression node, PromQlExpression below) => node switch
    {
        MatrixSelector or SubqueryExpression => true,
        AggregateExpression { Operator: AggregateOperator.Count or AggregateOperator.Group or AggregateOperator.CountValues } => true,
        CallExpression { Function.Name: "absent" or "timestamp" or "start_timestamp" or "info" } => true,
        BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Unless } set => ReferenceEquals(set.Right, below),
        _ => false,
    };

    /// <summary>A counter minus, or compared with, itself at another time.</summary>
    private static bool IsDifferenceInTime(PromQlExpression node, PromQlExpression below, string metric)
    {
        if (node is not BinaryExpression binary || binary.Operator.IsSetOperator())
            return false;
        var other = ReferenceEquals(binary.Left, below) ? binary.Right : binary.Left;
        var selectors = other.MetricSelectors().Concat(below.MetricSelectors()).Where(it => it.MetricName == metric).ToList();
        return other.MetricNames().Contains(metric) && selectors.Exists(it => it.Modifiers.Offset is not null || it.Modifiers.At is not null);
    }
}
