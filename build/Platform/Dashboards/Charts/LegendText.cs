using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TalosPlatform.Dashboards.Charts;

/// <summary>Names of series as Grafana's legend shows them.</summary>
internal static partial class LegendText
{
    /// <summary>The name of a series.</summary>
    /// <param name="format">Legend format with <c>{{label}}</c>; empty or <c>__auto</c> for Grafana's choice.</param>
    /// <param name="labels">Labels of the series, <c>__name__</c> included.</param>
    /// <param name="varying">Labels that differ between the series of the panel.</param>
    /// <param name="expression">Shown when there is nothing else.</param>
    public static string Of(string format, ImmutableSortedDictionary<string, string> labels, IReadOnlySet<string> varying, string expression)
    {
        if (format.Length > 0 && format != "__auto")
            return Label().Replace(format, m => labels.GetValueOrDefault(m.Groups[1].Value, ""));
        var shown = labels.Where(l => l.Key != "__name__").ToList();
        var metric = labels.GetValueOrDefault("__name__", "");
        if (format == "__auto")
        {
            var telling = shown.Where(l => varying.Contains(l.Key)).ToList();
            if (telling.Count > 0)
                return telling.Count == 1 ? telling[0].Value : string.Join(", ", telling.Select(l => l.Value));
            return shown.Count == 1 ? shown[0].Value : metric.Length > 0 ? metric : shown.Count > 0 ? Braces(shown) : expression;
        }

        return shown.Count > 0 ? metric + Braces(shown) : metric.Length > 0 ? metric : expression;
    }

    /// <summary>Labels a legend format names.</summary>
    public static IEnumerable<string> Labels(string format) => Label().Matches(format).Select(m => m.Groups[1].Value);

    private static string Braces(List<KeyValuePair<string, string>> labels) => "{" + string.Join(", ", labels.Select(l => $"{l.Key}=\"{l.Value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"")) + "}";

    [GeneratedRegex(@"\{\{\s*(.+?)\s*\}\}")]
    private static partial Regex Label();
}
