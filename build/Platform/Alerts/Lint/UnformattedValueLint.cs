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

    public string Id => "alert-unformatted-value";

    public IEnumerable<LintNote> Check(Rule alert, LintContext context)
    {
        if (alert.Parsed.Expression is not { } expression || !NeedsFormat(expression))
            yield break;
        foreach (var (name, text) in alert.Annotations)
        {
            if (BareValue().IsMatch(text))
                yield return new LintNote($"annotations.{name}", Severity.Warning, "the value is printed with all its digits: write {{ $value | humanize }}, humanize1024, humanizePercentage or humanizeDuration");
        }
    }

    private static bool NeedsFormat(PromQlExpression expression) => expression.DescendantsAndSelf().Any(node => node switch
    {
        CallExpression call => Fractional.Contains(call.Function.Name),
        AggregateExpression aggregate => aggregate.Operator is AggregateOperator.Avg or AggregateOperator.Quantile or AggregateOperator.Stddev,
        BinaryExpression binary => binary.Operator == BinaryOperator.Divide,
        VectorSelector { MetricName: { } name } => name.EndsWith("_bytes", StringComparison.Ordinal) || name.EndsWith("_seconds", StringComparison.Ordinal) || name.EndsWith("_ratio", StringComparison.Ordinal),
        _ => false,
    });

    [GeneratedRegex(@"\{\{-?\s*(\$value|\.Value)\s*-?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex BareValue();
}
