using System.Text;

namespace TalosPlatform.Reports.Charts;

/// <summary>Reads series names of the form <c>name{label="value", …}</c>, as Prometheus prints them.</summary>
internal static class LabelSet
{
    /// <summary>The labels, with the metric's name as <c>metric</c>; null when the text is no label set.</summary>
    internal static IReadOnlyDictionary<string, string>? Parse(string text)
    {
        var open = text.IndexOf('{', StringComparison.Ordinal);
        if (open < 0 || !text.EndsWith('}'))
            return null;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (open > 0)
            labels["metric"] = text[..open];
        var at = open + 1;
        while (at < text.Length - 1)
        {
            var equals = text.IndexOf("=\"", at, StringComparison.Ordinal);
            if (equals < 0)
                return null;
            var name = text[at..equals].Trim(' ', ',');
            var value = new StringBuilder();
            for (at = equals + 2; at < text.Length && text[at] != '"'; at++)
            {
                if (text[at] == '\\' && at + 1 < text.Length)
                    at++;
                value.Append(text[at]);
            }

            if (at >= text.Length || name.Length == 0)
                return null;
            labels[name] = value.ToString();
            for (at++; at < text.Length - 1 && text[at] is ',' or ' '; at++)
            {
            }
        }

        return labels.Count > 0 ? labels : null;
    }
}
