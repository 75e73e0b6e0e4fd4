using TalosPlatform.Alerts.Rules;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Shared;

namespace TalosPlatform.Alerts.Lint;

/// <summary>An alert fires for every series of its expression, whatever the value: without a condition it always does.</summary>
internal sealed class ConditionLint : IAlertLint
{
    public string Id => "alert-condition";

    public IEnumerable<LintNote> Check(Rule alert, AlertContext context)
    {
        if (alert.Parsed.Expression is not { } expression || !expression.MetricSelectors().Any())
            yield break;
        var nodes = expression.DescendantsAndSelf().ToList();
        var filters = nodes.OfType<BinaryExpression>().Any(b => (b.Operator.IsComparison() && !b.ReturnBool) || b.Operator == BinaryOperator.Unless || b.Operator == BinaryOperator.And);
        var absent = nodes.OfType<CallExpression>().Any(c => c.Function.Name is "absent" or "absent_over_time");
        if (!filters && !absent)
            yield return new LintNote("expr", Severity.Warning, nodes.OfType<BinaryExpression>().Any(b => b.ReturnBool)
                ? "a comparison with \"bool\" gives 0 or 1 and filters nothing, so the alert always fires: remove \"bool\""
                : "the expression compares nothing, so the alert fires as long as the series exist: add a condition such as \"> 0\"");
    }
}
