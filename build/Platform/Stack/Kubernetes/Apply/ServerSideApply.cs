using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Shared;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Stack.Kubernetes.Apply;

/// <summary>Brings objects into a cluster by server-side apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/.</summary>
/// <param name="server">The cluster.</param>
/// <param name="resources">What it serves.</param>
/// <param name="force">Whether fields are taken from whoever owns them.</param>
/// <param name="clock">Time.</param>
public sealed class ServerSideApply(ApiServer server, ApiResources resources, bool force, TimeProvider clock)
{
    private const int Parallelism = 16;

    // Objects whose fields cannot all be changed; made anew they lose nothing but time. Claims are not among them: they hold data.
    private static readonly HashSet<string> MayBeReplaced = new(StringComparer.Ordinal)
    {
        "Deployment", "DaemonSet", "StatefulSet", "Job", "Service", "RoleBinding", "ClusterRoleBinding", "StorageClass", "IngressClass",
    };

    /// <summary>Applies what is not as it is wanted, in waves.</summary>
    /// <param name="manifests">Objects as they are wanted.</param>
    /// <param name="live">Objects as they are, by identity.</param>
    /// <param name="applied">Told of every object that was sent, with the server's answer.</param>
    /// <param name="cancellation">Stops between objects.</param>
    /// <returns>How many were made and changed.</returns>
    /// <exception cref="PlatformException">Objects were refused; all of them are listed.</exception>
    public async Task<ApplyCounts> ApplyAsync(
        IEnumerable<Manifest> manifests,
        IReadOnlyDictionary<(string, string, string?, string), LiveObject> live,
        Action<Manifest, JsonObject>? applied,
        CancellationToken cancellation)
    {
        var counts = new ApplyCounts(0, 0, 0);
        foreach (var wave in ApplyOrder.Waves(manifests))
        {
            var refused = new ConcurrentBag<(Manifest Manifest, PlatformException Error)>();
            var outcomes = new ConcurrentBag<ApplyCounts>();
            await Parallel.ForEachAsync(wave, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation }, async (manifest, token) =>
            {
                var before = live.GetValueOrDefault(manifest.Key.Identity);
                if (before is not null && DesiredState.Holds(manifest.Json, before.Json))
                {
                    outcomes.Add(new ApplyCounts(0, 0, 1));
                    return;
                }

                try
                {
                    var after = await ApplyAsync(manifest, token);
                    applied?.Invoke(manifest, after);
                    outcomes.Add(before is null ? new ApplyCounts(1, 0, 0) : Version(before.Json) == Version(after) ? new ApplyCounts(0, 0, 1) : new ApplyCounts(0, 1, 0));
                }
                catch (PlatformException error)
                {
                    refused.Add((manifest, error));
                }
            });
            if (!refused.IsEmpty)
                throw ApplyErrors.Of([.. refused]);
            counts = outcomes.Aggregate(counts, (a, b) => a + b);
        }

        return counts;
    }

    private async Task<JsonObject> ApplyAsync(Manifest manifest, CancellationToken cancellation)
    {
        var resource = await resources.FindAsync(manifest.Key.ApiVersion, manifest.Key.Kind, cancellation);
        try
        {
            while (true)
            {
                var answer = await SendAsync(resource, manifest, cancellation);
                if (!Removal.IsEnding(answer))
                    return answer;
                // An earlier version of ours, or a teardown that was broken off, is still on its way out.
                await new Removal(server, clock).WaitUntilGoneAsync(new LiveObject(manifest.Key, resource, answer), cancellation);
            }
        }
        catch (ApiException error) when (error.Status == HttpStatusCode.UnprocessableEntity && MayBeReplaced.Contains(manifest.Key.Kind) && IsImmutable(error))
        {
            await new Removal(server, clock).RemoveAndWaitAsync(resource, manifest.Key, cancellation);
            return await SendAsync(resource, manifest, cancellation);
        }
    }

    private Task<JsonObject> SendAsync(ApiResource resource, Manifest manifest, CancellationToken cancellation) => server.SendAsync(
        HttpMethod.Patch,
        $"{resource.Path(manifest.Key)}?fieldManager={FieldOwners.Manager}{(force ? "&force=true" : "")}",
        manifest.Json,
        "application/apply-patch+yaml",
        cancellation);

    private static bool IsImmutable(ApiException error) =>
        (error.Body?["message"]?.GetValue<string>() ?? "") is var message
        && (message.Contains("immutable", StringComparison.Ordinal) || message.Contains("updates to ", StringComparison.Ordinal) || message.Contains("cannot change", StringComparison.Ordinal));

    private static string Version(JsonObject json) => json["metadata"]?["resourceVersion"]?.GetValue<string>() ?? "";
}

/// <summary>What an apply did.</summary>
/// <param name="Created">Objects that did not exist.</param>
/// <param name="Changed">Objects that were different.</param>
/// <param name="Unchanged">Objects that were as wanted.</param>
public sealed record ApplyCounts(int Created, int Changed, int Unchanged)
{
    /// <summary>Both together.</summary>
    public static ApplyCounts operator +(ApplyCounts a, ApplyCounts b) => new(a.Created + b.Created, a.Changed + b.Changed, a.Unchanged + b.Unchanged);

    /// <summary>Whether nothing was written.</summary>
    public bool NothingWritten => Created == 0 && Changed == 0;
}
