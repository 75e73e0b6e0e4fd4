using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>Secrets of databases. A password is made when there is none in the cluster; it is nowhere else.</summary>
/// <param name="server">The cluster.</param>
public sealed class DatabaseSecrets(ApiServer server)
{
    private const string Namespace = "databases";
    private static readonly string[] Accounts = ["admin-password", "exporter-password", "password"];

    // Names that clients and frameworks read by themselves.
    private static readonly Dictionary<string, (string Password, string Url, string Scheme)> Variables = new(StringComparer.Ordinal)
    {
        ["postgres"] = ("PGPASSWORD", "DATABASE_URL", "postgres"),
        ["mysql"] = ("MYSQL_PASSWORD", "DATABASE_URL", "mysql"),
        ["redis"] = ("REDIS_PASSWORD", "REDIS_URL", "redis"),
        ["mongodb"] = ("MONGODB_PASSWORD", "MONGODB_URI", "mongodb"),
    };

    /// <summary>The Secret the server reads, and one for applications in each of their namespaces.</summary>
    /// <param name="name">Name of the database.</param>
    /// <param name="settings">Where it is: variables of its ConfigMap.</param>
    /// <param name="namespaces">Namespaces of applications.</param>
    /// <param name="cancellation">Stops asking.</param>
    public async Task<IReadOnlyList<Manifest>> MakeAsync(string name, ImmutableSortedDictionary<string, string> settings, IReadOnlyList<string> namespaces, CancellationToken cancellation)
    {
        var known = (await server.TryGetAsync($"api/v1/namespaces/{Namespace}/secrets/{name}-credentials", cancellation))?["data"] as JsonObject;
        var passwords = Accounts.ToDictionary(
            account => account,
            account => known?[account]?.GetValue<string>() is { Length: > 0 } there ? Encoding.UTF8.GetString(Convert.FromBase64String(there)) : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)),
            StringComparer.Ordinal);
        var connection = Connection(name, settings, passwords["password"]);
        return [Secret(name, Namespace, $"{name}-credentials", passwords), .. namespaces.Select(space => Secret(name, space, $"{name}-connection", connection))];
    }

    private static Dictionary<string, string> Connection(string name, ImmutableSortedDictionary<string, string> settings, string password)
    {
        var (passwordName, urlName, scheme) = Variables[name];
        string Ending(string end) => settings.FirstOrDefault(s => s.Key.EndsWith(end, StringComparison.Ordinal)).Value ?? "";
        return new(settings, StringComparer.Ordinal)
        {
            [passwordName] = password,
            // Not every client takes an address without a name; Redis' own account has this one.
            [urlName] = $"{scheme}://{(Ending("USER") is { Length: > 0 } user ? user : "default")}:{password}@{Ending("HOST")}:{Ending("PORT")}/{Ending("DATABASE")}",
        };
    }

    private static Manifest Secret(string database, string space, string name, Dictionary<string, string> values)
    {
        var data = new JsonObject();
        foreach (var (key, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
        return Manifest.Of(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = space,
                ["labels"] = new JsonObject { ["app.kubernetes.io/name"] = database, ["app.kubernetes.io/part-of"] = "databases", ["app.kubernetes.io/managed-by"] = "talos-observability" },
            },
            ["type"] = "Opaque",
            ["data"] = data,
        }, name);
    }
}
