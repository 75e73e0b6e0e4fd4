using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>Metrics of PostgreSQL (https://github.com/prometheus-community/postgres_exporter).</summary>
/// <param name="postgres">The server.</param>
/// <param name="secrets">Where the exporter's password is.</param>
/// <param name="queries">File with the queries that give exporters before 0.12 the statement statistics later ones have themselves.</param>
public sealed class PostgresMonitoring(PostgresDatabase postgres, HostSecrets secrets, string queries) : IDatabaseMonitoring
{
    private const string Account = "exporter";
    private static readonly Version KnowsStatements = new(0, 12);

    /// <inheritdoc/>
    public string Database => postgres.Name;

    /// <inheritdoc/>
    public string Tool => "postgres-exporter";

    /// <inheritdoc/>
    public int PreferredPort => 9187;

    /// <inheritdoc/>
    public async Task<ExporterStart> PrepareAsync(Version version, int databasePort, int port, CancellationToken cancellation)
    {
        var password = secrets.PasswordOf(Database, Account);
        try
        {
            await using var connection = await postgres.ConnectAsync(databasePort, cancellation);
            await RunAsync(connection, $"DO $$ BEGIN CREATE ROLE {Account} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$", cancellation);
            await RunAsync(connection, $"ALTER ROLE {Account} PASSWORD '{password}' CONNECTION LIMIT 5", cancellation);
            await RunAsync(connection, $"GRANT pg_monitor TO {Account}", cancellation);
            if (postgres.CountsStatements)
                await RunAsync(connection, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements", cancellation);
        }
        catch (NpgsqlException error)
        {
            throw new PlatformException($"PostgreSQL gives its exporter no account: {error.Message}", "\"Teardown\" starts over with an empty one.", inner: error);
        }

        ImmutableArray<string> statements = !postgres.CountsStatements ? [] : version < KnowsStatements ? [$"--extend.query-path={queries}"] : ["--collector.stat_statements"];
        return new ExporterStart(
            [string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"), .. statements],
            ImmutableSortedDictionary<string, string>.Empty
                .Add("DATA_SOURCE_URI", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{databasePort}/postgres?sslmode=disable"))
                .Add("DATA_SOURCE_USER", Account)
                .Add("DATA_SOURCE_PASS_FILE", secrets.PathOf(Database, Account)),
            File.ReadAllText(queries));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
