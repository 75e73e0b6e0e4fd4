using System.Security.Cryptography;
using System.Text;
using Npgsql;
using PostgresCatalog.Telemetry;

namespace PostgresCatalog.Database;

/// <summary>Brings the schema up to date: the files of Migrations in the order of their names, each once and in a transaction.</summary>
public sealed partial class Migrator(NpgsqlDataSource pool, AppMetrics metrics, ILogger<Migrator> log)
{
    // Any number, as long as every version of this service takes the same.
    private const long Lock = 0x0CA7A106;

    private const string History =
        """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            name       text PRIMARY KEY,
            checksum   text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """;

    /// <summary>Waits for the database, then applies what is missing. Several replicas may start at once: the others wait.</summary>
    /// <exception cref="InvalidOperationException">A file was changed after it was applied.</exception>
    public async Task MigrateAsync(CancellationToken cancel)
    {
        await using var connection = await ReachAsync(cancel);
        await RunAsync(connection, $"SELECT pg_advisory_lock({Lock})", cancel);
        try
        {
            await RunAsync(connection, History, cancel);
            var applied = await AppliedAsync(connection, cancel);
            foreach (var (name, sql) in Files())
            {
                var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
                if (!applied.TryGetValue(name, out var known))
                    await ApplyAsync(connection, name, sql, checksum, cancel);
                else if (known != checksum)
                    throw new InvalidOperationException($"Migration \"{name}\" was changed after it was applied: undo that and add a new file.");
            }
            metrics.SchemaIs(Files().Count);
        }
        finally
        {
            await RunAsync(connection, $"SELECT pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    private async Task<NpgsqlConnection> ReachAsync(CancellationToken cancel)
    {
        for (var wait = 0.1; ; wait = Math.Min(wait * 2, 5))
        {
            try
            {
                return await pool.OpenConnectionAsync(cancel);
            }
            catch (NpgsqlException failure)
            {
                Unreachable(log, failure.Message);
                await Task.Delay(TimeSpan.FromSeconds(wait), cancel);
            }
        }
    }

    private async Task ApplyAsync(NpgsqlConnection connection, string name, string sql, string checksum, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await RunAsync(connection, sql, cancel);
        await using (var record = new NpgsqlCommand("INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)", connection))
        {
            record.Parameters.Add(new NpgsqlParameter { Value = name });
            record.Parameters.Add(new NpgsqlParameter { Value = checksum });
            await record.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        Applied(log, name);
    }

    private static async Task<Dictionary<string, string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("SELECT name, checksum FROM schema_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            applied[reader.GetString(0)] = reader.GetString(1);
        return applied;
    }

    private static List<(string Name, string Sql)> Files() =>
        [.. typeof(Migrator).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("migrations/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(name => (name["migrations/".Length..], Read(name)))];

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    [LoggerMessage(LogLevel.Information, "Migration {migration} applied")]
    private static partial void Applied(ILogger log, string migration);

    [LoggerMessage(LogLevel.Warning, "The database cannot be reached yet: {reason}")]
    private static partial void Unreachable(ILogger log, string reason);
}
