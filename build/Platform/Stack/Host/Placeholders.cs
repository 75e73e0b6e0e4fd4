using System.Text.RegularExpressions;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Stack.Host;

/// <summary>Fills <c>${…}</c> in arguments and configuration files. Only names the caller knows by prefix are touched,
/// so that <c>${__value.raw}</c> of Grafana and <c>$1</c> of Prometheus pass through.</summary>
public sealed partial class Placeholders(IReadOnlyDictionary<string, string> values)
{
    private static readonly string[] Prefixes = ["port:", "url:", "service:", "config", "data", "home", "logs", "cluster", "version", "retention", "output"];

    /// <summary>The text with every placeholder filled.</summary>
    /// <exception cref="PlatformException">A placeholder has no value.</exception>
    public string Fill(string text, string where) => Pattern().Replace(text, match =>
    {
        var name = match.Groups[1].Value;
        if (values.TryGetValue(name, out var value))
            return value;
        return Prefixes.Any(prefix => prefix.EndsWith(':') ? name.StartsWith(prefix, StringComparison.Ordinal) : name == prefix)
            ? throw new PlatformException($"\"{match.Value}\" in \"{where}\" has no value: {NearestName.Hint(name, [.. values.Keys])}", "Correct the placeholder, or put what needs it under \"needs\".")
            : match.Value;
    });

    /// <summary>Whether every placeholder in the text has a value.</summary>
    public bool CanFill(string text) => Pattern().Matches(text).All(match => values.ContainsKey(match.Groups[1].Value));

    [GeneratedRegex(@"\$\{([a-z][A-Za-z0-9_.:-]*)\}")]
    private static partial Regex Pattern();
}
