using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>A kind of object that a server has.</summary>
/// <param name="ApiVersion">Group and version.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Plural">Name in paths.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
/// <param name="CanBeListed">Whether its objects can be listed and deleted.</param>
public sealed record ApiResource(string ApiVersion, string Kind, string Plural, bool Namespaced, bool CanBeListed)
{
    /// <summary>Path of all its objects, relative to the server.</summary>
    public string Collection => Root(ApiVersion) + "/" + Plural;

    /// <summary>Path of its objects in one namespace.</summary>
    public string In(string? @namespace) => Namespaced && @namespace is not null ? $"{Root(ApiVersion)}/namespaces/{@namespace}/{Plural}" : Collection;

    /// <summary>Path of one object.</summary>
    public string Path(ObjectKey key) => $"{In(key.Namespace)}/{key.Name}";

    /// <summary>Path of a group and version: the core group has one of its own.</summary>
    public static string Root(string apiVersion) => apiVersion.Contains('/', StringComparison.Ordinal) ? "apis/" + apiVersion : "api/" + apiVersion;
}

/// <summary>What a server serves, asked for once a group.</summary>
public sealed class ApiResources(ApiServer server)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<ApiResource>>>> _groups = new(StringComparer.Ordinal);

    /// <summary>How a kind is addressed.</summary>
    /// <exception cref="PlatformException">The server does not have it.</exception>
    public async Task<ApiResource> FindAsync(string apiVersion, string kind, CancellationToken cancellation) =>
        (await OfGroupAsync(apiVersion, cancellation)).FirstOrDefault(r => r.Kind == kind)
        ?? throw new PlatformException($"This cluster has no \"{kind}\" in \"{apiVersion}\".", "Install what defines it, or write it for a version that the cluster has.");

    /// <summary>Everything the server has in its preferred versions, kinds that cannot be listed left out.</summary>
    public async Task<IReadOnlyList<ApiResource>> AllAsync(CancellationToken cancellation)
    {
        var groups = (await server.GetAsync("apis", cancellation))["groups"]?.AsArray() ?? [];
        var versions = groups.Select(g => g!["preferredVersion"]!["groupVersion"]!.GetValue<string>()).Prepend("v1");
        var all = await Task.WhenAll(versions.Select(v => OfGroupAsync(v, cancellation)));
        return [.. all.SelectMany(r => r).Where(r => r.CanBeListed)];
    }

    private Task<IReadOnlyList<ApiResource>> OfGroupAsync(string apiVersion, CancellationToken cancellation) =>
        _groups.GetOrAdd(apiVersion, version => new Lazy<Task<IReadOnlyList<ApiResource>>>(() => ReadAsync(version, cancellation))).Value;

    private async Task<IReadOnlyList<ApiResource>> ReadAsync(string apiVersion, CancellationToken cancellation)
    {
        var list = await server.TryGetAsync(ApiResource.Root(apiVersion), cancellation);
        return [.. (list?["resources"]?.AsArray() ?? []).OfType<JsonObject>()
            .Select(r => (Name: r["name"]!.GetValue<string>(), Json: r))
            .Where(r => !r.Name.Contains('/', StringComparison.Ordinal))
            .Select(r => new ApiResource(apiVersion, r.Json["kind"]!.GetValue<string>(), r.Name, r.Json["namespaced"]!.GetValue<bool>(), Verbs(r.Json, "list", "delete")))];
    }

    private static bool Verbs(JsonObject resource, params string[] wanted)
    {
        var verbs = (resource["verbs"]?.AsArray() ?? []).Select(v => v!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        return wanted.All(verbs.Contains);
    }
}
