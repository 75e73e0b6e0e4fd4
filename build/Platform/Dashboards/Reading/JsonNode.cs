using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace TalosPlatform.Dashboards.Reading;

/// <summary>A value of a JSON document that knows where it stands. Lookups on a value of the wrong type give null instead of failing,
/// since dashboards come from many versions of Grafana.</summary>
internal sealed class JsonNode
{
    private readonly JsonNode? _parent;
    private readonly string? _key;
    private readonly int _index;

    // Four values out of five are texts and numbers, which need no list.
    private List<JsonNode>? _children;

    public JsonNode(JsonNode? parent, string? key, int index, JsonValueKind kind, string text, int offset)
    {
        (_parent, _key, _index, Kind, Text, Offset) = (parent, key, index, kind, text, offset);
    }

    public JsonValueKind Kind { get; }

    /// <summary>The text of a string, the digits of a number, empty for everything else.</summary>
    public string Text { get; }

    /// <summary>Byte offset of the value in the file.</summary>
    public int Offset { get; }

    /// <summary>Members of an object or items of an array, in the order of the file.</summary>
    public IReadOnlyList<JsonNode> Children => _children ?? [];

    /// <summary>Name of this member of an object; null in arrays and at the root.</summary>
    public string? Key => _key;

    /// <summary>JSON pointer (RFC 6901).</summary>
    public string Pointer => _parent is null ? "" : _parent.Pointer + "/" + (_key is null
        ? _index.ToString(CultureInfo.InvariantCulture)
        : _key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));

    /// <summary>A member of an object, the last one when the name is there twice; null otherwise.</summary>
    public JsonNode? this[string name] => Kind == JsonValueKind.Object ? _children?.FindLast(c => c._key == name) : null;

    /// <summary>Adds a child while the file is read.</summary>
    public void Add(JsonNode child) => (_children ??= []).Add(child);

    public bool IsObject => Kind == JsonValueKind.Object;

    public IEnumerable<JsonNode> Items => Kind == JsonValueKind.Array ? Children : [];

    public IEnumerable<JsonNode> Members => Kind == JsonValueKind.Object ? Children : [];

    /// <summary>The text of a string or number; null for anything else.</summary>
    public string? Scalar => Kind is JsonValueKind.String or JsonValueKind.Number ? Text
        : Kind == JsonValueKind.True ? "true" : Kind == JsonValueKind.False ? "false" : null;

    public string? String(string name) => this[name] is { Kind: JsonValueKind.String } node ? node.Text : null;

    public bool? Boolean(string name) => this[name]?.Kind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    public double? Number(string name) => this[name] is { Kind: JsonValueKind.Number } node
        && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public int? Integer(string name) => Number(name) is { } number && Math.Abs(number) < int.MaxValue ? (int)number : null;

    /// <summary>A scalar as a list of one, an array of scalars as their texts; empty for anything else.</summary>
    public ImmutableArray<string> Texts => Kind == JsonValueKind.Array
        ? [.. Children.Select(c => c.Scalar).OfType<string>()]
        : Scalar is { } text ? [text] : [];

    /// <summary>Every string below this value, itself included.</summary>
    public IEnumerable<JsonNode> Strings()
    {
        var pending = new Stack<JsonNode>([this]);
        while (pending.TryPop(out var node))
        {
            if (node.Kind == JsonValueKind.String)
                yield return node;
            for (var i = node.Children.Count - 1; i >= 0; i--)
                pending.Push(node.Children[i]);
        }
    }
}
