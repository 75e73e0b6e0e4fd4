using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Queries.PromQl.Re2;

namespace TalosPlatform.Queries.PromQl;

/// <summary>What matchers let through.</summary>
public static class LabelMatching
{
    /// <summary>Whether series without the label pass the matcher.</summary>
    public static bool MatchesEmpty(this LabelMatcher matcher) => matcher.Operator switch
    {
        MatchOperator.Equal => matcher.Value.Length == 0,
        MatchOperator.NotEqual => matcher.Value.Length > 0,
        MatchOperator.Regex => Re2Pattern.Parse(matcher.Value).MatchesEmpty,
        _ => !Re2Pattern.Parse(matcher.Value).MatchesEmpty,
    };
}
