using System.Text.Json;
using System.Text.Json.Nodes;
using TalosPlatform.Reports;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Publishing;

/// <summary>A run without secrets. This has to happen before anything is rendered: escaped, a secret is no longer the text that is looked for.</summary>
public static class RedactedRun
{
    /// <summary>The document with secrets replaced in every text.</summary>
    public static RunDocument Of(RunDocument run, Redactor redactor)
    {
        if (!redactor.HasSecrets)
            return run;
        var node = JsonSerializer.SerializeToNode(run, RunJson.Default.RunDocument);
        return Redact(node, redactor) ? node.Deserialize(RunJson.Default.RunDocument)! : run;
    }

    private static bool Redact(JsonNode? node, Redactor redactor)
    {
        var changed = false;
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, value) in map.ToList())
                    changed |= Replaced(value, redactor) is { } clean ? Set(() => map[name] = clean) : Redact(value, redactor);
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    var at = i;
                    changed |= Replaced(list[i], redactor) is { } clean ? Set(() => list[at] = clean) : Redact(list[i], redactor);
                }

                break;
        }

        return changed;
    }

    private static string? Replaced(JsonNode? value, Redactor redactor) =>
        value is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>() is var before && redactor.Redact(before) is var after && after != before ? after : null;

    private static bool Set(Action set)
    {
        set();
        return true;
    }
}
