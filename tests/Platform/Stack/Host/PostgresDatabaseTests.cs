using System.Globalization;
using Npgsql;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Runs;
using TalosPlatform.Stack.Host;
using TalosPlatform.Stack.Host.Databases;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Tests.Shared;
using TalosPlatform.Workloads;

namespace TalosPlatform.Tests.Stack.Host;

/// <summary>A real PostgreSQL, started as the host provider starts it.</summary>
public sealed class PostgresDatabaseTests : IAsyncDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly RunServices _services = RunServices.Create(new LineProgressReporter(TextWriter.Null), new Redactor());
    private readonly HostFolder _folder;
    private readonly HostStateFile _state;
    private readonly HostSupervisor _supervisor;
    private readonly PostgresDatabase _postgres;
    private readonly HostDatabases _databases;

    public PostgresDatabaseTests()
    {
        _folder = new HostFolder(_temporary.File("cluster"));
        _state = new HostStateFile(_folder.StateFile);
        _supervisor = new HostSupervisor(_folder, _state, _services.Processes, new ProcessEnder(_services.Processes, TimeProvider.System), _services.Http);
        _postgres = new PostgresDatabase(_folder, new HostSecrets(_folder), _services.Commands, UnprivilegedStart.ForThisUser(_services.Commands), TimeSpan.FromMinutes(1));
        var ports = new PortRegistry(new ToolCache(_temporary.File("cache")));
        var tools = _services.Tools(new Workspace(Repository.Root, Repository.Root));
        _databases = new HostDatabases(
            _folder, _state, _supervisor, ports, tools, [_postgres], new LineProgressReporter(TextWriter.Null));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _supervisor.EndAllAsync(CancellationToken.None);
        _services.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public async Task Runs_once_survives_a_kill_and_leaves_nothing()
    {
        await RealTools.RequireAsync("postgres");
        var port = await _databases.StartAsync(_postgres, Cancel);
        var shop = await _postgres.CreateAsync("web-shop", port, Cancel);
        await RunAsync(shop, "CREATE TABLE kept AS SELECT 1 AS one");
        var first = _state.Read().Processes["postgres"].Process;

        Assert.Equal(port, await _databases.StartAsync(_postgres, Cancel));
        Assert.Equal(first, _state.Read().Processes["postgres"].Process);

        DetachedProcess.Kill(first.Pid);
        await _databases.StartAsync(_postgres, Cancel);
        Assert.NotEqual(first, _state.Read().Processes["postgres"].Process);
        var again = await _postgres.CreateAsync("web-shop", _state.Read().Processes["postgres"].Ports["postgres"], Cancel);
        Assert.Equal("1", await RunAsync(again, "SELECT count(*)::text FROM kept"));

        await _supervisor.EndAllAsync(Cancel);
        Assert.Empty(_services.Processes.FindByEnvironment(HostFolder.OwnerVariable, _folder.Root));
    }

    [Fact]
    public async Task Each_application_has_a_database_and_a_password_of_its_own()
    {
        await RealTools.RequireAsync("postgres");
        var port = await _databases.StartAsync(_postgres, Cancel);
        var shop = await _postgres.CreateAsync("web-shop", port, Cancel);
        var other = await _postgres.CreateAsync("other", port, Cancel);

        Assert.Equal(("web_shop", "web_shop", "127.0.0.1"), (shop.Database, shop.User, shop.Host));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(shop.PasswordFile));
        Assert.Equal("web_shop other", $"{await RunAsync(shop, "SELECT current_user::text")} {await RunAsync(other, "SELECT current_user::text")}");
        var wrong = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(shop with { PasswordFile = _temporary.Write("empty", "") }, "SELECT ''", "guessed"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, wrong.SqlState);
        Assert.DoesNotContain(_state.Read().Processes.Values, process => File.ReadAllText($"/proc/{process.Process.Pid}/cmdline").Contains(File.ReadAllText(shop.PasswordFile).Split(':')[4].Trim(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Half_made_data_is_made_again()
    {
        await RealTools.RequireAsync("postgres");
        Directory.CreateDirectory(Path.Combine(_folder.Data("postgres"), ".filling", "base"));
        var port = await _databases.StartAsync(_postgres, Cancel);
        Assert.Equal("postgres", await RunAsync(new DatabaseConnection("127.0.0.1", port, "postgres", "postgres", ""), "SELECT current_user::text", new HostSecrets(_folder).PasswordOf("postgres", "postgres")));
    }

    [Fact]
    public async Task An_application_whose_database_cannot_be_had_is_left_out_with_the_command_that_helps()
    {
        var pins = VersionsFile.LoadTools(Path.Combine(Repository.Root, "stack", "versions.yaml"));
        pins = pins.SetItem("postgres", pins["postgres"] with { Binaries = [new ToolBinary("postgres", ["postgres"], "", null)] });
        var resolver = new ToolResolver(pins, [new PathToolSource(_services.Commands, _temporary.File("empty"))]);
        var databases = new HostDatabases(_folder, _state, _supervisor, new PortRegistry(new ToolCache(_temporary.File("cache"))), resolver, [_postgres], new LineProgressReporter(TextWriter.Null));
        var app = AppFile.Load(Path.Combine(Repository.Root, "samples", "postgres-catalog"), "samples/postgres-catalog", [])!;
        Assert.Equal("it needs postgres (not in PATH): apt-get install postgresql", await databases.WhyMissingAsync(app, Cancel));
        Assert.Null(await databases.WhyMissingAsync(app with { Needs = [] }, Cancel));
    }

    [Fact]
    public async Task Root_without_user_namespaces_runs_it_as_another_user()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root has to become another user");
        var tool = await RealTools.RequireAsync("postgres");
        Assert.SkipUnless(tool.Home.Length == 0, "the server lies where only root can go");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_temporary.Path, File.GetUnixFileMode(_temporary.Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(_temporary.File("bin"));
        File.CreateSymbolicLink(_temporary.File("bin/setpriv"), Runtimes.Locate("setpriv", Environment.GetEnvironmentVariable("PATH") ?? "") ?? "/usr/bin/setpriv");
        var postgres = new PostgresDatabase(_folder, new HostSecrets(_folder), _services.Commands, new UnprivilegedStart(_services.Commands, _temporary.File("bin"), root: true), TimeSpan.FromMinutes(1));
        var port = await _databases.StartAsync(postgres, Cancel);
        Assert.Equal("shop", await RunAsync(await postgres.CreateAsync("shop", port, Cancel), "SELECT current_user::text"));
        Assert.Contains("Uid:\t65534", File.ReadAllText($"/proc/{_state.Read().Processes["postgres"].Process.Pid}/status"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Data("postgres"), ".password"));
    }

    [Theory]
    [InlineData(false, true, "/bin/unshare --user --map-current-user --ipc --")]
    [InlineData(false, false, "")]
    [InlineData(true, true, "/bin/unshare --user --map-user=65534 --map-group=65534 --ipc --")]
    [InlineData(true, false, "/bin/setpriv --reuid=65534 --regid=65534 --clear-groups --")]
    public async Task Root_becomes_nobody_by_what_the_machine_offers(bool root, bool namespaces, string expected)
    {
        Directory.CreateDirectory(_temporary.File("bin"));
        foreach (var program in (string[])["unshare", "setpriv"])
            _temporary.Write($"bin/{program}", "");
        var commands = new FakeCommandRunner(command => command.File.EndsWith("unshare", StringComparison.Ordinal) && !namespaces ? FakeCommandRunner.Failure(1) : FakeCommandRunner.Success());
        var before = await new UnprivilegedStart(commands, _temporary.File("bin"), root).BeforeAsync("/opt/postgres", "/data", new Dictionary<string, string>(), Cancel);
        Assert.Equal(expected, string.Join(' ', before).Replace(_temporary.Path, "", StringComparison.Ordinal));
        Assert.Equal(expected.Contains("setpriv", StringComparison.Ordinal), commands.Commands.Exists(command => command.File == "chown"));
    }

    [Fact]
    public async Task Root_that_cannot_become_anybody_is_told_what_to_do()
    {
        var unprivileged = new UnprivilegedStart(new FakeCommandRunner(_ => FakeCommandRunner.Failure(1)), "", root: true);
        var error = await Assert.ThrowsAsync<PlatformException>(() => unprivileged.BeforeAsync("/opt/postgres", "/data", new Dictionary<string, string>(), Cancel));
        Assert.Contains("\"/opt/postgres\" refuses to be run by root", error.What, StringComparison.Ordinal);
        Assert.Equal("Run the build as an ordinary user.", error.Fix);
    }

    private static async Task<string?> RunAsync(DatabaseConnection database, string statement, string? password = null)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = database.Host, Port = database.Port, Database = database.Database, Username = database.User, Passfile = database.PasswordFile, Password = password, Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(statement, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(Cancel), CultureInfo.InvariantCulture);
    }
}
