using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>Follows objects: first all there are, then every change, over broken connections and restarts of the server.
/// Protocol: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes</summary>
public sealed class ObjectWatch(ApiServer server, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Changes of a collection until the cancellation.</summary>
    /// <param name="collection">Path of the collection with its query, such as <c>api/v1/pods?labelSelector=…</c>.</param>
    /// <param name="cancellation">Ends the watch.</param>
    public async IAsyncEnumerable<ObjectChange> FollowAsync(string collection, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var separator = collection.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        while (true)
        {
            var list = await server.GetAsync(collection, cancellation);
            yield return new ObjectChange(ChangeKind.Listed, list);
            var version = list["metadata"]?["resourceVersion"]?.GetValue<string>() ?? "";
            var stream = await OpenAsync($"{collection}{separator}watch=true&allowWatchBookmarks=true&resourceVersion={version}", cancellation);
            if (stream is not null)
            {
                await using (stream)
                {
                    using var reader = new StreamReader(stream);
                    while (await NextAsync(reader, cancellation) is { } change)
                        yield return change;
                }
            }

            // Whatever was missed meanwhile comes with the next list.
            await Task.Delay(Pause, clock, cancellation);
        }
    }

    private async Task<Stream?> OpenAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await server.StreamAsync(path, cancellation);
        }
        catch (ApiException error) when (error.Status is null or HttpStatusCode.Gone or HttpStatusCode.TooManyRequests || (int)error.Status >= 500)
        {
            return null;
        }
    }

    // Null at the end of the stream, for an expired version, and for a line cut short by a server that went away.
    private static async Task<ObjectChange?> NextAsync(StreamReader reader, CancellationToken cancellation)
    {
        try
        {
            while (await reader.ReadLineAsync(cancellation) is { } line)
            {
                if (JsonNode.Parse(line) is not JsonObject json || json["object"] is not JsonObject item)
                    return null;
                switch (json["type"]?.GetValue<string>())
                {
                    case "ADDED" or "MODIFIED":
                        return new ObjectChange(ChangeKind.Changed, item);
                    case "DELETED":
                        return new ObjectChange(ChangeKind.Deleted, item);
                    case "BOOKMARK":
                        continue;
                    default:
                        return null;
                }
            }

            return null;
        }
        catch (Exception error) when (error is IOException or HttpRequestException or JsonException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}

/// <summary>What happened: <see cref="ChangeKind.Listed"/> carries the whole list, which replaces whatever was known.</summary>
public sealed record ObjectChange(ChangeKind Kind, JsonObject Json);

/// <summary>Kinds of changes.</summary>
public enum ChangeKind
{
    /// <summary>All objects there are.</summary>
    Listed,

    /// <summary>One is new or different.</summary>
    Changed,

    /// <summary>One is gone.</summary>
    Deleted,
}
