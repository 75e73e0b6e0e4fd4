using System.Text.RegularExpressions;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack.Discovery;

/// <summary>The relabeling of a discovery.relabel block in Alloy's files.</summary>
internal static partial class AlloyRules
{
    /// <summary>Rules in order; <c>argument.NAME.value</c> is replaced by what is given.</summary>
    public static IReadOnlyList<RelabelRule> Read(string path, params (string Name, string Value)[] arguments)
    {
        var text = File.ReadAllText(Path.Combine(Manifests.StackRoot, path));
        foreach (var (name, value) in arguments)
            text = text.Replace($"\" + argument.{name}.value + \"", value, StringComparison.Ordinal);
        Assert.DoesNotContain("source_labels = [\"\" +", text, StringComparison.Ordinal);
        return [.. Rule().Matches(text).Select(m => Read(m.Groups["body"].Value))];
    }

    private static RelabelRule Read(string body)
    {
        var members = Member().Matches(body).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value);
        Assert.Empty(members.Keys.Except(["source_labels", "regex", "replacement", "target_label", "action"]));
        return new RelabelRule(
            members.TryGetValue("source_labels", out var sources) ? [.. Text().Matches(sources).Select(m => m.Groups[1].Value)] : [],
            Value(members, "regex") ?? "(.*)", Value(members, "target_label") ?? "", Value(members, "replacement") ?? "$1", Value(members, "action") ?? "replace");
    }

    private static string? Value(Dictionary<string, string> members, string name) =>
        members.TryGetValue(name, out var value) ? Text().Match(value).Groups[1].Value.Replace(@"\\", @"\", StringComparison.Ordinal) : null;

    [GeneratedRegex(@"\brule \{\n(?<body>.*?)\n\s*\}\n", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\s*(?<name>\w+)\s*=\s*(?<value>.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Member();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Text();
}
