using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;

namespace TalosPlatform.Stack.Kubernetes.Readiness;

/// <summary>What happens in one namespace, kept up to date by watches: workloads, pods, warnings.</summary>
internal sealed class NamespaceView(ApiServer server, string @namespace, IReadOnlyList<ApiResource> workloadKinds, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Kind, string Name), JsonObject> _workloads = new();
    private readonly ConcurrentDictionary<string, JsonObject> _pods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _warnings = new(StringComparer.Ordinal);

    /// <summary>A workload as it was seen last.</summary>
    public JsonObject? Workload(string kind, string name) => _workloads.GetValueOrDefault((kind, name));

    /// <summary>Pods with all of these labels, the youngest first, with the last warning about each.</summary>
    public IReadOnlyList<(JsonObject Pod, string? Warning)> Pods(JsonObject selector)
    {
        var labels = (selector["matchLabels"] as JsonObject ?? []).ToDictionary(l => l.Key, l => l.Value?.GetValue<string>(), StringComparer.Ordinal);
        return [.. _pods.Values
            .Where(p => labels.All(l => p["metadata"]?["labels"]?[l.Key]?.GetValue<string>() == l.Value) && p["metadata"]?["deletionTimestamp"] is null)
            .OrderByDescending(p => p["metadata"]?["creationTimestamp"]?.GetValue<string>(), StringComparer.Ordinal)
            .Select(p => (p, _warnings.GetValueOrDefault(Name(p))))];
    }

    /// <summary>Watches until the cancellation and calls back after every change.</summary>
    public Task FollowAsync(Action changed, CancellationToken cancellation) => Task.WhenAll(
    [
        .. workloadKinds.Select(kind => FollowAsync(kind.In(@namespace), json => _workloads[(kind.Kind, Name(json))] = json, json => _workloads.TryRemove((kind.Kind, Name(json)), out _), changed, cancellation)),
        FollowAsync($"api/v1/namespaces/{@namespace}/pods", json => _pods[Name(json)] = json, json => _pods.TryRemove(Name(json), out _), changed, cancellation),
        FollowAsync($"api/v1/namespaces/{@namespace}/events?fieldSelector=type%3DWarning%2CinvolvedObject.kind%3DPod", Warn, _ => { }, changed, cancellation),
    ]);

    private async Task FollowAsync(string collection, Action<JsonObject> add, Action<JsonObject> remove, Action changed, CancellationToken cancellation)
    {
        await foreach (var change in new ObjectWatch(server, clock).FollowAsync(collection, cancellation))
        {
            switch (change.Kind)
            {
                case ChangeKind.Listed:
                    foreach (var item in (change.Json["items"] as JsonArray ?? []).OfType<JsonObject>())
                        add(item);
                    break;
                case ChangeKind.Changed:
                    add(change.Json);
                    break;
                default:
                    remove(change.Json);
                    break;
            }

            changed();
        }
    }

    private void Warn(JsonObject happened)
    {
        var reason = happened["reason"]?.GetValue<string>() ?? "";
        // What the pod's own status says better.
        if (reason is "BackOff" or "Failed" or "FailedScheduling")
            return;
        if (happened["involvedObject"]?["name"]?.GetValue<string>() is { } pod)
            _warnings[pod] = (happened["message"]?.GetValue<string>() ?? reason).ReplaceLineEndings(" ").Trim();
    }

    private static string Name(JsonObject json) => json["metadata"]?["name"]?.GetValue<string>() ?? "";
}
