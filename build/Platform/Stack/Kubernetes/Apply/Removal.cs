using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Kubernetes.Apply;

/// <summary>Takes objects out of a cluster.</summary>
internal static class Removal
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks for the deletion of an object and of the pods it started; one of the same name made meanwhile is not touched.</summary>
    public static Task<bool> RemoveAsync(ApiServer server, LiveObject live, CancellationToken cancellation) => server.DeleteAsync(
        live.Resource.Path(live.Key),
        new JsonObject { ["propagationPolicy"] = "Foreground", ["preconditions"] = new JsonObject { ["uid"] = live.Uid } },
        cancellation);

    /// <summary>Deletes an object by name and waits until it is gone with its pods.</summary>
    public static async Task RemoveAndWaitAsync(ApiServer server, ApiResource resource, ObjectKey key, CancellationToken cancellation)
    {
        if (await server.DeleteAsync(resource.Path(key), new JsonObject { ["propagationPolicy"] = "Foreground" }, cancellation))
            await WaitUntilGoneAsync(server, resource.Path(key), null, key, cancellation);
    }

    /// <summary>Waits until an object is gone.</summary>
    public static Task WaitUntilGoneAsync(ApiServer server, LiveObject live, CancellationToken cancellation) =>
        WaitUntilGoneAsync(server, live.Resource.Path(live.Key), live.Uid, live.Key, cancellation);

    private static async Task WaitUntilGoneAsync(ApiServer server, string path, string? uid, ObjectKey key, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        JsonObject? last = null;
        try
        {
            while (await server.TryGetAsync(path, deadline.Token) is { } json && (uid is null || json["metadata"]?["uid"]?.GetValue<string>() == uid))
            {
                last = json;
                await Task.Delay(Pause, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var finalizers = (last?["metadata"]?["finalizers"] as JsonArray ?? []).Select(f => f!.GetValue<string>()).ToList();
            throw new PlatformException(
                $"\"{key}\" is not gone {Deadline.TotalMinutes:0} minutes after it was deleted.",
                finalizers.Count > 0 ? $"It waits for {string.Join(", ", finalizers)}: look at its events with kubectl describe." : "Look at its events with kubectl describe, and at the node of its pods.");
        }
    }
}
