using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Lint;

namespace TalosPlatform.Tests.Queries.PromQl.Lint;

/// <summary>Runs one rule and says which pieces of the query it pointed at.</summary>
internal static class LintCase
{
    public static IReadOnlyList<string> Run<TRule>(string query, LintContext? context = null)
        where TRule : ILintRule
    {
        var result = PromQlParser.Parse(query);
        Assert.True(result.IsValid, query);
        var rule = PromQlLinter.Rules.OfType<TRule>().Single();
        var findings = PromQlLinter.Lint(result.Expression, context ?? LintContext.Default, [rule]);
        Assert.All(findings, finding => Assert.Equal(rule.Id, finding.RuleId));
        return findings.Select(finding => query.Substring(finding.Span.Offset, finding.Span.Length)).ToList();
    }
}
