using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Queries.PromQl.Re2;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>Equality is faster than a regular expression and says what is meant.</summary>
public sealed class RegexCouldBeEquality : ILintRule
{
    /// <inheritdoc/>
    public string Id => "regex-could-be-equality";

    /// <inheritdoc/>
    public string Summary => "A regex matcher that only one string matches.";

    /// <inheritdoc/>
    public void Visit(PromQlExpression node, LintPass pass)
    {
        if (node is not VectorSelector selector || pass.Context.IsInterpolated)
            return;
        foreach (var matcher in selector.Matchers)
        {
            if (!matcher.IsRegex || Re2Pattern.Parse(matcher.Value) is not { Literal: { } literal })
                continue;
            var op = matcher.Operator == MatchOperator.Regex ? "=" : "!=";
            pass.Report(
                this, LintSeverity.Info, matcher.Span, $"the regex \"{matcher.Value}\" matches only \"{literal}\": write {matcher.Name}{op}\"{literal}\"");
        }
    }
}
