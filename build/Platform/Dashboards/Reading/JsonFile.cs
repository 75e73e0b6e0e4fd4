using System.Text.Json;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Reading;

/// <summary>A JSON file with the place of every value, read without ever throwing on its content.</summary>
internal sealed class JsonFile
{
    // Grafana itself nests a dozen levels; a file that nests hundreds is an attack on the reader.
    private const int MaxDepth = 128;
    private const int MaxBytes = 32 * 1024 * 1024;

    private readonly int[] _lineStarts;

    private JsonFile(string name, int[] lineStarts) => (Name, _lineStarts) = (name, lineStarts);

    /// <summary>Name of the file as findings show it.</summary>
    public string Name { get; }

    /// <summary>The root value; null when the file is malformed.</summary>
    public JsonNode? Root { get; private set; }

    /// <summary>What is wrong with the file; null when it was read.</summary>
    public Finding? Error { get; private set; }

    public static JsonFile Load(string path, string name)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaxBytes)
                return Failed(name, "unreadable", $"the file has {length / 1024 / 1024} MB; a dashboard may have {MaxBytes / 1024 / 1024} MB", 0, 0);
            return Parse(File.ReadAllBytes(path), name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Failed(name, "unreadable", error.Message, 0, 0);
        }
    }

    public static JsonFile Parse(ReadOnlySpan<byte> utf8, string name)
    {
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        var file = new JsonFile(name, LineStarts(utf8));
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            file.Root = Read(ref reader);
        }
        catch (JsonException error)
        {
            var detail = error.Message.Split(" LineNumber:")[0].TrimEnd('.');
            return Failed(name, "malformed-json", $"{detail}; correct the JSON at or just before this place", (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1);
        }
        catch (InvalidOperationException)
        {
            var (line, column) = file.Position((int)reader.TokenStartIndex);
            return Failed(name, "malformed-json", "this text is not valid UTF-8; save the file as UTF-8", line, column);
        }

        return file;
    }

    /// <summary>One-based line and column (in bytes) of a value.</summary>
    public (int Line, int Column) Position(int offset)
    {
        var index = Array.BinarySearch(_lineStarts, offset);
        if (index < 0)
            index = ~index - 1;
        return (index + 1, offset - _lineStarts[index] + 1);
    }

    public Finding Finding(JsonNode node, string rule, Severity severity, string message)
    {
        var (line, column) = Position(node.Offset);
        return new Finding(Name, node.Pointer, rule, severity, message, line, column);
    }

    private static JsonFile Failed(string name, string rule, string message, int line, int column) =>
        new(name, [0]) { Error = new Finding(name, "", rule, Severity.Error, message, line, column) };

    private static JsonNode Read(ref Utf8JsonReader reader)
    {
        JsonNode? root = null;
        var open = new Stack<JsonNode>();
        string? key = null;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    key = reader.GetString();
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    continue;
            }

            var parent = open.Count > 0 ? open.Peek() : null;
            var kind = Kind(reader.TokenType);
            var text = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString() ?? "",
                JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(reader.ValueSpan),
                _ => "",
            };
            var node = new JsonNode(parent, key, parent?.Children.Count ?? 0, kind, text, (int)reader.TokenStartIndex);
            key = null;
            parent?.Add(node);
            root ??= node;
            if (kind is JsonValueKind.Object or JsonValueKind.Array)
                open.Push(node);
        }

        return root ?? throw new JsonException("the file is empty");
    }

    private static JsonValueKind Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };

    private static int[] LineStarts(ReadOnlySpan<byte> utf8)
    {
        var starts = new int[utf8.Count((byte)'\n') + 1];
        var line = 1;
        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] == '\n')
                starts[line++] = i + 1;
        }

        return starts;
    }
}
