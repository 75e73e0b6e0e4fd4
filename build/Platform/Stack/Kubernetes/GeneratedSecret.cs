using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Apply;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>A password that is made once, in the cluster that uses it, and is in no file.</summary>
/// <param name="server">The cluster.</param>
public sealed class GeneratedSecret(ApiServer server)
{
    private const string Key = "password";
    private const int Bytes = 24;

    /// <summary>The Secret to apply: the one there is with its password, or a new one.</summary>
    /// <param name="namespace">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="set">Set it belongs to.</param>
    /// <param name="cancellation">Stops asking.</param>
    /// <returns>Null when there is one that somebody else made: it stays theirs.</returns>
    public async Task<Manifest?> EnsureAsync(string @namespace, string name, AppliedSet set, CancellationToken cancellation)
    {
        var live = await server.TryGetAsync($"api/v1/namespaces/{@namespace}/secrets/{name}", cancellation);
        if (live is not null && live["metadata"]?["labels"]?[AppliedSet.Label]?.GetValue<string>() != set.Name)
            return null;
        var password = live?["data"]?[Key]?.GetValue<string>() ?? Convert.ToBase64String(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(Bytes * 2, lowercase: true)));
        return Manifest.Of(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
            ["type"] = "Opaque",
            ["data"] = new JsonObject { [Key] = password },
        }, name);
    }
}
