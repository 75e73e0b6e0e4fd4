using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Queries.PromQl.Lint;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Rules;

/// <summary>The rules of <see cref="PromQlLinter"/> on every interpolated query, with the types of metrics that exporters declare.</summary>
internal sealed class PromQlRule : IDashboardRule
{
    private const string TooShort = "rate-range-too-short";

    public IEnumerable<LocatedFinding> Check(RuleContext context)
    {
        var lint = new LintContext(context.Request.ScrapeInterval, metric => Kind(context, metric), IsInterpolated: true);
        foreach (var query in context.Queries.Where(q => q.Language == QueryLanguage.PromQl).DistinctBy(q => q.Node.Offset))
        {
            // A variable without a value writes matchers nobody meant, and what follows from them is no mistake of the query.
            if (query.EmptyVariables().Any() || query.Parse() is not { IsValid: true } parsed)
                continue;
            foreach (var finding in PromQlLinter.Lint(parsed.Expression, lint))
            {
                if (!IsOwnChoice(finding, query, parsed.Expression))
                    yield return context.Find(query.Node, finding.RuleId, Map(finding.Severity), $"{query.Describe()}: {finding.Message}", query.Panel);
            }
        }
    }

    // A window that comes from a variable is the viewer's choice, and a number or a table may well show a total since the start.
    private static bool IsOwnChoice(LintFinding finding, DashboardQuery query, PromQlExpression expression) => finding.RuleId switch
    {
        TooShort => query.Target?.Text.Contains("[$", StringComparison.Ordinal) ?? false,
        "counter-without-rate" => query.Panel is null or { Type: "stat" or "singlestat" or "gauge" or "bargauge" or "table" or "table-old" or "piechart" }
            || expression is BinaryExpression { Operator: var op } && (op.IsComparison() || op.IsSetOperator()),
        _ => false,
    };

    private static MetricKind? Kind(RuleContext context, string metric) => context.MetricTypes.GetValueOrDefault(metric) switch
    {
        null or "unknown" => null,
        "counter" => MetricKind.Counter,
        "gauge" => MetricKind.Gauge,
        _ => MetricKind.Other,
    };

    private static Severity Map(LintSeverity severity) => severity switch
    {
        LintSeverity.Error => Severity.Error,
        LintSeverity.Warning => Severity.Warning,
        _ => Severity.Info,
    };
}
