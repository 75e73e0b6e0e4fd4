using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Queries.PromQl.Re2;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary><c>.*</c> also matches a missing label, so the matcher selects everything, or nothing when it is negated.</summary>
public sealed class RegexMatchesEverything : ILintRule
{
    /// <inheritdoc/>
    public string Id => "regex-matches-everything";

    /// <inheritdoc/>
    public string Summary => "A matcher with .*, which every series passes, or none when it is negated.";

    /// <inheritdoc/>
    public void Visit(PromQlExpression node, LintPass pass)
    {
        if (node is not VectorSelector selector || pass.Context.IsInterpolated)
            return;
        foreach (var matcher in selector.Matchers)
        {
            if (!matcher.IsRegex || !Re2Pattern.Parse(matcher.Value).MatchesEverything)
                continue;
            if (matcher.Operator == MatchOperator.Regex)
                pass.Report(this, LintSeverity.Info, matcher.Span, $"every series passes {matcher.Name}=~\"{matcher.Value}\": remove it, or use .+ if the label must be there");
            else
                pass.Report(this, LintSeverity.Error, matcher.Span, $"no series passes {matcher.Name}!~\"{matcher.Value}\"");
        }
    }
}
