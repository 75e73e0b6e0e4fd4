using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>Version of an API server.</summary>
/// <param name="Text">As the server says it, without the leading <c>v</c>.</param>
/// <param name="Number">Major and minor.</param>
public sealed partial record ClusterVersion(string Text, Version Number)
{
    /// <summary>Oldest version the manifests are written for.</summary>
    public static readonly Version Oldest = new(1, 20);

    /// <summary>Newest version the manifests are written for.</summary>
    public static readonly Version Newest = new(1, 37);

    /// <summary>Reads the answer of <c>/version</c>.</summary>
    public static ClusterVersion Of(JsonObject answer)
    {
        var text = (answer["gitVersion"]?.GetValue<string>() ?? "").TrimStart('v');
        return new ClusterVersion(text, Leading().Match(text) is { Success: true } match ? Version.Parse(match.Value) : new Version(0, 0));
    }

    /// <summary>Why the manifests may not work on it; null when they do.</summary>
    public string? Doubt => Number < Oldest ? $"Kubernetes {Text} is older than {Oldest}" : Number > Newest ? $"Kubernetes {Text} is newer than {Newest}, the last one the manifests were written for" : null;

    [GeneratedRegex(@"^\d+\.\d+")]
    private static partial Regex Leading();
}
