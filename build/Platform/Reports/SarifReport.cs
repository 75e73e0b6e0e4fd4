using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TalosPlatform.Shared;

namespace TalosPlatform.Reports;

/// <summary>Findings as SARIF 2.1.0 (OASIS), for code-scanning views.</summary>
public static class SarifReport
{
    /// <summary>Renders the findings of every section; addresses are relative to <c>%SRCROOT%</c>.</summary>
    public static string Render(RunDocument document)
    {
        var run = SafeDocument.Of(document);
        var findings = Verdict.AllFindings(run).ToList();
        var rules = findings.Select(f => f.Rule).Distinct().Order(StringComparer.Ordinal).ToList();
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, rules);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var finding in findings)
                WriteResult(json, finding, rules.IndexOf(finding.Rule));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>A path of the workspace as a relative address: forward slashes, no scheme, no step out of the root.</summary>
    internal static string RelativeUri(string path)
    {
        var segments = path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(s => s is not ("." or ".."));
        return string.Join('/', segments.Select(Uri.EscapeDataString));
    }

    private static void WriteTool(Utf8JsonWriter json, List<string> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "Talos Local Observability Platform");
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule);
            json.WriteStartObject("shortDescription");
            json.WriteString("text", rule.Replace('-', ' '));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" });
        json.WriteStartObject("message");
        json.WriteString("text", finding.Message.Length > 0 ? finding.Message : finding.Rule);
        json.WriteEndObject();
        var uri = RelativeUri(finding.File);
        json.WriteStartArray("locations");
        if (uri.Length > 0)
            WriteLocation(json, finding, uri);
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        // Without the line: a finding that only moved is the same finding.
        var identity = string.Join('\n', finding.File, finding.Pointer, finding.Rule, finding.Message);
        json.WriteString("talosFinding/v1", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..32]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, Finding finding, string uri)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", uri);
        json.WriteString("uriBaseId", "%SRCROOT%");
        json.WriteEndObject();
        json.WriteStartObject("region");
        // Code-scanning views drop a result without a region; the first line stands for the whole file.
        json.WriteNumber("startLine", Math.Max(1, finding.Line));
        if (finding is { Line: > 0, Column: > 0 })
            json.WriteNumber("startColumn", finding.Column);
        json.WriteEndObject();
        json.WriteEndObject();
        if (finding.Pointer.Length > 0)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", finding.Pointer);
            json.WriteString("kind", "member");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
