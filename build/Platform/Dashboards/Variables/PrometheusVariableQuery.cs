using System.Text.RegularExpressions;

namespace TalosPlatform.Dashboards.Variables;

/// <summary>What the query of a variable asks Prometheus for.</summary>
internal enum VariableQueryKind
{
    LabelNames,
    LabelValues,
    MetricNames,
    QueryResult,
    Series,
}

/// <summary>The query of a Prometheus variable, taken apart
/// (https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/).</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="Text">A selector, a pattern of metric names or an expression; empty for none.</param>
/// <param name="Label">The label of <c>label_values</c>.</param>
internal sealed partial record PrometheusVariableQuery(VariableQueryKind Kind, string Text, string Label = "")
{
    /// <summary>Takes an interpolated query apart; anything that is no known function is a selector of series.</summary>
    public static PrometheusVariableQuery Parse(string query)
    {
        query = query.Trim();
        if (LabelNames().Match(query) is { Success: true } names)
            return new(VariableQueryKind.LabelNames, names.Groups[1].Value.Trim());
        if (LabelValues().Match(query) is { Success: true } values)
        {
            var selector = values.Groups[1].Value.Trim();
            return new(VariableQueryKind.LabelValues, selector.Replace(" ", "", StringComparison.Ordinal) == "{}" ? "" : selector, values.Groups[2].Value);
        }

        if (Metrics().Match(query) is { Success: true } metrics)
            return new(VariableQueryKind.MetricNames, metrics.Groups[1].Value);
        return QueryResult().Match(query) is { Success: true } result ? new(VariableQueryKind.QueryResult, result.Groups[1].Value) : new(VariableQueryKind.Series, query);
    }

    [GeneratedRegex(@"^label_names\((.*)\)\s*$", RegexOptions.Singleline)]
    private static partial Regex LabelNames();

    [GeneratedRegex(@"^label_values\((?:(.+),\s*)?([a-zA-Z_][a-zA-Z0-9_]*)\s*\)\s*$", RegexOptions.Singleline)]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"^metrics\((.+)\)\s*$", RegexOptions.Singleline)]
    private static partial Regex Metrics();

    [GeneratedRegex(@"^query_result\((.+)\)\s*$", RegexOptions.Singleline)]
    private static partial Regex QueryResult();
}
