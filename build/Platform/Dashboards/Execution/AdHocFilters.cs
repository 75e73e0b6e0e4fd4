using System.Collections.Immutable;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Adds the saved filters of ad hoc variables to every selector of an expression, as Grafana's Prometheus datasource does.</summary>
internal static class AdHocFilters
{
    /// <summary>The expression with the filters; unchanged when it cannot be parsed.</summary>
    public static string Apply(string expression, ImmutableArray<AdHocFilter> filters)
    {
        if (PromQlParser.Parse(expression, PromQlOptions.Latest).Expression is not { } parsed)
            return expression;
        var added = filters.Where(f => Operator(f.Operator) is not null).Select(f => new LabelMatcher(f.Key, Operator(f.Operator)!.Value, f.Value, default)).ToList();
        foreach (var selector in parsed.MetricSelectors().OrderByDescending(s => s.Span.Offset))
        {
            var bare = selector with { Matchers = [.. selector.Matchers, .. added], Modifiers = TimeModifiers.None };
            expression = string.Concat(expression.AsSpan(0, selector.Span.Offset), bare.ToString(), expression.AsSpan(End(expression, selector)));
        }

        return expression;
    }

    // Where the selector proper ends: modifiers are part of its span, and stay as they were written.
    private static int End(string expression, VectorSelector selector)
    {
        var end = selector.Matchers.Count > 0 ? selector.Matchers[^1].Span.End : selector.Span.Offset + (selector.Name?.Length ?? 0);
        var rest = end;
        while (rest < expression.Length && (char.IsWhiteSpace(expression[rest]) || expression[rest] is ',' or '{'))
            rest++;
        return rest < expression.Length && expression[rest] == '}' ? rest + 1 : end;
    }

    private static MatchOperator? Operator(string written) => written switch
    {
        "=" => MatchOperator.Equal,
        "!=" => MatchOperator.NotEqual,
        "=~" => MatchOperator.Regex,
        "!~" => MatchOperator.NotRegex,
        _ => null,
    };
}
