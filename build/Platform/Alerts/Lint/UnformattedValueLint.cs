using System.Text.RegularExpressions;
using TalosPlatform.Alerts.Rules;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Shared;

namespace TalosPlatform.Alerts.Lint;

/// <summary>A value such as 0.05263157894736842 or 8589934592 helps nobody; counts are fine as they are.</summary>
internal sealed partial class UnformattedValueLint : IAlertLint
{
    private static readonly HashSet<string> Fractional = new(StringComparer.Ordinal)
    {
        "rate", "irate", "deriv", "predict_linear", "avg_over_time", "quantile_over_time", "histogram_quantile", "stddev_over_time", "increase", "delta",
        "double_exponential_smoothing", "holt_winters",
    };

    private static readonly HashSet<string> KeepsUnit = new(StringComparer.Ordinal)
    {
        "abs", "clamp", "clamp_max", "clamp_min", "idelta", "label_join", "label_replace", "last_over_time", "max_over_time", "min_over_time",
        "sort", "sort_desc", "sqrt", "sum_over_time",
    };

    public string Id => "alert-unformatted-value";

    public IEnumerable<LintNote> Check(Rule alert, AlertContext context)
    {
        if (alert.Parsed.Expression is not { } expression || !NeedsFormat(expression))
            yield break;
        foreach (var (name, text) in alert.Annotations)
        {
            if (BareValue().IsMatch(text))
                yield return new LintNote($"annotations.{name}", Severity.Warning, "the value is printed with all its digits: write {{ $value | humanize }}, humanize1024, humanizePercentage or humanizeDuration");
        }
    }

    // Follows the value, not the condition: of "a / b > 0.1 and c > 1" it is a / b.
    private static bool NeedsFormat(PromQlExpression expression) => expression.Unwrap() switch
    {
        CallExpression call => Fractional.Contains(call.Function.Name) || (KeepsUnit.Contains(call.Function.Name) && call.Arguments.Any(NeedsFormat)),
        AggregateExpression { Operator: AggregateOperator.Avg or AggregateOperator.Quantile or AggregateOperator.Stddev or AggregateOperator.Stdvar } => true,
        AggregateExpression { Operator: AggregateOperator.Count or AggregateOperator.CountValues or AggregateOperator.Group } => false,
        AggregateExpression aggregate => NeedsFormat(aggregate.Operand),
        BinaryExpression { Operator: BinaryOperator.Divide } => true,
        BinaryExpression { Operator: BinaryOperator.Or } either => NeedsFormat(either.Left) || NeedsFormat(either.Right),
        BinaryExpression binary when binary.Operator.IsComparison() || binary.Operator.IsSetOperator() => NeedsFormat(binary.Left),
        BinaryExpression binary => NeedsFormat(binary.Left) || NeedsFormat(binary.Right),
        MatrixSelector matrix => NeedsFormat(matrix.Vector),
        SubqueryExpression subquery => NeedsFormat(subquery.Inner),
        VectorSelector { MetricName: { } name } => name.EndsWith("_bytes", StringComparison.Ordinal) || name.EndsWith("_seconds", StringComparison.Ordinal) || name.EndsWith("_ratio", StringComparison.Ordinal),
        _ => false,
    };

    [GeneratedRegex(@"\{\{-?\s*(\$value|\.Value)\s*-?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex BareValue();
}
