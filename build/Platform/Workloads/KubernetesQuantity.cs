using System.Globalization;

namespace TalosPlatform.Workloads;

/// <summary>Quantities of the Kubernetes API such as <c>250m</c>, <c>1.5</c>, <c>128Mi</c>, <c>1e3</c>
/// (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).</summary>
public static class KubernetesQuantity
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes =
    [
        ("Ki", 1024m), ("Mi", 1048576m), ("Gi", 1073741824m), ("Ti", 1099511627776m), ("Pi", 1125899906842624m), ("Ei", 1152921504606846976m),
        ("n", 0.000000001m), ("u", 0.000001m), ("m", 0.001m), ("k", 1000m), ("M", 1000000m), ("G", 1000000000m), ("T", 1000000000000m), ("P", 1000000000000000m), ("E", 1000000000000000000m),
    ];

    /// <summary>The number in base units (cores, bytes); null when the text is no quantity.</summary>
    public static decimal? TryParse(string text)
    {
        text = text.Trim();
        foreach (var (suffix, factor) in Suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) && Number(text[..^suffix.Length]) is { } number)
                return factor < 1 || Math.Abs(number) <= decimal.MaxValue / factor ? number * factor : null;
        }

        return Number(text);
    }

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
