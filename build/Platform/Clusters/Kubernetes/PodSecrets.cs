using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>What pods of a namespace may know and must not tell: a container that logs a statement or an address logs the password in it.</summary>
internal static partial class PodSecrets
{
    /// <summary>A redactor of the secret values in a namespace; addresses and names that stand in the same Secrets stay readable.</summary>
    public static async Task<Redactor> ReadAsync(ApiServer server, string @namespace, CancellationToken cancellation)
    {
        var redactor = new Redactor();
        var secrets = await server.TryGetAsync($"api/v1/namespaces/{@namespace}/secrets", cancellation);
        foreach (var (key, value) in (secrets?["items"] as JsonArray ?? []).SelectMany(s => s?["data"] as JsonObject ?? []))
        {
            if (value is not null && Telling().IsMatch(key))
                redactor.Add(Encoding.UTF8.GetString(Convert.FromBase64String(value.GetValue<string>())));
        }

        return redactor;
    }

    [GeneratedRegex("password|passwd|token|secret|credential|key", RegexOptions.IgnoreCase)]
    private static partial Regex Telling();
}
