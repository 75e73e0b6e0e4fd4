using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MySqlConnector;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>MariaDB, which speaks MySQL, on loopback, with its data in the cluster's folder.</summary>
public sealed class MySqlDatabase(HostFolder folder, HostSecrets secrets, ICommandRunner commands, UnprivilegedStart unprivileged, TimeSpan readyTimeout) : IHostDatabase
{
    private const string Address = "127.0.0.1";
    private const string Administrator = "root";

    /// <inheritdoc/>
    public string Name => "mysql";

    /// <inheritdoc/>
    public string Tool => "mariadb";

    /// <inheritdoc/>
    public int PreferredPort => 3306;

    /// <inheritdoc/>
    public string Fix => "apt-get install mariadb-server";

    private string Data => Path.Combine(folder.Data(Name), "mariadb");

    /// <inheritdoc/>
    public async Task<HostProcessSpec> PrepareAsync(ResolvedTool tool, int port, bool running, CancellationToken cancellation)
    {
        folder.Prepare(Name);
        var server = tool.Binaries[Tool];
        var libraries = DebianLibraries.Of(tool);
        var before = await unprivileged.BeforeAsync(server, folder.Data(Name), libraries, cancellation);
        var home = tool.Home.Length > 0 ? Path.Combine(tool.Home, "usr") : "/usr";
        if (!Directory.Exists(Data))
            await InitializeAsync([.. before, server], home, libraries, cancellation);
        ImmutableArray<string> command =
        [
            .. before, server, .. Places(home, Data), $"--bind-address={Address}", $"--port={port.ToString(CultureInfo.InvariantCulture)}",
            // Paths of sockets are limited to some hundred characters; this one is below the data.
            "--socket=mariadb.sock", "--pid-file=mariadb.pid", "--skip-name-resolve", "--skip-log-bin", "--max-connections=60",
            "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M", "--performance-schema=ON", "--slow-query-log=ON", "--slow-query-log-file=slow.log", "--long-query-time=1",
        ];
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
        catch (MySqlException error)
        {
            throw Refuses($"MariaDB on port {port} takes no statements: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public async Task<DatabaseConnection> CreateAsync(string application, int port, CancellationToken cancellation)
    {
        var name = application.Replace('-', '_');
        var password = secrets.PasswordOf(Name, application);
        await RunAsync(port, application, cancellation,
            $"CREATE DATABASE IF NOT EXISTS `{name}` CHARACTER SET utf8mb4",
            $"CREATE USER IF NOT EXISTS `{name}`@`{Address}`",
            $"ALTER USER `{name}`@`{Address}` IDENTIFIED BY '{password}'",
            $"GRANT ALL ON `{name}`.* TO `{name}`@`{Address}`");
        var options = string.Create(CultureInfo.InvariantCulture, $"[client]\nhost={Address}\nport={port}\ndatabase={name}\nuser={name}\npassword={password}\n");
        return new DatabaseConnection(Address, port, name, name, secrets.Write(Name, application + ".cnf", options));
    }

    /// <summary>Runs statements as administrator.</summary>
    /// <exception cref="PlatformException">The server refuses one of them.</exception>
    internal async Task RunAsync(int port, string account, CancellationToken cancellation, params string[] statements)
    {
        try
        {
            await using var connection = await ConnectAsync(port, cancellation);
            foreach (var statement in statements)
            {
                await using var command = new MySqlCommand(statement, connection);
                await command.ExecuteNonQueryAsync(cancellation);
            }
        }
        catch (MySqlException error)
        {
            throw Refuses($"MariaDB gives \"{account}\" no account: {error.Message}", error);
        }
    }

    // Filled beside its place and moved there whole: a build killed meanwhile leaves nothing that looks complete.
    private async Task InitializeAsync(ImmutableArray<string> server, string home, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        var filling = Path.Combine(folder.Data(Name), ".filling");
        if (Directory.Exists(filling))
            Directory.Delete(filling, recursive: true);
        Directory.CreateDirectory(filling);
        ImmutableArray<string> command = [.. server, .. Places(home, filling), "--bootstrap", "--enforce-storage-engine=", "--log-warnings=0", "--max-allowed-packet=8M", "--skip-log-bin", "--innodb-log-file-size=16M"];
        await commands.RunCheckedAsync(
            Command.Of(command[0], command.Skip(1)) with
            {
                WorkingDirectory = folder.Data(Name),
                StandardInput = SystemTables(Path.Combine(home, "share", "mysql")),
                // It outlives a build that is killed; this is how the next one and Teardown find it.
                Environment = environment.ToImmutableDictionary(e => e.Key, e => (string?)e.Value).SetItem(HostFolder.OwnerVariable, folder.Root),
            },
            "Making the data folder of MariaDB",
            cancellation: cancellation);
        Directory.Move(filling, Data);
    }

    // What mariadb-install-db feeds to the server, without its accounts that need no password.
    private string SystemTables(string scripts)
    {
        var text = new StringBuilder("CREATE DATABASE IF NOT EXISTS mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
        foreach (var script in (string[])["mysql_system_tables.sql", "mysql_performance_tables.sql", "mysql_system_tables_data.sql", "maria_add_gis_sp_bootstrap.sql"])
            text.Append(File.ReadAllText(Path.Combine(scripts, script))).Append('\n');
        return text.Append(CultureInfo.InvariantCulture, $"""
            DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys';
            FLUSH PRIVILEGES;
            CREATE USER `{Administrator}`@`{Address}` IDENTIFIED BY '{secrets.PasswordOf(Name, Administrator)}';
            GRANT ALL ON *.* TO `{Administrator}`@`{Address}` WITH GRANT OPTION;

            """).ToString();
    }

    private static string[] Places(string home, string data) =>
        ["--no-defaults", $"--basedir={home}", $"--datadir={data}", $"--lc-messages-dir={Path.Combine(home, "share", "mysql")}", $"--plugin-dir={Path.Combine(home, "lib", "mysql", "plugin")}"];

    private async Task<MySqlConnection> ConnectAsync(int port, CancellationToken cancellation)
    {
        var settings = new MySqlConnectionStringBuilder
        {
            Server = Address, Port = (uint)port, UserID = Administrator, Password = secrets.PasswordOf(Name, Administrator), Pooling = false, ConnectionTimeout = 5, SslMode = MySqlSslMode.None,
            // Accounts are written with an at sign, which would otherwise have to be a parameter.
            AllowUserVariables = true,
        };
        var deadline = DateTime.UtcNow + readyTimeout;
        while (true)
        {
            var connection = new MySqlConnection(settings.ConnectionString);
            try
            {
                await connection.OpenAsync(cancellation);
                return connection;
            }
            catch (MySqlException error) when (error.ErrorCode is MySqlErrorCode.UnableToConnectToHost && DateTime.UtcNow < deadline)
            {
                await connection.DisposeAsync();
                await Task.Delay(50, cancellation);
            }
        }
    }

    private PlatformException Refuses(string what, MySqlException error) =>
        new(what, $"Read the log \"{folder.LogFile(Name)}\"; \"Teardown\" starts over with an empty one.", inner: error);
}
