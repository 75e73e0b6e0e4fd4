using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Stack.Kubernetes.Apply;

/// <summary>Removes exactly what we applied. What somebody else applied as well is given back to them, and a namespace in which
/// anybody else has something stays.</summary>
/// <param name="server">The cluster.</param>
/// <param name="resources">What it serves.</param>
/// <param name="progress">Told of what stays.</param>
/// <param name="clock">Time.</param>
public sealed class SetRemoval(ApiServer server, ApiResources resources, IProgressReporter progress, TimeProvider clock)
{
    private readonly Removal _removal = new(server, clock);

    private static readonly TimeSpan VolumeDeadline = TimeSpan.FromMinutes(1);

    // Kubernetes puts these into every namespace, or keeps them about objects that are gone.
    private static readonly HashSet<string> Byproducts = new(StringComparer.Ordinal) { "Event", "Endpoints", "EndpointSlice", "PodMetrics", "Lease", "ControllerRevision" };

    /// <summary>Removes a set and waits until it is gone; a second time finds nothing to do.</summary>
    /// <returns>How many objects were removed.</returns>
    public async Task<int> RemoveAsync(AppliedSet set, IStep step, CancellationToken cancellation)
    {
        step.Update("looking for what was applied");
        var all = await new LiveObjects(server, resources).OfEveryKindAsync(set, cancellation);
        var shared = all.Where(o => FieldOwners.Sharing(o.Json).Count > 0).ToList();
        foreach (var item in shared)
        {
            progress.Info($"- \"{item.Key}\" stays: \"{string.Join("\", \"", FieldOwners.Sharing(item.Json))}\" applied it as well");
            await ReleaseAsync(item, cancellation);
        }

        var ours = all.Except(shared).ToList();
        // Claims are emptied by what provides them, so that goes last.
        var storage = ours.Where(o => o.Component == "local-path-storage" && o.Key.Kind != "Namespace").ToList();
        var namespaces = ours.Where(o => o.Key.Kind == "Namespace").ToList();
        var removed = await RemoveAllAsync(set, [.. ours.Except(storage).Except(namespaces)], step, cancellation);
        if (storage.Count > 0)
            await WaitForVolumesAsync(storage.Where(o => o.Key.Kind == "StorageClass").Select(o => o.Key.Name), step, cancellation);
        removed += await RemoveAllAsync(set, storage, step, cancellation);
        return removed + await RemoveNamespacesAsync(set, namespaces, step, cancellation);
    }

    private async Task<int> RemoveAllAsync(AppliedSet set, List<LiveObject> items, IStep step, CancellationToken cancellation)
    {
        step.Update($"removing {items.Count} objects");
        await Task.WhenAll(items.Select(item => _removal.RemoveAsync(item, cancellation)));
        var left = items.Count;
        await Task.WhenAll(items.GroupBy(item => item.Resource).Select(kind =>
            _removal.WaitUntilGoneAsync($"{kind.Key.Collection}?{set.Selector}", [.. kind], gone => step.Update($"{Interlocked.Add(ref left, -gone)} objects still end"), cancellation)));
        return items.Count;
    }

    private async Task<int> RemoveNamespacesAsync(AppliedSet set, List<LiveObject> namespaces, IStep step, CancellationToken cancellation)
    {
        var empty = new List<LiveObject>();
        foreach (var item in namespaces)
        {
            if (FieldOwners.All(item.Json).FirstOrDefault(IsPerson) is { } person)
            {
                progress.Info($"- namespace \"{item.Key.Name}\" stays: \"{person}\" made it or changed it");
                await ReleaseAsync(item, cancellation);
            }
            else if (await OthersInAsync(item.Key.Name, cancellation) is { } other)
            {
                progress.Info($"- namespace \"{item.Key.Name}\" stays: it holds \"{other}\"");
                await ReleaseAsync(item, cancellation);
            }
            else
            {
                empty.Add(item);
            }
        }

        return await RemoveAllAsync(set, empty, step, cancellation);
    }

    private async Task<ObjectKey?> OthersInAsync(string name, CancellationToken cancellation)
    {
        var kinds = (await resources.AllAsync(cancellation)).Where(k => k.Namespaced && !Byproducts.Contains(k.Kind));
        var lists = await Task.WhenAll(kinds.Select(async kind => (Kind: kind, List: await server.TryGetAsync(kind.In(name), cancellation))));
        return lists
            .SelectMany(l => (l.List?["items"] as JsonArray ?? []).OfType<JsonObject>().Select(json => (Key: ObjectKey.Of(json, l.Kind.ApiVersion, l.Kind.Kind), Json: json)))
            .FirstOrDefault(o => !IsByproduct(o.Key, o.Json)).Key;
    }

    private static bool IsByproduct(ObjectKey key, JsonObject json) =>
        json["metadata"]?["ownerReferences"] is JsonArray { Count: > 0 }
        || Removal.IsEnding(json)
        || (key is { Kind: "ServiceAccount", Name: "default" })
        || (key is { Kind: "ConfigMap", Name: "kube-root-ca.crt" or "openshift-service-ca.crt" })
        || (key.Kind == "Secret" && json["type"]?.GetValue<string>() == "kubernetes.io/service-account-token");

    // Managers besides ours that touch namespaces are controllers; people come with kubectl, helm and the like.
    private static bool IsPerson(string manager) => manager != FieldOwners.Manager && !manager.StartsWith("kube-", StringComparison.Ordinal);

    // An apply without fields gives up all that we own, our label included.
    private Task<JsonObject> ReleaseAsync(LiveObject item, CancellationToken cancellation)
    {
        var metadata = new JsonObject { ["name"] = item.Key.Name };
        if (item.Key.Namespace is not null)
            metadata["namespace"] = item.Key.Namespace;
        var nothing = new JsonObject { ["apiVersion"] = item.Key.ApiVersion, ["kind"] = item.Key.Kind, ["metadata"] = metadata };
        return server.SendAsync(HttpMethod.Patch, $"{item.Resource.Path(item.Key)}?fieldManager={FieldOwners.Manager}&force=true", nothing, "application/apply-patch+yaml", cancellation);
    }

    // Claims of other sets, and of anybody else, are answered by the same provisioner.
    private async Task WaitForVolumesAsync(IEnumerable<string> classes, IStep step, CancellationToken cancellation)
    {
        var ours = classes.ToHashSet(StringComparer.Ordinal);
        var claims = (await server.GetAsync("api/v1/persistentvolumeclaims", cancellation))["items"] as JsonArray ?? [];
        var claimed = claims.Select(c => c?["metadata"]?["uid"]?.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        var resource = await resources.FindAsync("v1", "PersistentVolume", cancellation);
        var volumes = (await server.GetAsync(resource.Collection, cancellation))["items"] as JsonArray ?? [];
        var released = volumes.OfType<JsonObject>()
            .Where(v => ours.Contains(v["spec"]?["storageClassName"]?.GetValue<string>() ?? "") && v["spec"]?["claimRef"]?["uid"]?.GetValue<string>() is { } claim && !claimed.Contains(claim))
            .Select(v => new LiveObject(ObjectKey.Of(v, "v1", "PersistentVolume"), resource, v))
            .ToList();
        if (released.Count == 0)
            return;
        step.Update($"{released.Count} volumes are being emptied");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(VolumeDeadline);
        try
        {
            await _removal.WaitUntilGoneAsync(resource.Collection, released, null, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            progress.Warn("Volumes were not emptied: their data is still on the nodes, below the folder of local-path-storage.");
        }
    }
}
