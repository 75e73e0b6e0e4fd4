using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Kubernetes.Apply;

/// <summary>Takes objects out of a cluster, and waits by watches until they are gone.</summary>
/// <param name="server">The cluster.</param>
/// <param name="clock">Time.</param>
internal sealed class Removal(ApiServer server, TimeProvider clock)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>Whether an object is being deleted: it is there until its finalizers are done, and takes changes that are lost with it.</summary>
    public static bool IsEnding(JsonObject json) => json["metadata"]?["deletionTimestamp"] is not null;

    /// <summary>Asks for the deletion of an object and of the pods it started; one of the same name made meanwhile is not touched.</summary>
    public Task<bool> RemoveAsync(LiveObject live, CancellationToken cancellation) => server.DeleteAsync(
        live.Resource.Path(live.Key),
        new JsonObject { ["propagationPolicy"] = "Foreground", ["preconditions"] = new JsonObject { ["uid"] = live.Uid } },
        cancellation);

    /// <summary>Deletes an object by name and waits until it is gone with its pods.</summary>
    public async Task RemoveAndWaitAsync(ApiResource resource, ObjectKey key, CancellationToken cancellation)
    {
        if (await server.TryGetAsync(resource.Path(key), cancellation) is not { } json)
            return;
        var live = new LiveObject(key, resource, json);
        await RemoveAsync(live, cancellation);
        await WaitUntilGoneAsync(live, cancellation);
    }

    /// <summary>Waits until one object is gone.</summary>
    public Task WaitUntilGoneAsync(LiveObject live, CancellationToken cancellation) =>
        WaitUntilGoneAsync($"{live.Resource.In(live.Key.Namespace)}?fieldSelector={Uri.EscapeDataString($"metadata.name={live.Key.Name}")}", [live], null, cancellation);

    /// <summary>Waits until objects are gone from a collection.</summary>
    /// <param name="collection">Path of a collection that holds them.</param>
    /// <param name="objects">The objects.</param>
    /// <param name="gone">Told whenever some are gone, of how many.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="PlatformException">They are still there after three minutes; the error says what holds one of them.</exception>
    public async Task WaitUntilGoneAsync(string collection, IReadOnlyCollection<LiveObject> objects, Action<int>? gone, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        var left = objects.ToDictionary(o => o.Uid, StringComparer.Ordinal);
        try
        {
            await foreach (var change in new ObjectWatch(server, clock).FollowAsync(collection, deadline.Token))
            {
                var before = left.Count;
                Take(change, left);
                if (before > left.Count)
                    gone?.Invoke(before - left.Count);
                if (left.Count == 0)
                    return;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Stays(left.Values.First());
        }
    }

    private static void Take(ObjectChange change, Dictionary<string, LiveObject> left)
    {
        switch (change.Kind)
        {
            case ChangeKind.Listed:
                var there = (change.Json["items"] as JsonArray ?? []).Select(Uid).ToHashSet(StringComparer.Ordinal);
                foreach (var uid in left.Keys.Where(uid => !there.Contains(uid)).ToList())
                    left.Remove(uid);
                break;
            case ChangeKind.Deleted:
                left.Remove(Uid(change.Json));
                break;
            case ChangeKind.Changed when left.TryGetValue(Uid(change.Json), out var known):
                left[known.Uid] = known with { Json = change.Json };
                break;
        }
    }

    private static string Uid(JsonNode? json) => json?["metadata"]?["uid"]?.GetValue<string>() ?? "";

    private static PlatformException Stays(LiveObject live)
    {
        var finalizers = (live.Json["metadata"]?["finalizers"] as JsonArray ?? []).Select(f => f!.GetValue<string>()).ToList();
        return new PlatformException(
            $"\"{live.Key}\" is not gone {Deadline.TotalMinutes:0} minutes after it was deleted.",
            finalizers.Count > 0 ? $"It waits for {string.Join(", ", finalizers)}: look at its events with kubectl describe." : "Look at its events with kubectl describe, and at the node of its pods.");
    }
}
