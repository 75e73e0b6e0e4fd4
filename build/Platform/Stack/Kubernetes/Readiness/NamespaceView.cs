using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Apply;

namespace TalosPlatform.Stack.Kubernetes.Readiness;

/// <summary>What happens in one namespace, kept up to date by watches: workloads, pods, warnings.</summary>
internal sealed class NamespaceView(ApiServer server, string @namespace, IReadOnlyList<ApiResource> workloadKinds, TimeProvider clock)
{
    private readonly Dictionary<string, ConcurrentDictionary<string, JsonObject>> _workloads = workloadKinds.ToDictionary(k => k.Kind, _ => Empty(), StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonObject> _pods = Empty();
    private readonly ConcurrentDictionary<string, JsonObject> _events = Empty();

    /// <summary>A workload as it was seen last; null when it is not there.</summary>
    public JsonObject? Workload(string kind, string name) => _workloads[kind].GetValueOrDefault(name);

    /// <summary>Pods with all of these labels, the youngest first, with the last warning about each.</summary>
    public IReadOnlyList<(JsonObject Pod, string? Warning)> Pods(JsonObject selector)
    {
        var labels = (selector["matchLabels"] as JsonObject ?? []).ToDictionary(l => l.Key, l => l.Value?.GetValue<string>(), StringComparer.Ordinal);
        return [.. _pods.Values
            .Where(p => labels.All(l => p["metadata"]?["labels"]?[l.Key]?.GetValue<string>() == l.Value) && !Removal.IsEnding(p))
            .OrderByDescending(p => p["metadata"]?["creationTimestamp"]?.GetValue<string>(), StringComparer.Ordinal)
            .Select(p => (p, Warning(Name(p))))];
    }

    /// <summary>Watches until the cancellation and calls back after every change.</summary>
    public Task FollowAsync(Action changed, CancellationToken cancellation) => Task.WhenAll(
    [
        .. workloadKinds.Select(kind => FollowAsync(kind.In(@namespace), _workloads[kind.Kind], changed, cancellation)),
        FollowAsync($"api/v1/namespaces/{@namespace}/pods", _pods, changed, cancellation),
        FollowAsync($"api/v1/namespaces/{@namespace}/events?fieldSelector=type%3DWarning%2CinvolvedObject.kind%3DPod", _events, changed, cancellation),
    ]);

    private async Task FollowAsync(string collection, ConcurrentDictionary<string, JsonObject> known, Action changed, CancellationToken cancellation)
    {
        await foreach (var change in new ObjectWatch(server, clock).FollowAsync(collection, cancellation))
        {
            switch (change.Kind)
            {
                case ChangeKind.Listed:
                    var items = (change.Json["items"] as JsonArray ?? []).OfType<JsonObject>().ToDictionary(Name, StringComparer.Ordinal);
                    foreach (var gone in known.Keys.Where(name => !items.ContainsKey(name)).ToList())
                        known.TryRemove(gone, out _);
                    foreach (var (name, item) in items)
                        known[name] = item;
                    break;
                case ChangeKind.Changed:
                    known[Name(change.Json)] = change.Json;
                    break;
                default:
                    known.TryRemove(Name(change.Json), out _);
                    break;
            }

            changed();
        }
    }

    // Some reasons the pod's own status says better.
    private string? Warning(string pod) => _events.Values
        .Where(e => e["involvedObject"]?["name"]?.GetValue<string>() == pod && Reason(e) is not ("BackOff" or "Failed" or "FailedScheduling"))
        .MaxBy(e => e["lastTimestamp"]?.GetValue<string>() ?? e["eventTime"]?.GetValue<string>() ?? "", StringComparer.Ordinal) is { } last
        ? (last["message"]?.GetValue<string>() ?? Reason(last)).ReplaceLineEndings(" ").Trim()
        : null;

    private static string Reason(JsonObject happened) => happened["reason"]?.GetValue<string>() ?? "";

    private static string Name(JsonObject json) => json["metadata"]?["name"]?.GetValue<string>() ?? "";

    private static ConcurrentDictionary<string, JsonObject> Empty() => new(StringComparer.Ordinal);
}
