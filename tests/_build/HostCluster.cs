using TalosPlatform.Shared.Processes;
using TalosPlatform.Stack.Host;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Build;

/// <summary>A workspace with a cluster on the host provider; whatever the test did, nothing of it stays.</summary>
public sealed class HostCluster : IAsyncDisposable
{
    private const string Name = "under-test";
    private readonly TemporaryFolder _workspace = new();

    public string Workspace => _workspace.Path;

    public string Folder => Path.Combine(Workspace, ".talos-dev", "clusters", Name);

    public IReadOnlyList<ProcessIdentity> Processes => IProcessTable.ForThisMachine().FindByEnvironment(HostFolder.OwnerVariable, Folder);

    public HostState State => new HostStateFile(new HostFolder(Folder).StateFile).Read();

    internal RunningBuild Start(params string[] arguments) => BuildScript.Start(Workspace, [.. arguments, "--cluster-name", Name]);

    public Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => BuildScript.RunAsync(Workspace, [.. arguments, "--cluster-name", Name]);

    public void Write(string name, string content) => _workspace.Write(name, content);

    /// <summary>Teardown must leave no process, so no port either, and no file but the reports.</summary>
    public async Task TeardownLeavesNothingAsync()
    {
        var (exitCode, output) = await RunAsync("Teardown");
        Assert.True(exitCode == 0, output);
        Assert.Empty(Processes);
        Assert.False(Directory.Exists(Path.Combine(Workspace, ".talos-dev", "clusters")), "files of the cluster are left");
    }

    /// <summary>What runs is what the state says, and all of it.</summary>
    public void StateIsTrue()
    {
        var running = Processes;
        var known = State.Processes.Values.Select(p => p.Process).ToHashSet();
        Assert.All(known, process => Assert.Contains(process, running));
        var table = IProcessTable.ForThisMachine();
        Assert.All(running, process => Assert.Contains(table.GroupOf(process.Pid) ?? 0, known.Select(k => k.Pid)));
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("Teardown");
        _workspace.Dispose();
    }
}
