using System.Text;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Writes metric names and matchers, in the order they were given.</summary>
internal static class SelectorPrinter
{
    public static void Append(StringBuilder output, VectorSelector selector)
    {
        output.Append(selector.Name);
        if (selector.Matchers.Count == 0 && selector.Name is not null)
            return;
        output.Append('{');
        for (var i = 0; i < selector.Matchers.Count; i++)
        {
            if (i > 0)
                output.Append(", ");
            AppendMatcher(output, selector.Matchers[i], selector.Name is null);
        }

        output.Append('}');
    }

    private static void AppendMatcher(StringBuilder output, LabelMatcher matcher, bool nameInside)
    {
        if (nameInside && matcher is { Name: LabelMatcher.MetricName, Operator: MatchOperator.Equal })
        {
            StringText.AppendQuoted(output, matcher.Value);
            return;
        }

        AppendLabelName(output, matcher.Name);
        output.Append(matcher.Operator switch
        {
            MatchOperator.Equal => "=",
            MatchOperator.NotEqual => "!=",
            MatchOperator.Regex => "=~",
            _ => "!~",
        });
        StringText.AppendQuoted(output, matcher.Value);
    }

    public static void AppendLabelName(StringBuilder output, string name)
    {
        if (name.Length > 0 && Chars.IsAlpha(name[0]) && !name.AsSpan().ContainsAnyExcept(Chars.WordCharacters))
            output.Append(name);
        else
            StringText.AppendQuoted(output, name);
    }
}
