using System.Globalization;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Host;
using TalosPlatform.Stack.Host.Databases;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>One PostgreSQL for all tests, started as the host provider starts it; each process gets a database of its own.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _temporary = Directory.CreateTempSubdirectory("talos-dev-samples-").FullName;
    private readonly RunServices _services = RunServices.Create(new LineProgressReporter(TextWriter.Null), new Redactor());
    private readonly HostSupervisor _supervisor;
    private readonly PostgresDatabase _postgres;
    private readonly Lazy<Task<(int Port, string? Missing)>> _server;
    private int _count;

    public TestDatabase()
    {
        var folder = new HostFolder(Path.Combine(_temporary, "cluster"));
        var state = new HostStateFile(folder.StateFile);
        var tools = _services.Tools(new Workspace(Repository.Root, Repository.Root));
        _supervisor = new HostSupervisor(folder, state, _services.Processes, new ProcessEnder(_services.Processes, TimeProvider.System), _services.Http);
        _postgres = new PostgresDatabase(folder, new HostSecrets(folder), _services.Commands, UnprivilegedStart.ForThisUser(_services.Commands), TimeSpan.FromMinutes(1));
        var databases = new HostDatabases(folder, state, _supervisor, new PortRegistry(new ToolCache(Path.Combine(_temporary, "cache"))), tools, [_postgres], new LineProgressReporter(TextWriter.Null));
        _server = new(async () => await tools.ResolveAsync(_postgres.Tool) is { Found: false } tool
            ? (0, tool.MissingReason)
            : (await databases.StartAsync(_postgres, CancellationToken.None), null));
    }

    /// <summary>Variables that lead to a new, empty database; skips the test where there is no PostgreSQL.</summary>
    public async Task<IReadOnlyDictionary<string, string>> CreateAsync()
    {
        var (port, missing) = await _server.Value;
        Assert.SkipWhen(missing is not null, $"PostgreSQL cannot be had: {missing}");
        var database = await _postgres.CreateAsync($"test-{Interlocked.Increment(ref _count)}", port, CancellationToken.None);
        return new Dictionary<string, string>
        {
            ["PGHOST"] = database.Host, ["PGPORT"] = database.Port.ToString(CultureInfo.InvariantCulture), ["PGDATABASE"] = database.Database,
            ["PGUSER"] = database.User, ["PGPASSFILE"] = database.PasswordFile,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _supervisor.EndAllAsync(CancellationToken.None);
        _services.Dispose();
        Directory.Delete(_temporary, recursive: true);
    }
}
