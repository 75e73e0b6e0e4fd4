using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TalosPlatform.Shared.Yaml;

/// <summary>YAML as JSON, as Kubernetes reads it: plain scalars follow the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema),
/// quoted ones are text. Aliases are refused.</summary>
public static partial class YamlJson
{
    /// <summary>The objects of a stream of documents; empty documents are passed over.</summary>
    /// <param name="text">The stream.</param>
    /// <param name="name">Name to show in errors.</param>
    /// <exception cref="PlatformException">It is no YAML, or a document is no mapping.</exception>
    public static IReadOnlyList<JsonObject> ReadAll(string text, string name)
    {
        var objects = new List<JsonObject>();
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            while (parser.TryConsume<DocumentStart>(out var start))
            {
                var node = Node(parser);
                parser.Consume<DocumentEnd>();
                if (node is JsonObject mapping)
                    objects.Add(mapping);
                else if (node is not null)
                    throw new PlatformException($"\"{name}\", line {start.Start.Line}: a document must be a mapping of keys to values.", "Correct the file and run again.");
            }

            return objects;
        }
        catch (YamlException error)
        {
            throw new PlatformException($"\"{name}\", line {error.Start.Line}: {error.InnerException?.Message ?? error.Message}", "Correct the file and run again.", inner: error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            // YamlDotNet's scanner fails like this on some unfinished flow collections.
            throw new PlatformException($"\"{name}\", line {parser.Current?.End.Line ?? 1}: this is not YAML: a bracket, brace or quote before this line is not closed", "Correct the file and run again.", inner: error);
        }
    }

    private static JsonNode? Node(Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
            return Value(scalar);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var array = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
                array.Add(Node(parser));
            return array;
        }

        if (parser.TryConsume<MappingStart>(out _))
        {
            var mapping = new JsonObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>();
                if (!mapping.TryAdd(key.Value, Node(parser)))
                    throw new YamlException(key.Start, key.End, $"the key \"{key.Value}\" appears twice");
            }

            return mapping;
        }

        var current = parser.Current!;
        throw new YamlException(current.Start, current.End, "aliases are not allowed here: write the value out");
    }

    private static JsonValue? Value(Scalar scalar)
    {
        if (!scalar.IsPlainImplicit)
            return JsonValue.Create(scalar.Value);
        return scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            var text when Integer().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            var text when Float().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
            var text => JsonValue.Create(text),
        };
    }

    [GeneratedRegex("^[-+]?[0-9]+$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();
}
