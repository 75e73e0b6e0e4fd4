using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>Prometheus 3.4 and 3.5 take any letter between range and step of a subquery; later versions refuse it.</summary>
public sealed class SubquerySeparator : ILintRule
{
    /// <inheritdoc/>
    public string Id => "subquery-separator";

    /// <inheritdoc/>
    public string Summary => "A subquery with a letter instead of the colon.";

    /// <inheritdoc/>
    public void Visit(PromQlExpression node, LintPass pass)
    {
        if (node is SubqueryExpression { Separator: not ':' } subquery)
        {
            pass.Report(
                this, LintSeverity.Error, subquery.Range.Span, $"\"{subquery.Separator}\" passes for the colon of a subquery by accident: write [range:step]");
        }
    }
}
