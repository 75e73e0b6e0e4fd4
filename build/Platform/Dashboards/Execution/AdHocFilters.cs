using System.Collections.Immutable;
using TalosPlatform.Dashboards.Reading;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Adds the saved filters of ad hoc variables to every selector of an expression, as Grafana's Prometheus datasource does.</summary>
internal static class AdHocFilters
{
    public static string Apply(string expression, ImmutableArray<AdHocFilter> filters)
    {
        var added = string.Join(", ", filters.Select(f => new LabelMatcher(f.Key, f.Operator, f.Value)));
        foreach (var selector in SelectorScanner.Scan(expression).Reverse())
        {
            var written = expression.AsSpan(selector.Offset, selector.Length).TrimEnd();
            var end = selector.Offset + written.Length;
            expression = written is [.., '}']
                ? expression.Insert(end - 1, written.IndexOf('{') is var open && written[(open + 1)..^1].IsWhiteSpace() || written[..^1].TrimEnd() is [.., ','] ? added : ", " + added)
                : expression.Insert(end, "{" + added + "}");
        }

        return expression;
    }
}
