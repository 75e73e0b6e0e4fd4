using System.Collections.Frozen;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>
/// The value of a counter is the number of events since its process started: comparing or drawing it is a mistake, its rate is meant.
/// Whether it exists, how many there are, and by how much two of them differ may be asked. Exporters also call sums such as a disk's
/// size <c>_total</c>: without metadata only names that speak of events are taken for counters.
/// </summary>
public sealed class CounterWithoutRate : ILintRule
{
    private const string Suffix = "_total";

    /// <summary>Words that say what happened rather than what is there.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> EventWords = (
        "accepted attempts calls commands commits cpu crashes created deleted deletes deletions denied discarded drop dropped drops error "
        + "errors evicted evictions exceptions expired failed failures handled hits inserts invocations kills lost messages misses missed "
        + "operations ops packets panics processed queries read reads receive received reconnects rejected rejections request requests "
        + "restarts retries rollbacks sent skipped started timeouts transmit transmitted updates write writes written")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <inheritdoc/>
    public string Id => "counter-without-rate";

    /// <inheritdoc/>
    public string Summary => "A counter is used by value, without rate() or increase().";

    /// <inheritdoc/>
    public void Visit(PromQlExpression node, LintPass pass)
    {
        if (node is not VectorSelector { MetricName: { } metric } selector || !IsCounter(metric, pass.Context) || !UsesValue(selector, metric, pass))
            return;
        pass.Report(
            this,
            LintSeverity.Warning,
            selector.Span,
            $"counter \"{metric}\" is used by value, which restarts at zero with its process: use rate({metric}[5m]) or increase({metric}[1h])");
    }

    private static bool IsCounter(string? metric, LintContext context)
    {
        if (metric is null)
            return false;
        if (context.KindOf(metric) is { } kind)
            return kind == MetricKind.Counter;
        return metric.EndsWith(Suffix, StringComparison.Ordinal) && !metric.Contains(':', StringComparison.Ordinal) && SpeaksOfEvents(metric);
    }

    private static bool SpeaksOfEvents(ReadOnlySpan<char> metric)
    {
        foreach (var word in metric.Split('_'))
        {
            if (EventWords.Contains(metric[word]))
                return true;
        }

        return false;
    }

    private static bool UsesValue(VectorSelector selector, string metric, LintPass pass)
    {
        PromQlExpression below = selector;
        for (var i = pass.Ancestors.Count - 1; i >= 0; i--)
        {
            var node = pass.Ancestors[i];
            if (IsRangeOrExistence(node, below) || IsDifferenceInTime(node, below, metric) || IsDifference(node, pass.Context))
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

    /// <summary>Started minus finished: what is going on now.</summary>
    private static bool IsDifference(PromQlExpression node, LintContext context) =>
        node is BinaryExpression { Operator: BinaryOperator.Subtract } difference
        && IsCounterValue(difference.Left, context) && IsCounterValue(difference.Right, context);

    private static bool IsCounterValue(PromQlExpression expression, LintContext context) => expression.Unwrap() switch
    {
        VectorSelector selector => IsCounter(selector.MetricName, context),
        AggregateExpression { Operator: AggregateOperator.Sum } sum => IsCounterValue(sum.Operand, context),
        BinaryExpression { Operator: BinaryOperator.Subtract or BinaryOperator.Add } binary =>
            IsCounterValue(binary.Left, context) && IsCounterValue(binary.Right, context),
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
