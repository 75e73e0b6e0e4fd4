using System.Collections.Immutable;
using System.Diagnostics;
using TalosPlatform.Clusters;
using TalosPlatform.Publishing;
using TalosPlatform.Reports;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Load;

namespace TalosPlatform.Runs;

/// <summary>One run of the build over one cluster: what targets share, and the document they fill.</summary>
public sealed class RunContext : IDisposable
{
    private readonly Stopwatch _stopwatch = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private RunDocument _document;
    private FileLock? _lock;

    /// <summary>Creates a context.</summary>
    public RunContext(RunServices services, Workspace workspace, RunSettings settings)
    {
        Services = services;
        Workspace = workspace;
        Settings = settings;
        _document = new RunDocument { StartedAt = services.Clock.GetUtcNow() };
    }

    /// <summary>The outside world.</summary>
    public RunServices Services { get; }

    /// <summary>The user's repository and ours.</summary>
    public Workspace Workspace { get; }

    /// <summary>What the run was told.</summary>
    public RunSettings Settings { get; }

    /// <summary>Progress, shorthand.</summary>
    public IProgressReporter Progress => Services.Progress;

    /// <summary>What was found out so far.</summary>
    public RunDocument Document => _document;

    /// <summary>Time since the run started.</summary>
    public TimeSpan Elapsed => _stopwatch.Elapsed;

    /// <summary>The provider chosen; set by ProvisionCluster.</summary>
    public IClusterProvider? Provider { get; set; }

    /// <summary>The way to the services; set by DeployStack.</summary>
    public IServiceGateway? Gateway { get; set; }

    /// <summary>Applications that run or were left out; set by DeploySamples.</summary>
    public ImmutableArray<AppDefinition> Apps { get; set; } = [];

    /// <summary>Levels of generated load; set by GenerateTraffic.</summary>
    public ImmutableArray<LoadLevel> LoadLevels { get; set; } = [];

    /// <summary>What was published: the document and the address of the comment; set by PublishReport, which may be about an earlier run.</summary>
    public (RunDocument Document, Uri? Comment)? Published { get; set; }

    /// <summary>Adds to the document and saves it at once, so that a killed run leaves what it had.</summary>
    public void Record(Func<RunDocument, RunDocument> change)
    {
        lock (_gate)
        {
            _document = change(_document);
            RunJson.Save(RedactedRun.Of(_document, Services.Redactor), Path.Combine(Workspace.Artifacts, "run.json"));
        }
    }

    /// <summary>Takes the lock on the cluster for the rest of the run; a second call does nothing.</summary>
    /// <exception cref="PlatformException">Another run holds it for too long.</exception>
    public async Task LockAsync(CancellationToken cancellation)
    {
        if (_lock is not null)
            return;
        var name = ClusterLocks.NameOf(Workspace.ClusterFolder(Settings.Cluster.Name));
        var holder = $"process {Environment.ProcessId} on cluster \"{Settings.Cluster.Name}\" since {Services.Clock.GetLocalNow():HH:mm:ss}";
        _lock = await FileLock.TakeAsync(
            Services.Cache.LockFile(name),
            holder,
            Settings.Cluster.LockTimeout,
            other => Progress.Info($"Waiting for {other}."),
            cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock?.Dispose();
        Services.Dispose();
    }
}
