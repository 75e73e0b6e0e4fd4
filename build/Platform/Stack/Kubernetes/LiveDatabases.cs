using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Apply;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>The databases that a cluster has, as the cluster itself says.</summary>
/// <param name="Servers">Those that were deployed, and whether their data is in a claim instead of the pod.</param>
/// <param name="Claims">Those whose claim is there, with a server or without.</param>
public sealed record LiveDatabases(ImmutableSortedDictionary<string, bool> Servers, ImmutableSortedSet<string> Claims)
{
    private const string Namespace = "databases";

    /// <summary>Asks the cluster.</summary>
    /// <param name="server">The cluster.</param>
    /// <param name="set">Set that databases are deployed as.</param>
    /// <param name="cancellation">Stops asking.</param>
    public static async Task<LiveDatabases> ReadAsync(ApiServer server, AppliedSet set, CancellationToken cancellation)
    {
        var servers = await ListAsync($"apis/apps/v1/namespaces/{Namespace}/statefulsets?{set.Selector}");
        var claims = await ListAsync($"api/v1/namespaces/{Namespace}/persistentvolumeclaims?{set.Selector}");
        return new LiveDatabases(
            servers.ToImmutableSortedDictionary(Name, HasClaim, StringComparer.Ordinal),
            claims.Select(Name).ToImmutableSortedSet(StringComparer.Ordinal));

        async Task<IEnumerable<JsonObject>> ListAsync(string path) => ((await server.TryGetAsync(path, cancellation))?["items"] as JsonArray ?? []).OfType<JsonObject>();
    }

    /// <summary>Which databases keep their data in a claim. One that is there stays as it began, whatever is wanted now: a change would lose its data.</summary>
    /// <param name="names">Databases.</param>
    /// <param name="forNew">Whether new ones get a claim.</param>
    public ImmutableSortedSet<string> WithClaim(IEnumerable<string> names, bool forNew) =>
        [.. names.Where(name => Servers.TryGetValue(name, out var has) ? has : forNew || Claims.Contains(name))];

    private static string Name(JsonObject json) => json["metadata"]!["name"]!.GetValue<string>();

    private static bool HasClaim(JsonObject json) => (json["spec"]?["template"]?["spec"]?["volumes"] as JsonArray ?? []).Any(v => v?["persistentVolumeClaim"] is not null);
}
