using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl;

/// <summary>Questions that dashboards, rules and live checks ask about an expression.</summary>
public static class PromQlFacts
{
    /// <summary>The expression and everything below it, parents before children, in the order of the text.</summary>
    public static IEnumerable<PromQlExpression> DescendantsAndSelf(this PromQlExpression expression)
    {
        var pending = new Stack<PromQlExpression>();
        pending.Push(expression);
        while (pending.TryPop(out var next))
        {
            yield return next;
            for (var i = next.ChildCount - 1; i >= 0; i--)
                pending.Push(next.Child(i));
        }
    }

    /// <summary>Every selector, including those inside ranges.</summary>
    public static IEnumerable<VectorSelector> MetricSelectors(this PromQlExpression expression) =>
        expression.DescendantsAndSelf().OfType<VectorSelector>();

    /// <summary>Every metric name that is given in full, once each.</summary>
    public static IEnumerable<string> MetricNames(this PromQlExpression expression) =>
        expression.MetricSelectors().Select(selector => selector.MetricName).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Every matcher of every selector.</summary>
    public static IEnumerable<LabelMatcher> LabelMatchers(this PromQlExpression expression) =>
        expression.MetricSelectors().SelectMany(selector => selector.Matchers);

    /// <summary>Every function that is called, once each.</summary>
    public static IEnumerable<PromQlFunction> Functions(this PromQlExpression expression) =>
        expression.DescendantsAndSelf().OfType<CallExpression>().Select(call => call.Function).Distinct();

    /// <summary>The ranges of range selectors and subqueries.</summary>
    public static IEnumerable<DurationNode> RangeDurations(this PromQlExpression expression) =>
        expression.DescendantsAndSelf().Select(node => node switch
        {
            MatrixSelector matrix => matrix.Range,
            SubqueryExpression subquery => subquery.Range,
            _ => null,
        }).OfType<DurationNode>();

    /// <summary>The expression without parentheses around it.</summary>
    public static PromQlExpression Unwrap(this PromQlExpression expression)
    {
        while (expression is ParenExpression paren)
            expression = paren.Inner;
        return expression;
    }
}
