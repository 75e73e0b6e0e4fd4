using TalosPlatform.Dashboards.Variables;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Finds out why a PromQL query gave nothing: a metric, a label or a value that does not exist, samples that stopped, a window too short,
/// a variable without values, or an operator that leaves nothing.</summary>
internal sealed class EmptyExplainer(QueryRunner runner, SelectorInspector inspector, DateTimeOffset from, DateTimeOffset to)
{
    /// <summary>A sentence, or an empty text when nobody knows.</summary>
    public async Task<string> ExplainAsync(DashboardQuery query, OutcomeKind kind, CancellationToken cancellation)
    {
        if (query.IsVariable)
            return await VariableAsync(query, cancellation);
        if (query.Plan is not { } plan || query.Parse()?.Expression is not { } expression)
            return "";
        if (kind == OutcomeKind.NanOnly)
            return "every value is NaN, most often because a divisor is 0";
        foreach (var node in expression.DescendantsAndSelf())
        {
            var (selector, range) = node switch
            {
                MatrixSelector matrix => (matrix.Vector, matrix.Range.Length),
                VectorSelector vector => (vector, (TimeSpan?)null),
                _ => (null, null),
            };
            if (selector is null)
                continue;
            var problem = await inspector.ExplainAsync(selector, range, plan, cancellation);
            if (problem is not null)
                return problem.Reason + Blame(query, problem);
        }

        return await OperatorAsync(expression, plan, cancellation) is { } culprit
            ? $"its selectors have data, but \"{Shorten(culprit.ToString())}\" leaves nothing: {Advice(culprit)}"
            : "";
    }

    private async Task<string> VariableAsync(DashboardQuery query, CancellationToken cancellation)
    {
        var asked = PrometheusVariableQuery.Parse(query.Expression);
        if (asked.Kind is not (VariableQueryKind.LabelValues or VariableQueryKind.Series)
            || PromQlParser.Parse(asked.Text, PromQlOptions.Latest).Expression?.Unwrap() is not VectorSelector selector)
            return "";
        var problem = await inspector.ExplainAsync(selector, null, new PlannedQuery(QueryLanguage.PromQl, query.Expression, false, from, to, to - from), cancellation);
        return problem?.Reason ?? (asked.Label.Length > 0 ? $"\"{selector}\" has series, but none with the label \"{asked.Label}\"" : "");
    }

    // The smallest part that is empty although everything below it has data.
    private async Task<PromQlExpression?> OperatorAsync(PromQlExpression expression, PlannedQuery plan, CancellationToken cancellation)
    {
        PromQlExpression? smallest = null;
        foreach (var part in expression.DescendantsAndSelf().Where(e => e is BinaryExpression or CallExpression or AggregateExpression && e.Type == PromQlType.InstantVector))
        {
            if (!IsLarger(smallest, part) || await HasDataAsync(part, plan, cancellation) != false)
                continue;
            smallest = part;
        }

        return smallest;
    }

    private static bool IsLarger(PromQlExpression? smallest, PromQlExpression part) =>
        smallest is null || part.Span.Offset >= smallest.Span.Offset && part.Span.End <= smallest.Span.End;

    private async Task<bool?> HasDataAsync(PromQlExpression part, PlannedQuery plan, CancellationToken cancellation)
    {
        var outcome = await runner.RunAsync(plan with { Expression = part.ToString() }, cancellation);
        return outcome.IsFailed ? null : outcome.Kind != OutcomeKind.Empty;
    }

    private static string Advice(PromQlExpression culprit) => culprit switch
    {
        BinaryExpression { Operator: var op } when op.IsComparison() => "no value meets the comparison",
        BinaryExpression { Operator: BinaryOperator.Unless } => "everything on the left is also on the right",
        BinaryExpression => "no series of both sides have the same labels; match with on (…) or ignoring (…)",
        CallExpression { Function.Name: "histogram_quantile" } => "its argument has no buckets with a label le",
        CallExpression => "the function gives nothing for these samples; a rate needs two of them within its window",
        _ => "nothing is left to aggregate",
    };

    // An empty matcher usually comes from a variable, and then the variable is the news.
    private static string Blame(DashboardQuery query, SelectorProblem problem)
    {
        if (query.Target is null || problem.Culprit?.Value is not ("" or "()"))
            return "";
        var empty = query.EmptyVariables().Select(name => $"\"${name}\"").ToList();
        return empty.Count > 0 ? $" (without a value: {string.Join(", ", empty)})" : "";
    }

    private static string Shorten(string text) => text.Length > 160 ? text[..160] + "…" : text;
}
