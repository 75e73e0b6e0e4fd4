using System.Text.Json;
using System.Text.Json.Serialization;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Reports;

/// <summary>Reads and writes <c>run.json</c>.</summary>
[JsonSerializable(typeof(RunDocument))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true)]
public sealed partial class RunJson : JsonSerializerContext
{
    /// <summary>The document as JSON text.</summary>
    public static string Write(RunDocument document) => JsonSerializer.Serialize(document, Default.RunDocument) + "\n";

    /// <summary>Writes the document to a file, atomically.</summary>
    public static void Save(RunDocument document, string path) => AtomicFile.WriteAllText(path, Write(document));

    /// <summary>Reads a document.</summary>
    /// <exception cref="PlatformException">The file is missing or not a run document.</exception>
    public static RunDocument Load(string path)
    {
        try
        {
            var document = JsonSerializer.Deserialize(File.ReadAllText(path), Default.RunDocument) ?? throw new JsonException("the file holds null");
            return document.Schema == new RunDocument().Schema ? document
                : throw new JsonException(FormattableString.Invariant($"its schema is {document.Schema}, and this version of the platform reads {new RunDocument().Schema}"));
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"Cannot read \"{path}\": {error.Message}", "Run \"./build.sh\" to write it anew.", inner: error);
        }
    }
}
