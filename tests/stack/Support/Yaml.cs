using YamlDotNet.RepresentationModel;

namespace TalosPlatform.Tests.Stack.Support;

/// <summary>YAML as nodes, for files that are not Kubernetes objects.</summary>
internal static class Yaml
{
    /// <summary>The only document of a file.</summary>
    public static YamlMappingNode Load(string path)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(path);
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    /// <summary>A member of a mapping; null when it is absent.</summary>
    public static YamlNode? Get(this YamlNode node, string key) =>
        ((YamlMappingNode)node).Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    /// <summary>Text of a member; null when it is absent.</summary>
    public static string? Text(this YamlNode node, string key) => (node.Get(key) as YamlScalarNode)?.Value;

    /// <summary>Items of a list member; none when it is absent.</summary>
    public static IReadOnlyList<YamlNode> Items(this YamlNode node, string key) => node.Get(key) is YamlSequenceNode list ? [.. list.Children] : [];

    /// <summary>Texts of a list member; none when it is absent.</summary>
    public static IReadOnlyList<string> Texts(this YamlNode node, string key) => [.. node.Items(key).Select(item => ((YamlScalarNode)item).Value!)];

    /// <summary>Every mapping of a document, at any depth.</summary>
    public static IEnumerable<YamlMappingNode> Mappings(this YamlNode node) => node.AllNodes.OfType<YamlMappingNode>();
}
