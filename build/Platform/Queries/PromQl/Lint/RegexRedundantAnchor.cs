using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Queries.PromQl.Re2;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>Prometheus anchors regular expressions at both ends already.</summary>
public sealed class RegexRedundantAnchor : ILintRule
{
    /// <inheritdoc/>
    public string Id => "regex-redundant-anchor";

    /// <inheritdoc/>
    public string Summary => "A regex matcher with ^ at its start or $ at its end.";

    /// <inheritdoc/>
    public void Visit(PromQlExpression node, LintPass pass)
    {
        if (node is not VectorSelector selector || pass.Context.IsInterpolated)
            return;
        foreach (var matcher in selector.Matchers)
        {
            // A pattern for one string is told to become an equality as a whole.
            if (!matcher.IsRegex || Re2Pattern.Parse(matcher.Value) is not { Error: null, Literal: null } pattern)
                continue;
            if (!pattern.StartsWithAnchor && !pattern.EndsWithAnchor)
                continue;
            var anchors = (pattern.StartsWithAnchor, pattern.EndsWithAnchor) switch
            {
                (true, true) => "^ and $",
                (true, _) => "^",
                _ => "$",
            };
            pass.Report(
                this, LintSeverity.Info, matcher.Span, $"Prometheus anchors the regex \"{matcher.Value}\" at both ends: {anchors} can go");
        }
    }
}
