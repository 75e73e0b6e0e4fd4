using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;

namespace TalosPlatform.Stack.Kubernetes.Apply;

/// <summary>What of a set is in the cluster.</summary>
public sealed class LiveObjects(ApiServer server, ApiResources resources)
{
    // What an earlier version may have applied and this one does not; further kinds are remembered by the state of the cluster.
    private static readonly ImmutableArray<(string ApiVersion, string Kind)> Usual =
    [
        ("v1", "Namespace"), ("v1", "ServiceAccount"), ("v1", "ConfigMap"), ("v1", "Secret"), ("v1", "Service"), ("v1", "PersistentVolumeClaim"),
        ("v1", "LimitRange"), ("v1", "ResourceQuota"), ("apps/v1", "Deployment"), ("apps/v1", "DaemonSet"), ("apps/v1", "StatefulSet"),
        ("batch/v1", "Job"), ("rbac.authorization.k8s.io/v1", "Role"), ("rbac.authorization.k8s.io/v1", "RoleBinding"),
        ("rbac.authorization.k8s.io/v1", "ClusterRole"), ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"),
        ("networking.k8s.io/v1", "NetworkPolicy"), ("networking.k8s.io/v1", "Ingress"), ("networking.k8s.io/v1", "IngressClass"), ("storage.k8s.io/v1", "StorageClass"),
    ];

    /// <summary>Objects of the set that we applied, of the usual kinds and the given ones.</summary>
    public async Task<IReadOnlyList<LiveObject>> OfAsync(AppliedSet set, IEnumerable<(string ApiVersion, string Kind)> kinds, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(Usual.Concat(kinds).Distinct().Select(k => resources.FindAsync(k.ApiVersion, k.Kind, cancellation)));
        return await ListAsync(set, found, cancellation);
    }

    /// <summary>Objects of the set that we applied, of every kind the server has.</summary>
    public async Task<IReadOnlyList<LiveObject>> OfEveryKindAsync(AppliedSet set, CancellationToken cancellation) =>
        await ListAsync(set, await resources.AllAsync(cancellation), cancellation);

    private async Task<IReadOnlyList<LiveObject>> ListAsync(AppliedSet set, IEnumerable<ApiResource> kinds, CancellationToken cancellation)
    {
        var lists = await Task.WhenAll(kinds.Select(async kind => (Kind: kind, List: await TryListAsync($"{kind.Collection}?{set.Selector}", cancellation))));
        // A controller may copy labels to objects of its own; those were not applied by us.
        return [.. lists
            .SelectMany(l => (l.List?["items"] as JsonArray ?? []).OfType<JsonObject>().Select(json => new LiveObject(ObjectKey.Of(json, l.Kind.ApiVersion, l.Kind.Kind), l.Kind, json)))
            .Where(o => FieldOwners.IsOurs(o.Json))
            .DistinctBy(o => o.Uid)];
    }

    // Some kinds answer that they cannot be listed after all.
    private async Task<JsonObject?> TryListAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await server.TryGetAsync(path, cancellation);
        }
        catch (ApiException error) when (error.Status == HttpStatusCode.MethodNotAllowed)
        {
            return null;
        }
    }
}

/// <summary>An object of the cluster.</summary>
/// <param name="Key">What names it.</param>
/// <param name="Resource">How its kind is addressed.</param>
/// <param name="Json">The whole object.</param>
public sealed record LiveObject(ObjectKey Key, ApiResource Resource, JsonObject Json)
{
    /// <summary>What tells it from an earlier object of the same name.</summary>
    public string Uid => Json["metadata"]?["uid"]?.GetValue<string>() ?? "";

    /// <summary>Label <c>app.kubernetes.io/name</c>; empty when it has none.</summary>
    public string Component => Json["metadata"]?["labels"]?["app.kubernetes.io/name"]?.GetValue<string>() ?? "";
}
