using System.Text;
using System.Text.Json;

namespace Nuke.Common.Parameters;

/// <summary>Reads a parameter file: one JSON object of names and values, comments allowed.</summary>
internal static class ParameterFile
{
    /// <summary>Adds the values of a file to <paramref name="values"/>, replacing what is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="display">How to call the file in messages.</param>
    /// <param name="models">The parameters there are.</param>
    /// <param name="root">What relative paths are relative to.</param>
    /// <param name="values">Raw values by parameter key.</param>
    /// <param name="problems">Gets one line for each problem, with file, line and column.</param>
    public static void Read(
        string path, string display, IReadOnlyDictionary<string, ParameterModel> models, string root,
        Dictionary<string, RawValue> values, List<string> problems)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        try
        {
            new FileReader(display, models, root, values, problems).Object(ref reader, bytes);
        }
        catch (JsonException exception)
        {
            var line = (exception.LineNumber ?? 0) + 1;
            var column = (exception.BytePositionInLine ?? 0) + 1;
            var reason = exception.Message;
            var end = reason.IndexOf(" LineNumber:", StringComparison.Ordinal);
            problems.Add($"{display}({line},{column}): malformed JSON: {(end < 0 ? reason : reason[..end])}");
        }
    }

    private sealed class FileReader(
        string display, IReadOnlyDictionary<string, ParameterModel> models, string root,
        Dictionary<string, RawValue> values, List<string> problems)
    {
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

        public void Object(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                problems.Add($"{Place(bytes, reader.TokenStartIndex)}: expected an object of parameters, found {Name(reader.TokenType)}");
                return;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) Property(ref reader, bytes);
            reader.Read();
        }

        private void Property(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes)
        {
            var name = reader.GetString()!;
            var place = Place(bytes, reader.TokenStartIndex);
            reader.Read();
            var known = models.TryGetValue(ParameterNames.Key(name), out var model);
            if (name == "$schema" || !known || model!.CommandLineOnly || !_seen.Add(model.Key))
            {
                if (name != "$schema") problems.Add($"{place}: {Unusable(name, model)}");
                reader.Skip();
                return;
            }
            if (reader.TokenType != JsonTokenType.Null && Texts(ref reader, bytes, model) is { } texts)
                values[model.Key] = new RawValue(texts, place, root);
        }

        private string Unusable(string name, ParameterModel? model)
        {
            if (model is { CommandLineOnly: true }) return $"'{name}' can be given on the command line only";
            if (model is not null) return $"parameter '{name}' is given twice";
            var nearest = NearestName.Find(name, models.Values.Where(x => !x.CommandLineOnly).Select(x => x.Name));
            return $"unknown parameter '{name}'" + (nearest is null ? "; --help lists what there is" : $"; did you mean '{nearest}'?");
        }

        private List<string>? Texts(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, ParameterModel model)
        {
            if (reader.TokenType != JsonTokenType.StartArray) return Text(ref reader, bytes, model) is { } text ? [text] : null;
            var place = Place(bytes, reader.TokenStartIndex);
            var texts = new List<string>();
            var valid = true;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var text = Text(ref reader, bytes, model);
                valid &= text is not null;
                if (text is not null) texts.Add(text);
            }
            if (model.IsList) return valid ? texts : null;
            problems.Add($"{place}: '{model.Name}' takes one value ({ValueConverter.Describe(model.ElementType)}), found a list");
            return null;
        }

        private string? Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, ParameterModel model)
        {
            var place = Place(bytes, reader.TokenStartIndex);
            var text = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number when TakesNumber(model.ElementType) => Encoding.UTF8.GetString(reader.ValueSpan),
                JsonTokenType.True when model.ElementType == typeof(bool) => "true",
                JsonTokenType.False when model.ElementType == typeof(bool) => "false",
                _ => null,
            };
            if (text is not null) return text;
            problems.Add($"{place}: '{model.Name}' takes {ValueConverter.Describe(model.ElementType)}, found {Name(reader.TokenType)}");
            reader.Skip();
            return null;
        }

        private static bool TakesNumber(Type type) => (type.IsPrimitive && type != typeof(bool) && type != typeof(char)) || type == typeof(decimal);

        private static string Name(JsonTokenType type) => type switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => "text",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "true or false",
            JsonTokenType.Null => "null",
            _ => "nothing",
        };

        private string Place(ReadOnlySpan<byte> bytes, long offset)
        {
            var before = bytes[..(int)offset];
            var line = before.Count((byte)'\n') + 1;
            var column = before.Length - (before.LastIndexOf((byte)'\n') + 1) + 1;
            return $"{display}({line},{column})";
        }
    }
}
