using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Stack.Kubernetes.Apply;

/// <summary>Objects that are applied, pruned and removed together. Each carries the set's name as a label, so that it is found without any
/// state of ours, and a digest of what was wanted, so that a removed field is noticed.</summary>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Part">What the objects are: <c>stack</c>, <c>apps</c>, …</param>
public sealed record AppliedSet(string Cluster, string Part)
{
    /// <summary>Label with the set's name.</summary>
    public const string Label = "talos-dev.io/set";

    /// <summary>Annotation with the digest.</summary>
    public const string Digest = "talos-dev.io/applied";

    /// <summary>Value of the label.</summary>
    public string Name => $"{Cluster}.{Part}";

    /// <summary>Query that finds the objects of the set.</summary>
    public string Selector => "labelSelector=" + Uri.EscapeDataString($"{Label}={Name}");

    /// <summary>The object as a member of the set.</summary>
    public Manifest Add(Manifest manifest)
    {
        var json = (JsonObject)manifest.Json.DeepClone();
        var metadata = json["metadata"]!.AsObject();
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json.ToJsonString())))[..16];
        Map(metadata, "labels")[Label] = Name;
        Map(metadata, "annotations")[Digest] = digest;
        return manifest with { Json = json };
    }

    private static JsonObject Map(JsonObject metadata, string name)
    {
        if (metadata[name] is not JsonObject map)
            metadata[name] = map = [];
        return map;
    }
}
