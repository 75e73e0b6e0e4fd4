using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Shared;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Stack.Kubernetes.Apply;

/// <summary>Says why objects were refused.</summary>
internal static partial class ApplyErrors
{
    private const int Shown = 10;

    /// <summary>One error for all objects of a wave.</summary>
    public static PlatformException Of(IReadOnlyList<(Manifest Manifest, PlatformException Error)> refused)
    {
        // When nothing answers, one sentence says it for all.
        if (refused.Select(r => r.Error).OfType<ApiException>().FirstOrDefault(e => e.Status is null) is { } away)
            return away;
        var lines = refused.OrderBy(r => r.Manifest.Key.ToString(), StringComparer.Ordinal).Select(r => Line(r.Manifest, r.Error)).ToList();
        var conflicts = refused.Any(r => r.Error is ApiException { Status: HttpStatusCode.Conflict });
        return new PlatformException(
            refused.Count == 1 ? $"\"{refused[0].Manifest.Key}\" could not be applied." : $"{refused.Count} objects could not be applied.",
            conflicts
                ? "Leave the field to its owner and out of the manifest, undo what the owner did, or take it over with --force-conflicts."
                : refused.Select(r => r.Error.Fix).FirstOrDefault(f => f is not null) ?? "Correct what the lines say; what was applied before stays.",
            string.Join('\n', lines.Take(Shown)) + (lines.Count > Shown ? $"\n… and {lines.Count - Shown} more" : ""));
    }

    private static string Line(Manifest manifest, PlatformException error) => error is ApiException { Status: HttpStatusCode.Conflict, Body: { } body }
        ? $"{manifest.Key}: {Conflicts(body)}"
        : $"{manifest.Key}: {((error as ApiException)?.Body?["message"]?.GetValue<string>() is { Length: > 0 } message ? message : error.What)}";

    /// <summary>Who owns which field, from the causes of a conflict.</summary>
    internal static string Conflicts(JsonObject status)
    {
        var causes = (status["details"]?["causes"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(c => c["reason"]?.GetValue<string>() == "FieldManagerConflict")
            .Select(c => (Field: c["field"]?.GetValue<string>() ?? "?", Owner: Owner().Match(c["message"]?.GetValue<string>() ?? "") is { Success: true } match ? match.Groups[1].Value : "somebody else"))
            .ToList();
        return causes.Count == 0
            ? status["message"]?.GetValue<string>() ?? "conflict"
            : string.Join("; ", causes.GroupBy(c => c.Owner).Select(g => $"\"{g.Key}\" owns {string.Join(", ", g.Select(c => $"\"{c.Field}\""))}"));
    }

    [GeneratedRegex("conflict with \"([^\"]+)\"")]
    private static partial Regex Owner();
}
