using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>The YAML files of a sample, as trees.</summary>
public static partial class SampleFiles
{
    /// <summary>Alert rule files, without their tests.</summary>
    public static IEnumerable<string> RuleFiles(string sample) =>
        Directory.GetFiles(Path.Combine(Repository.Sample(sample), "alerts"), "*.yaml")
            .Where(file => !file.EndsWith("_test.yaml", StringComparison.Ordinal));

    /// <summary>Every alert rule of a sample.</summary>
    public static IReadOnlyList<YamlMappingNode> Alerts(string sample) =>
        [.. RuleFiles(sample).SelectMany(file => Items(Load(file), "groups")).SelectMany(group => Items(group, "rules"))];

    /// <summary>Every smoke check of a sample.</summary>
    public static IReadOnlyList<YamlMappingNode> SmokeChecks(string sample) =>
        [.. Directory.GetFiles(Path.Combine(Repository.Sample(sample), "smoke"), "*.yaml").SelectMany(file => Items(Load(file), "checks"))];

    /// <summary>Names of the metrics that the alerts and smoke tests query.</summary>
    public static IReadOnlySet<string> MetricNames(string sample) =>
        Alerts(sample).Select(rule => Text(rule, "expr")!)
            .Concat(SmokeChecks(sample).Select(check => Text(check, "promql") ?? ""))
            .SelectMany(query => Selector().Matches(query)).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>The only document of a file.</summary>
    public static YamlMappingNode Load(string file)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(file);
        stream.Load(reader);
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    /// <summary>The mappings in a list.</summary>
    public static IEnumerable<YamlMappingNode> Items(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var list) ? ((YamlSequenceNode)list).Children.Cast<YamlMappingNode>() : [];

    /// <summary>A scalar, or null.</summary>
    public static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? ((YamlScalarNode)value).Value : null;

    [GeneratedRegex(@"\b[a-z_][a-z0-9_]*(?=[\{\[])")]
    private static partial Regex Selector();
}
