using System.Text.Json.Nodes;

namespace TalosPlatform.Stack.Kubernetes.Apply;

/// <summary>Who owns which fields of an object, from its <c>managedFields</c>.
/// Format: https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management</summary>
public static class FieldOwners
{
    /// <summary>Our name as a field manager.</summary>
    public const string Manager = "talos-dev";

    /// <summary>Whether we applied the object.</summary>
    public static bool IsOurs(JsonObject live) => Entries(live).Any(IsOur);

    /// <summary>Other managers that own a field which we own as well: they want the object, too. A controller that only writes
    /// fields of its own, such as the status, is none of them.</summary>
    public static IReadOnlyList<string> Sharing(JsonObject live)
    {
        var ours = Entries(live).Where(IsOur).SelectMany(e => Leaves(e["fieldsV1"] as JsonObject, "")).ToHashSet(StringComparer.Ordinal);
        return [.. Entries(live)
            .Where(e => !IsOur(e) && Leaves(e["fieldsV1"] as JsonObject, "").Any(ours.Contains))
            .Select(e => e["manager"]?.GetValue<string>() ?? "unknown")
            .Distinct()];
    }

    /// <summary>Names of all managers.</summary>
    public static IEnumerable<string> All(JsonObject live) => Entries(live).Select(e => e["manager"]?.GetValue<string>() ?? "unknown").Distinct();

    private static bool IsOur(JsonObject entry) => entry["manager"]?.GetValue<string>() == Manager && entry["operation"]?.GetValue<string>() == "Apply";

    private static IEnumerable<JsonObject> Entries(JsonObject live) => (live["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>();

    private static IEnumerable<string> Leaves(JsonObject? fields, string path)
    {
        foreach (var (name, value) in fields ?? [])
        {
            // "." is the item itself; that it exists is what sharing is about only where its fields are.
            if (name == ".")
                continue;
            if (value is JsonObject { Count: > 0 } inner)
            {
                foreach (var leaf in Leaves(inner, path + "/" + name))
                    yield return leaf;
            }
            else
            {
                yield return path + "/" + name;
            }
        }
    }
}
