using System.Globalization;
using TalosPlatform.Shared.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TalosPlatform.Shared.Yaml;

/// <summary>A mapping of a YAML file that remembers which keys were read, so that the rest can be refused with the nearest valid one.</summary>
public sealed class YamlMapping
{
    private readonly YamlFile _file;
    private readonly YamlMappingNode _node;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    internal YamlMapping(YamlFile file, YamlMappingNode node, string path)
    {
        _file = file;
        _node = node;
        Path = path;
    }

    /// <summary>Dotted path from the root of the file; empty for the root.</summary>
    public string Path { get; }

    /// <summary>One-based line the mapping starts on.</summary>
    public int Line => (int)_node.Start.Line;

    /// <summary>Keys in the order of the file.</summary>
    public IEnumerable<string> Keys => _node.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value ?? "");

    /// <summary>Whether the key is there.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>A text, or null when the key is absent.</summary>
    public string? Text(string key) => Scalar(key, "a text", static text => text);

    /// <summary>A text that must be there and not be blank.</summary>
    public string RequiredText(string key)
    {
        var text = Text(key);
        if (!string.IsNullOrWhiteSpace(text))
            return text;
        if (Find(key) is null || text is not null)
            _file.Report(Line, 1, PathOf(key), "missing-key", $"\"{key}\" is required");
        return "";
    }

    /// <summary>A whole number.</summary>
    public int? Integer(string key) => Value<int>(key, "a whole number", text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n : null);

    /// <summary>A floating-point number.</summary>
    public double? Number(string key) => Value<double>(key, "a number", text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : null);

    /// <summary>A decimal number, for money.</summary>
    public decimal? Decimal(string key) => Value<decimal>(key, "a decimal number", text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : null);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool? Boolean(string key) => Value<bool>(key, "true or false", text => text switch { "true" => true, "false" => false, _ => null });

    /// <summary>A duration such as <c>500ms</c>, <c>30s</c>, <c>5m</c> or <c>1h30m</c>.</summary>
    public TimeSpan? Duration(string key) => Value<TimeSpan>(key, "a duration such as 30s, 5m or 1h30m", Durations.TryParse);

    /// <summary>One of the names given; anything else is refused with the nearest.</summary>
    public string? Choice(string key, IReadOnlyCollection<string> choices)
    {
        var text = Text(key);
        if (text is null || choices.Contains(text))
            return text;
        ReportAt(Find(key)!, PathOf(key), "invalid-value", $"\"{text}\" is not valid for \"{key}\": {NearestName.Hint(text, choices)}");
        return null;
    }

    /// <summary>A list of texts; a single text counts as a list of one. Empty when absent.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        switch (Find(key))
        {
            case null:
            case YamlScalarNode { Value: null or "" or "~" or "null", Style: ScalarStyle.Plain or ScalarStyle.Any }:
                return [];
            case YamlScalarNode scalar:
                return [scalar.Value!];
            case YamlSequenceNode list when list.Children.All(item => item is YamlScalarNode):
                return [.. list.Children.Cast<YamlScalarNode>().Select(item => item.Value ?? "")];
            case var other:
                ReportAt(other, PathOf(key), "wrong-type", $"\"{key}\" must be a list of texts");
                return [];
        }
    }

    /// <summary>A list of decimal numbers. Empty when absent.</summary>
    public IReadOnlyList<decimal> Decimals(string key)
    {
        var result = new List<decimal>();
        foreach (var text in Texts(key))
        {
            if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                result.Add(number);
            else
                ReportAt(Find(key)!, PathOf(key), "wrong-type", $"\"{key}\" must be a list of numbers, not \"{text}\"");
        }

        return result;
    }

    /// <summary>A nested mapping, or null when the key is absent.</summary>
    public YamlMapping? Mapping(string key)
    {
        switch (Find(key))
        {
            case null:
            case YamlScalarNode { Value: null or "" or "~" or "null" }:
                return null;
            case YamlMappingNode map:
                return new YamlMapping(_file, map, PathOf(key));
            case var other:
                ReportAt(other, PathOf(key), "wrong-type", $"\"{key}\" must be a mapping of keys to values");
                return null;
        }
    }

    /// <summary>A list of mappings. Empty when absent.</summary>
    public IReadOnlyList<YamlMapping> Mappings(string key)
    {
        switch (Find(key))
        {
            case null:
            case YamlScalarNode { Value: null or "" or "~" or "null" }:
                return [];
            case YamlSequenceNode list:
                var result = new List<YamlMapping>();
                for (var i = 0; i < list.Children.Count; i++)
                {
                    if (list.Children[i] is YamlMappingNode map)
                        result.Add(new YamlMapping(_file, map, $"{PathOf(key)}[{i}]"));
                    else
                        ReportAt(list.Children[i], $"{PathOf(key)}[{i}]", "wrong-type", $"every entry of \"{key}\" must be a mapping of keys to values");
                }

                return result;
            case var other:
                ReportAt(other, PathOf(key), "wrong-type", $"\"{key}\" must be a list");
                return [];
        }
    }

    /// <summary>Every key with its text: for free-form maps such as environment variables or labels.</summary>
    public IReadOnlyDictionary<string, string> AllTexts()
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in Keys)
        {
            if (Text(key) is { } text)
                result[key] = text;
        }

        return result;
    }

    /// <summary>Reports a mistake at the place of a key.</summary>
    public void Report(string key, string rule, string message, Severity severity = Severity.Error)
    {
        var node = Find(key);
        _file.Report(node is null ? Line : (int)node.Start.Line, node is null ? 1 : (int)node.Start.Column, PathOf(key), rule, message, severity);
    }

    /// <summary>Reports every key that was never asked for, with the nearest one that was.</summary>
    public void RejectUnknownKeys()
    {
        foreach (var key in _node.Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value ?? key.ToString();
            if (!_known.Contains(name))
                ReportAt(key, PathOf(name), "unknown-key", $"unknown key \"{name}\": {NearestName.Hint(name, _known)}");
        }
    }

    private YamlNode? Find(string key)
    {
        _known.Add(key);
        return _node.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode scalar && scalar.Value == key).Value;
    }

    private string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    private void ReportAt(YamlNode node, string path, string rule, string message) => _file.Report((int)node.Start.Line, (int)node.Start.Column, path, rule, message);

    private T? Value<T>(string key, string expected, Func<string, T?> parse) where T : struct
    {
        T? result = null;
        Scalar<object>(key, expected, text =>
        {
            result = parse(text);
            return result;
        });
        return result;
    }

    private T? Scalar<T>(string key, string expected, Func<string, T?> parse) where T : class
    {
        switch (Find(key))
        {
            case null:
            case YamlScalarNode { Value: null or "" or "~" or "null", Style: ScalarStyle.Plain or ScalarStyle.Any }:
                return null;
            case YamlScalarNode scalar:
                var parsed = parse(scalar.Value!);
                if (parsed is null)
                    ReportAt(scalar, PathOf(key), "wrong-type", $"\"{key}\" must be {expected}, not \"{scalar.Value}\"");
                return parsed;
            case var other:
                ReportAt(other, PathOf(key), "wrong-type", $"\"{key}\" must be {expected}");
                return null;
        }
    }
}
