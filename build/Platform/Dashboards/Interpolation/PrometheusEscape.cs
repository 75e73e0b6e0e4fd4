using System.Text.RegularExpressions;

namespace TalosPlatform.Dashboards.Interpolation;

/// <summary>How Grafana's Prometheus and Loki datasources write a variable into a query when no format is asked for.</summary>
internal static partial class PrometheusEscape
{
    /// <summary>Several values become an alternative of regular expressions, escaped for a quoted PromQL string;
    /// a variable that allows one value alone is written almost as it is.</summary>
    public static string Format(VariableValue value)
    {
        if (!value.Multi && !value.IncludeAll)
            return value.IsList ? string.Join(',', value.Values) : Plain(value.Values.Length > 0 ? value.Values[0] : "");
        if (!value.IsList)
            return Special(value.Values.Length > 0 ? value.Values[0] : "");
        return value.Values.Length == 1 ? Special(value.Values[0]) : "(" + string.Join('|', value.Values.Select(Special)) + ")";
    }

    private static string Plain(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\\'", StringComparison.Ordinal);

    private static string Special(string text) => Metacharacters().Replace(text.Replace(@"\", @"\\\\", StringComparison.Ordinal), @"\\$0");

    [GeneratedRegex(@"[$^*{}\[\]+?.()|]")]
    private static partial Regex Metacharacters();
}
