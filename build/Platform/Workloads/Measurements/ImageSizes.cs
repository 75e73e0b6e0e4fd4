using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TalosPlatform.Workloads.Measurements;

/// <summary>Sizes of images as the nodes of a cluster report them.</summary>
public static class ImageSizes
{
    /// <summary>Bytes by reference, of a list of nodes (NodeStatus.images,
    /// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/#NodeStatus); a kubelet reports its fifty largest.</summary>
    public static ImmutableDictionary<string, long> Read(JsonObject nodes)
    {
        var sizes = ImmutableDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var image in (nodes["items"] as JsonArray ?? []).SelectMany(node => node?["status"]?["images"] as JsonArray ?? []))
        {
            if (image?["sizeBytes"] is not JsonValue size || !size.TryGetValue<long>(out var bytes) || image["names"] is not JsonArray names)
                continue;
            foreach (var name in names.Select(n => (string?)n).OfType<string>())
                sizes[Whole(name)] = bytes;
        }

        return sizes.ToImmutable();
    }

    /// <summary>Bytes of all images of a workload; null where one is not known.</summary>
    public static double? Of(Workload workload, IReadOnlyDictionary<string, long> sizes)
    {
        var images = workload.Containers.Select(c => Whole(c.Image)).Distinct().ToList();
        return images.Count > 0 && images.TrueForAll(sizes.ContainsKey) ? images.Sum(i => (double)sizes[i]) : null;
    }

    // Nodes write references out in full: registry, "library" for those of Docker Hub without an owner, and the tag.
    private static string Whole(string reference)
    {
        var first = reference.Split('/')[0];
        var named = reference.Contains('/', StringComparison.Ordinal) && (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost")
            ? reference
            : "docker.io/" + (reference.Contains('/', StringComparison.Ordinal) ? reference : "library/" + reference);
        return named.Contains('@', StringComparison.Ordinal) || named[named.LastIndexOf('/')..].Contains(':', StringComparison.Ordinal) ? named : named + ":latest";
    }
}
