using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Files;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>PostgreSQL on loopback, with its data in the cluster's folder.</summary>
public sealed class PostgresDatabase(HostFolder folder, HostSecrets secrets, ICommandRunner commands, UnprivilegedStart unprivileged, TimeSpan readyTimeout) : IHostDatabase
{
    private const string Address = "127.0.0.1";
    private const string Administrator = "postgres";

    /// <inheritdoc/>
    public string Name => "postgres";

    /// <inheritdoc/>
    public string Tool => "postgres";

    /// <inheritdoc/>
    public int PreferredPort => 5432;

    /// <inheritdoc/>
    public string Fix => "apt-get install postgresql";

    /// <summary>Whether the server has the module that counts statements; known once it was prepared.</summary>
    internal bool CountsStatements { get; private set; }

    private string Data => Path.Combine(folder.Data(Name), "pgdata");

    /// <inheritdoc/>
    public async Task<HostProcessSpec> PrepareAsync(ResolvedTool tool, int port, bool running, CancellationToken cancellation)
    {
        folder.Prepare(Name);
        var server = tool.Binaries[Tool];
        var libraries = DebianLibraries.Of(tool);
        var before = await unprivileged.BeforeAsync(server, folder.Data(Name), libraries, cancellation);
        CountsStatements = File.Exists(Path.Combine(Folder(server), "..", "lib", "pg_stat_statements.so"));
        if (!Directory.Exists(Data))
            await InitializeAsync(before, InitDb(tool, server), libraries, cancellation);
        // What a killed server leaves behind names a process number that may be somebody else's by now.
        if (!running)
            File.Delete(Path.Combine(Data, "postmaster.pid"));
        ImmutableArray<string> command = [.. before, server, "-D", Data, "-p", port.ToString(CultureInfo.InvariantCulture), .. Settings(CountsStatements).SelectMany(setting => new[] { "-c", setting })];
        return new HostProcessSpec
        {
            Name = Name,
            Kind = "database",
            Version = tool.Version,
            File = command[0],
            Arguments = command[1..],
            WorkingDirectory = folder.Data(Name),
            Environment = HostEnvironment.Base().SetItems(libraries),
            Ports = ImmutableSortedDictionary<string, int>.Empty.Add(Name, port),
            Ready = new Uri($"tcp://{Address}:{port.ToString(CultureInfo.InvariantCulture)}"),
            ReadyTimeout = readyTimeout,
        };
    }

    /// <inheritdoc/>
    public async Task WaitAsync(int port, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await ConnectAsync(port, cancellation);
        }
        catch (NpgsqlException error)
        {
            throw new PlatformException($"PostgreSQL on port {port} takes no statements: {error.Message}", $"Read the log \"{folder.LogFile(Name)}\"; \"Teardown\" starts over with an empty one.", inner: error);
        }
    }

    /// <inheritdoc/>
    public async Task<DatabaseConnection> CreateAsync(string application, int port, CancellationToken cancellation)
    {
        var name = application.Replace('-', '_');
        var password = secrets.PasswordOf(Name, application);
        try
        {
            await using var connection = await ConnectAsync(port, cancellation);
            var known = await ExistsAsync(connection, "SELECT 1 FROM pg_roles WHERE rolname = $1", name, cancellation);
            await RunAsync(connection, $"{(known ? "ALTER" : "CREATE")} ROLE {Quote(name)} LOGIN PASSWORD '{password}'", cancellation);
            if (!await ExistsAsync(connection, "SELECT 1 FROM pg_database WHERE datname = $1", name, cancellation))
                await RunAsync(connection, $"CREATE DATABASE {Quote(name)} OWNER {Quote(name)}", cancellation);
        }
        catch (NpgsqlException error)
        {
            throw new PlatformException($"PostgreSQL gives \"{application}\" no database: {error.Message}", $"Read the log \"{folder.LogFile(Name)}\"; \"Teardown\" starts over with an empty one.", inner: error);
        }

        var line = string.Create(CultureInfo.InvariantCulture, $"{Address}:{port}:{name}:{name}:{password}\n");
        return new DatabaseConnection(Address, port, name, name, secrets.Write(Name, application + ".pgpass", line));
    }

    // Filled beside its place and moved there whole: a build killed meanwhile leaves nothing that looks complete.
    private async Task InitializeAsync(ImmutableArray<string> before, string initdb, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        var filling = Path.Combine(folder.Data(Name), ".filling");
        if (Directory.Exists(filling))
            Directory.Delete(filling, recursive: true);
        // A file, because another user may not open our end of a pipe.
        var password = Path.Combine(folder.Data(Name), ".password");
        AtomicFile.WriteAllText(password, secrets.PasswordOf(Name, Administrator) + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (before.Length > 0)
            await commands.RunCheckedAsync(Command.Of("chown", $"--reference={folder.Data(Name)}", password), $"Giving \"{password}\" to the server's user", cancellation: cancellation);
        ImmutableArray<string> command =
        [
            .. before, initdb, "-D", filling, $"--username={Administrator}", $"--pwfile={password}", "--auth-host=scram-sha-256", "--auth-local=reject",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        ];
        await commands.RunCheckedAsync(
            Command.Of(command[0], command.Skip(1)) with
            {
                WorkingDirectory = folder.Data(Name),
                // It outlives a build that is killed; this is how the next one and Teardown find it.
                Environment = environment.ToImmutableDictionary(e => e.Key, e => (string?)e.Value).SetItem(HostFolder.OwnerVariable, folder.Root),
            },
            "Making the data folder of PostgreSQL",
            cancellation: cancellation);
        File.Delete(password);
        Directory.Move(filling, Data);
    }

    // Statements that set passwords are not to be kept, so only those on data are counted.
    // Loopback only, no socket file; memory for a developer's machine. mmap: shared memory lies in the data folder and goes with it.
    private static string[] Settings(bool countsStatements) =>
    [
        .. countsStatements ? ["shared_preload_libraries=pg_stat_statements", "pg_stat_statements.track_utility=off"] : Array.Empty<string>(),
        $"listen_addresses={Address}", "unix_socket_directories=", "dynamic_shared_memory_type=mmap", "shared_buffers=32MB", "max_connections=60",
        "jit=off", "track_io_timing=on", "log_lock_waits=on", "timezone=UTC", "log_timezone=UTC",
    ];

    /// <summary>A connection of the administrator; waits while the server repairs its data.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync(int port, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = Address, Port = port, Username = Administrator, Password = secrets.PasswordOf(Name, Administrator), Database = "postgres", Pooling = false, Timeout = 5,
        };
        var deadline = DateTime.UtcNow + readyTimeout;
        while (true)
        {
            var connection = new NpgsqlConnection(settings.ConnectionString);
            try
            {
                await connection.OpenAsync(cancellation);
                return connection;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.CannotConnectNow && DateTime.UtcNow < deadline)
            {
                await connection.DisposeAsync();
                await Task.Delay(50, cancellation);
            }
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string query, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(query, connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // An installed server may be in PATH by a link, without its companion beside the link.
    private static string InitDb(ResolvedTool tool, string server) =>
        Path.Combine(Folder(server), "initdb") is var beside && File.Exists(beside)
            ? beside
            : tool.Binaries.GetValueOrDefault("initdb") ?? throw new PlatformException($"There is no \"initdb\" beside \"{server}\".", "Install PostgreSQL's server package whole: apt-get install postgresql");

    private static string Folder(string server) => Path.GetDirectoryName(new FileInfo(server).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? server)!;
}
