using System.Globalization;
using System.Net.Sockets;
using MySqlConnector;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Host;
using TalosPlatform.Stack.Host.Databases;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Stack.Host;

/// <summary>A real MariaDB and a real Redis, started as the host provider starts them.</summary>
public sealed class OtherDatabaseTests : IAsyncDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly RunServices _services = RunServices.Create(new LineProgressReporter(TextWriter.Null), new Redactor());
    private readonly HostFolder _folder;
    private readonly HostStateFile _state;
    private readonly HostSupervisor _supervisor;
    private readonly MySqlDatabase _mysql;
    private readonly RedisDatabase _redis;
    private readonly HostDatabases _databases;

    public OtherDatabaseTests()
    {
        _folder = new HostFolder(_temporary.File("cluster"));
        _state = new HostStateFile(_folder.StateFile);
        _supervisor = new HostSupervisor(_folder, _state, _services.Processes, new ProcessEnder(_services.Processes, TimeProvider.System), _services.Http);
        var secrets = new HostSecrets(_folder);
        _mysql = new MySqlDatabase(_folder, secrets, _services.Commands, UnprivilegedStart.ForThisUser(_services.Commands), TimeSpan.FromMinutes(1));
        _redis = new RedisDatabase(_folder, secrets, TimeSpan.FromMinutes(1));
        var ports = new PortRegistry(new ToolCache(_temporary.File("cache")));
        var tools = _services.Tools(new Workspace(Repository.Root, Repository.Root));
        var progress = new LineProgressReporter(TextWriter.Null);
        _databases = new HostDatabases(_folder, _state, _supervisor, ports, tools, [_mysql, _redis], progress);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _supervisor.EndAllAsync(CancellationToken.None);
        _services.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public async Task MariaDb_runs_once_keeps_its_data_over_a_kill_and_has_no_account_without_a_password()
    {
        await RealTools.RequireAsync("mariadb");
        // A build that was killed while it made the data.
        Directory.CreateDirectory(Path.Combine(_folder.Data("mysql"), ".filling", "mysql"));
        var port = await _databases.StartAsync(_mysql, Cancel);
        var shop = await _mysql.CreateAsync("web-shop", port, Cancel);
        var other = await _mysql.CreateAsync("other", port, Cancel);
        Assert.Equal(("web_shop", "web_shop"), (shop.Database, shop.User));
        await AskAsync(shop, "CREATE TABLE kept (one INT) AS SELECT 1 AS one");
        await Assert.ThrowsAsync<MySqlException>(() => AskAsync(other, "SELECT * FROM web_shop.kept"));
        foreach (var account in (string[])["root", "web_shop", "anybody"])
            await Assert.ThrowsAsync<MySqlException>(() => AskAsync(shop with { User = account }, "SELECT 1", ""));
        SecretsAreSecret("mysql", shop.PasswordFile);

        var first = _state.Read().Processes["mysql"].Process;
        await _databases.StartAsync(_mysql, Cancel);
        Assert.Equal(first, _state.Read().Processes["mysql"].Process);
        DetachedProcess.Kill(first.Pid);
        var again = await _databases.StartAsync(_mysql, Cancel);
        Assert.NotEqual(first, _state.Read().Processes["mysql"].Process);
        Assert.Equal("1", await AskAsync(await _mysql.CreateAsync("web-shop", again, Cancel), "SELECT one FROM kept"));

        await _supervisor.EndAllAsync(Cancel);
        Assert.Empty(_services.Processes.FindByEnvironment(HostFolder.OwnerVariable, _folder.Root));
    }

    [Fact]
    public async Task Redis_runs_once_keeps_its_data_over_a_kill_and_asks_for_the_password()
    {
        await RealTools.RequireAsync("redis");
        var port = await _databases.StartAsync(_redis, Cancel);
        var shop = await _redis.CreateAsync("web-shop", port, Cancel);
        var password = await File.ReadAllTextAsync(shop.PasswordFile, Cancel);
        Assert.StartsWith("-NOAUTH", await SayAsync(port, "PING"), StringComparison.Ordinal);
        Assert.Equal("+OK", await SayAsync(port, $"AUTH {password}", "SET kept 1"));
        SecretsAreSecret("redis", shop.PasswordFile);
        // What was written is on the disk within a second.
        await Task.Delay(TimeSpan.FromSeconds(1.5), Cancel);

        var first = _state.Read().Processes["redis"].Process;
        await _databases.StartAsync(_redis, Cancel);
        Assert.Equal(first, _state.Read().Processes["redis"].Process);
        Assert.Contains(first, _services.Processes.FindByEnvironment(HostFolder.OwnerVariable, _folder.Root));
        DetachedProcess.Kill(first.Pid);
        Assert.Equal("$1", await SayAsync(await _databases.StartAsync(_redis, Cancel), $"AUTH {password}", "GET kept"));
        Assert.NotEqual(first, _state.Read().Processes["redis"].Process);

        await _supervisor.EndAllAsync(Cancel);
        Assert.Empty(_services.Processes.FindByEnvironment(HostFolder.OwnerVariable, _folder.Root));
    }

    private void SecretsAreSecret(string service, string passwordFile)
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(passwordFile));
        var passwords = Directory.GetFiles(Path.Combine(_folder.Secrets, service), "*.password").Select(File.ReadAllText).ToList();
        Assert.NotEmpty(passwords);
        var seen = _state.Read().Processes.Values.Select(p => File.ReadAllText($"/proc/{p.Process.Pid}/cmdline"))
            .Append(File.ReadAllText(_folder.StateFile)).Append(File.ReadAllText(_folder.LogFile(service)));
        Assert.All(seen, text => Assert.DoesNotContain(passwords, password => text.Contains(password, StringComparison.Ordinal)));
    }

    private static async Task<string?> AskAsync(DatabaseConnection database, string statement, string? password = null)
    {
        var settings = new MySqlConnectionStringBuilder
        {
            Server = database.Host, Port = (uint)database.Port, Database = database.Database, UserID = database.User, Pooling = false, SslMode = MySqlSslMode.None,
            Password = password ?? (await File.ReadAllLinesAsync(database.PasswordFile, Cancel)).Single(line => line.StartsWith("password=", StringComparison.Ordinal))["password=".Length..],
        };
        await using var connection = new MySqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new MySqlCommand(statement, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(Cancel), CultureInfo.InvariantCulture);
    }

    private static async Task<string> SayAsync(int port, params string[] commands)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, Cancel);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        var answer = "";
        foreach (var command in commands)
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(command + "\r\n"), Cancel);
            answer = await reader.ReadLineAsync(Cancel) ?? "";
        }

        return answer;
    }
}
