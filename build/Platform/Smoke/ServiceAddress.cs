using System.Text.RegularExpressions;
using TalosPlatform.Stack;

namespace TalosPlatform.Smoke;

/// <summary>An address of a user's check: a known service and a path below its root, written <c>${service}/path</c>.
/// No other host can be expressed, so that a check from a pull request cannot make us call out.</summary>
/// <param name="Service">Name at the gateway.</param>
/// <param name="Path">Path and query, with a leading slash.</param>
public sealed partial record ServiceAddress(string Service, string Path)
{
    /// <summary>Reads <c>${grpc-orders}/healthz</c>; null when the text is anything else.</summary>
    public static ServiceAddress? TryParse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
            return null;
        var path = match.Groups["path"].Value;
        return ServicePath.Below(new Uri("http://service/"), path) is null ? null : new ServiceAddress(match.Groups["service"].Value, path.Length == 0 ? "/" : path);
    }

    /// <summary>The address as the user wrote it.</summary>
    public override string ToString() => $"${{{Service}}}{Path}";

    [GeneratedRegex(@"\A\$\{(?<service>[A-Za-z0-9][A-Za-z0-9._-]{0,62})\}(?<path>(/[^\s\p{C}]*)?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
