using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>Classic histograms keep the bounds of their buckets in the label <c>le</c>; native ones need no label.</summary>
public sealed class HistogramQuantileWithoutLe : ILintRule
{
    /// <inheritdoc/>
    public string Id => "histogram-quantile-without-le";

    /// <inheritdoc/>
    public string Summary => "histogram_quantile() of buckets whose label le was aggregated away.";

    /// <inheritdoc/>
    public void Visit(PromQlExpression node, LintPass pass)
    {
        if (node is not CallExpression { Function.Name: "histogram_quantile" or "histogram_fraction" } call)
            return;
        var vector = call.Arguments[^1];
        if (pass.Labels.Of(vector).WhyNot("le") is not AggregateExpression cause)
            return;
        var buckets = vector.MetricNames().FirstOrDefault(IsBuckets);
        if (buckets is null)
            return;
        var fix = cause.Grouping is { Without: true } ? "take le out of without (…)" : $"write {cause.Operator.Text()} by (le, …)";
        pass.Report(
            this,
            LintSeverity.Error,
            cause.Span,
            $"{call.Function.Name}() needs the label le of \"{buckets}\", but {cause.Operator.Text()} drops it: {fix}");
    }

    private static bool IsBuckets(string metric) =>
        metric.EndsWith("_bucket", StringComparison.Ordinal) || metric.Contains("_bucket:", StringComparison.Ordinal);
}
