using System.Collections.Frozen;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>
/// A change needs two samples. A range shorter than two scrape intervals often holds one, and the result has gaps
/// (https://www.robustperception.io/what-range-should-i-use-with-rate/ recommends four).
/// </summary>
public sealed class RateRangeTooShort : ILintRule
{
    private static readonly FrozenSet<string> NeedTwoSamples =
        new[] { "rate", "irate", "increase", "delta", "idelta", "deriv", "predict_linear" }.ToFrozenSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Id => "rate-range-too-short";

    /// <inheritdoc/>
    public string Summary => "The range of rate() and its like is shorter than two scrape intervals.";

    /// <inheritdoc/>
    public void Visit(PromQlExpression node, LintPass pass)
    {
        if (node is not CallExpression call || !NeedTwoSamples.Contains(call.Function.Name))
            return;
        var (range, interval, source) = call.Arguments[0].Unwrap() switch
        {
            MatrixSelector matrix => (matrix.Range, pass.Context.ScrapeInterval, "scrape interval"),
            SubqueryExpression subquery => (subquery.Range, subquery.Step?.Length, "step of the subquery"),
            _ => (null, null, ""),
        };
        if (range?.Length is not { } length || interval is not { } each || length >= 2 * each)
            return;
        pass.Report(
            this,
            LintSeverity.Warning,
            range.Span,
            $"{call.Function.Name}() needs two samples, but its range of {Text(length)} is shorter than twice the {source} of {Text(each)}: "
            + $"use at least {Text(4 * each)}");
    }

    private static string Text(TimeSpan duration)
    {
        var output = new System.Text.StringBuilder();
        Syntax.DurationText.Append(output, duration.TotalSeconds);
        return output.ToString();
    }
}
