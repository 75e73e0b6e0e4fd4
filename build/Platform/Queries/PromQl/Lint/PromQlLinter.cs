using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>Looks for mistakes in expressions that Prometheus accepts.</summary>
public static class PromQlLinter
{
    /// <summary>Every rule.</summary>
    public static IReadOnlyList<ILintRule> Rules { get; } =
    [
        new CounterWithoutRate(),
        new RateOnGauge(),
        new HistogramQuantileWithoutLe(),
        new RateRangeTooShort(),
        new AggregationDropsLabel(),
        new ImpossibleJoin(),
        new RegexCouldBeEquality(),
        new RegexRedundantAnchor(),
        new RegexMatchesEverything(),
        new SubquerySeparator(),
    ];

    /// <summary>Applies every rule.</summary>
    /// <param name="expression">A valid expression.</param>
    /// <param name="context">What is known beyond it.</param>
    /// <returns>Findings in the order of the text.</returns>
    public static IReadOnlyList<LintFinding> Lint(PromQlExpression expression, LintContext context) => Lint(expression, context, Rules);

    /// <summary>Applies some rules.</summary>
    /// <param name="expression">A valid expression.</param>
    /// <param name="context">What is known beyond it.</param>
    /// <param name="rules">The rules to apply.</param>
    /// <returns>Findings in the order of the text.</returns>
    public static IReadOnlyList<LintFinding> Lint(PromQlExpression expression, LintContext context, IReadOnlyList<ILintRule> rules)
    {
        var pass = new LintPass(context);
        pass.Walk(expression, rules);
        return pass.Findings.Count < 2 ? pass.Findings : pass.Findings.OrderBy(finding => finding.Span.Offset).ToList();
    }
}
