using System.Text.Json.Nodes;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>What names one object of a cluster.</summary>
/// <param name="ApiVersion">Group and version, such as <c>apps/v1</c>; <c>v1</c> for the core group.</param>
/// <param name="Kind">Kind, such as <c>Deployment</c>.</param>
/// <param name="Namespace">Namespace; null for objects of the whole cluster.</param>
/// <param name="Name">Name.</param>
public sealed record ObjectKey(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <summary>The API group; empty for the core group.</summary>
    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion[..ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary>The same object, whichever version of its group it was read in.</summary>
    public (string Group, string Kind, string? Namespace, string Name) Identity => (Group, Kind, Namespace, Name);

    /// <summary>The key of an object.</summary>
    public static ObjectKey Of(JsonObject json, string? apiVersion = null, string? kind = null) => new(
        apiVersion ?? Text(json, "apiVersion"),
        kind ?? Text(json, "kind"),
        json["metadata"]?["namespace"]?.GetValue<string>(),
        Text(json["metadata"] as JsonObject, "name"));

    /// <summary>As people write it: <c>Deployment observability/grafana</c>.</summary>
    public override string ToString() => $"{Kind} {(Namespace is null ? "" : Namespace + "/")}{Name}";

    private static string Text(JsonObject? json, string name) => json?[name]?.GetValue<string>() ?? "";
}
