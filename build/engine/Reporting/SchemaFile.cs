using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nuke.Common.IO;
using Nuke.Common.Parameters;

namespace Nuke.Common.Reporting;

/// <summary>
/// <c>.nuke/build.schema.json</c>: describes parameter files to editors (JSON Schema draft 7). Names of targets and
/// parameters, descriptions and choices; no values.
/// </summary>
internal static class SchemaFile
{
    /// <summary>Writes the schema when its content changed. A folder that cannot be written is left alone.</summary>
    public static void Update(AbsolutePath rootDirectory, IEnumerable<string> targets, ParameterCatalog parameters)
    {
        var directory = rootDirectory / ".nuke";
        var file = directory / "build.schema.json";
        if (!directory.DirectoryExists()) return;
        var content = Render(targets, parameters);
        try
        {
            if (file.FileExists() && File.ReadAllBytes(file).AsSpan().SequenceEqual(content)) return;
            var temporary = $"{file}.{Environment.ProcessId}.tmp";
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Only editors need the file; a build on a read-only checkout goes on without.
        }
    }

    public static byte[] Render(IEnumerable<string> targets, ParameterCatalog parameters)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            json.WriteString("title", "Build parameters");
            json.WriteString("type", "object");
            json.WriteBoolean("additionalProperties", false);
            json.WriteStartObject("definitions");
            json.WriteStartObject("Target");
            json.WriteString("type", "string");
            WriteChoices(json, targets.Order(StringComparer.Ordinal));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteStartObject("$schema");
            json.WriteString("type", "string");
            json.WriteEndObject();
            foreach (var model in parameters.All.Where(x => !x.CommandLineOnly).DistinctBy(x => x.Key).OrderBy(x => x.Name, StringComparer.Ordinal))
                WriteParameter(json, model);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteParameter(Utf8JsonWriter json, ParameterModel model)
    {
        json.WriteStartObject(model.Name);
        if (Description(model) is { Length: > 0 } description) json.WriteString("description", description);
        if (model.IsList)
        {
            json.WriteString("type", "array");
            json.WriteStartObject("items");
            WriteType(json, model);
            json.WriteEndObject();
        }
        else
        {
            WriteType(json, model);
        }
        json.WriteEndObject();
    }

    private static string Description(ParameterModel model)
    {
        var description = model.Description?.Trim() ?? "";
        return model.IsSecret ? $"{description} Secret: better given as {model.Variable}.".TrimStart() : description;
    }

    private static void WriteType(Utf8JsonWriter json, ParameterModel model)
    {
        if (model.Member is null && model.Name is BuiltInParameters.Target or BuiltInParameters.Skip)
        {
            json.WriteString("$ref", "#/definitions/Target");
            return;
        }
        var type = model.ElementType;
        json.WriteString("type", type == typeof(bool) ? "boolean"
            : type == typeof(float) || type == typeof(double) || type == typeof(decimal) ? "number"
            : type.IsPrimitive && type != typeof(char) ? "integer"
            : "string");
        if (model.Choices is { } choices) WriteChoices(json, choices);
    }

    private static void WriteChoices(Utf8JsonWriter json, IEnumerable<string> choices)
    {
        json.WriteStartArray("enum");
        foreach (var choice in choices) json.WriteStringValue(choice);
        json.WriteEndArray();
    }
}
