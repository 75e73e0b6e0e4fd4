using System.Globalization;
using System.Text.Json.Nodes;
using NJsonSchema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TalosPlatform.Tests.Settings;

/// <summary>A schema of <c>stack/schemas</c>, and the judgement that an editor passes with it on a YAML file.</summary>
internal sealed class YamlSchema
{
    private readonly JsonSchema _schema;

    private YamlSchema(string text) => (Json, _schema) = (JsonNode.Parse(text)!, JsonSchema.FromJsonAsync(text).GetAwaiter().GetResult());

    /// <summary>The schema itself.</summary>
    public JsonNode Json { get; }

    public static YamlSchema Load(string name) => new(File.ReadAllText(Path.Combine(Repository.Root, "stack", "schemas", name)));

    /// <summary>What the schema has against a YAML text; empty when it is valid.</summary>
    public IReadOnlyList<string> Validate(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var root = stream.Documents.Count == 0 ? new JsonObject() : Convert(stream.Documents[0].RootNode) ?? new JsonObject();
        return [.. _schema.Validate(root.ToJsonString()).Select(e => e.ToString())];
    }

    /// <summary>Keys of the mapping at a path such as <c>cost.storage[]</c>; empty for the root.</summary>
    public IReadOnlyList<string> Keys(string path) => [.. ((JsonObject?)At(path)["properties"] ?? []).Select(p => p.Key)];

    /// <summary>The part of the schema about a path.</summary>
    public JsonNode At(string path)
    {
        var node = Json;
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var list = part.EndsWith("[]", StringComparison.Ordinal);
            node = node["properties"]![list ? part[..^2] : part] ?? throw new KeyNotFoundException($"\"{path}\" is not in the schema");
            node = list ? node["items"]! : node;
        }

        return node;
    }

    // Plain scalars are what YAML's core schema makes of them; quoted ones are texts.
    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Convert(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: not ScalarStyle.Plain } quoted => JsonValue.Create(quoted.Value),
        YamlScalarNode { Value: null or "" or "~" or "null" } => null,
        YamlScalarNode { Value: "true" or "false" } truth => JsonValue.Create(truth.Value == "true"),
        YamlScalarNode scalar when long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        YamlScalarNode scalar when decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new NotSupportedException(node.GetType().Name),
    };
}
