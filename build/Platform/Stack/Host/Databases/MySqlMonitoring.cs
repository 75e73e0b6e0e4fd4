using System.Collections.Immutable;
using System.Globalization;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>Metrics of MySQL and MariaDB (https://github.com/prometheus/mysqld_exporter).</summary>
public sealed class MySqlMonitoring(MySqlDatabase mysql, HostSecrets secrets) : IDatabaseMonitoring
{
    private const string Account = "exporter";

    /// <inheritdoc/>
    public string Database => mysql.Name;

    /// <inheritdoc/>
    public string Tool => "mysql-exporter";

    /// <inheritdoc/>
    public int PreferredPort => 9104;

    /// <inheritdoc/>
    public async Task<ExporterStart> PrepareAsync(Version version, int databasePort, int port, CancellationToken cancellation)
    {
        var password = secrets.PasswordOf(Database, Account);
        await mysql.RunAsync(databasePort, Account, cancellation,
            $"CREATE USER IF NOT EXISTS {Account}@`127.0.0.1`",
            $"ALTER USER {Account}@`127.0.0.1` IDENTIFIED BY '{password}' WITH MAX_USER_CONNECTIONS 5",
            $"GRANT PROCESS, REPLICATION CLIENT, SLAVE MONITOR ON *.* TO {Account}@`127.0.0.1`",
            $"GRANT SELECT ON performance_schema.* TO {Account}@`127.0.0.1`");
        var options = string.Create(CultureInfo.InvariantCulture, $"[client]\nhost=127.0.0.1\nport={databasePort}\nuser={Account}\npassword={password}\n");
        return new ExporterStart(
            [
                string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"),
                $"--config.my-cnf={secrets.Write(Database, Account + ".cnf", options)}",
                "--collect.perf_schema.eventsstatements",
                "--collect.info_schema.innodb_metrics",
            ],
            ImmutableSortedDictionary<string, string>.Empty,
            options);
    }
}
