using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Kubernetes.Manifests;

/// <summary>An object as somebody wants it. It stays JSON instead of becoming a type of a client library, which would lose
/// the fields that the cluster knows and the library does not, and has no types for kinds of others.</summary>
/// <param name="Key">What names it.</param>
/// <param name="Json">The whole object.</param>
public sealed record Manifest(ObjectKey Key, JsonObject Json)
{
    /// <summary>The component or application it belongs to: label <c>app.kubernetes.io/name</c>; empty when it has none.</summary>
    public string Component => Json["metadata"]?["labels"]?["app.kubernetes.io/name"]?.GetValue<string>() ?? "";

    /// <summary>Version of that component: label <c>app.kubernetes.io/version</c>; empty when it has none.</summary>
    public string Version => Json["metadata"]?["labels"]?["app.kubernetes.io/version"]?.GetValue<string>() ?? "";

    /// <summary>The objects of a stream of YAML documents; a <c>List</c> is taken apart.</summary>
    /// <exception cref="PlatformException">It is no YAML, or an object lacks kind or name.</exception>
    public static IReadOnlyList<Manifest> ReadAll(string yaml, string name) =>
        [.. YamlJson.ReadAll(yaml, name).SelectMany(Items).Select(json => Of(json, name))];

    /// <summary>A manifest of an object.</summary>
    /// <exception cref="PlatformException">It lacks kind or name.</exception>
    public static Manifest Of(JsonObject json, string source)
    {
        var key = ObjectKey.Of(json);
        return key.ApiVersion.Length > 0 && key.Kind.Length > 0 && key.Name.Length > 0
            ? new Manifest(key, json)
            : throw new PlatformException($"\"{source}\" has an object without apiVersion, kind or metadata.name: {Shorten(json.ToJsonString())}", "Name it.");
    }

    /// <summary>The same object in another namespace.</summary>
    public Manifest In(string @namespace)
    {
        var json = (JsonObject)Json.DeepClone();
        json["metadata"]!["namespace"] = @namespace;
        return new Manifest(Key with { Namespace = @namespace }, json);
    }

    private static IEnumerable<JsonObject> Items(JsonObject json) =>
        json["kind"]?.GetValue<string>() is { } kind && kind.EndsWith("List", StringComparison.Ordinal) && json["items"] is JsonArray items
            ? items.OfType<JsonObject>().Select(item => (JsonObject)item.DeepClone())
            : [json];

    private static string Shorten(string text) => text.Length <= 120 ? text : text[..120] + "…";
}
