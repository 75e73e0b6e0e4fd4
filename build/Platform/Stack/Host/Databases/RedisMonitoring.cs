using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>Metrics of Redis (https://github.com/oliver006/redis_exporter).</summary>
public sealed class RedisMonitoring(RedisDatabase redis, HostSecrets secrets) : IDatabaseMonitoring
{
    /// <inheritdoc/>
    public string Database => redis.Name;

    /// <inheritdoc/>
    public string Tool => "redis-exporter";

    /// <inheritdoc/>
    public int PreferredPort => 9121;

    /// <inheritdoc/>
    public Task<ExporterStart> PrepareAsync(Version version, int databasePort, int port, CancellationToken cancellation)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{databasePort}");
        var passwords = JsonSerializer.Serialize(new Dictionary<string, string> { [address] = secrets.PasswordOf(Database, RedisDatabase.Account) });
        return Task.FromResult(new ExporterStart(
            [
                string.Create(CultureInfo.InvariantCulture, $"-web.listen-address=127.0.0.1:{port}"),
                $"-redis.addr={address}",
                $"-redis.password-file={secrets.Write(Database, "exporter.json", passwords)}",
            ],
            ImmutableSortedDictionary<string, string>.Empty,
            passwords));
    }
}
