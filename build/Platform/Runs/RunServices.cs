using System.Collections.Immutable;
using TalosPlatform.Clusters;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Host;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Workloads;

namespace TalosPlatform.Runs;

/// <summary>The outside world of a run, so that tests can replace any of it.</summary>
public sealed record RunServices(
    ICommandRunner Commands,
    IProgressReporter Progress,
    IProcessTable Processes,
    ToolCache Cache,
    HttpClient Http,
    Redactor Redactor,
    TimeProvider Clock) : IDisposable
{
    /// <summary>The real world.</summary>
    public static RunServices Create(IProgressReporter progress, Redactor redactor)
    {
        var clock = TimeProvider.System;
        // Deadlines are set call by call; connecting must not take long, or an unreachable host would hold up the run.
        var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), AutomaticDecompression = System.Net.DecompressionMethods.All }) { Timeout = Timeout.InfiniteTimeSpan };
        return new RunServices(new ProcessCommandRunner(redactor, clock), progress, IProcessTable.ForThisMachine(), ToolCache.ForUser(Environment.GetEnvironmentVariable), http, redactor, clock);
    }

    /// <summary>A resolver over PATH, cache, releases and Debian packages.</summary>
    public ToolResolver Tools(Workspace workspace)
    {
        var pins = VersionsFile.LoadTools(Path.Combine(workspace.PlatformRoot, "stack", "versions.yaml"));
        return new ToolResolver(pins,
        [
            new PathToolSource(Commands, Environment.GetEnvironmentVariable("PATH") ?? ""),
            new CacheToolSource(Cache),
            new ReleaseToolSource(Http, Cache, new ChecksumLock(Path.Combine(Cache.Root, "checksums.json")), new UnreachableHosts(Path.Combine(Cache.Root, "unreachable.json"), Clock)),
            new DebianToolSource(Commands, Cache),
        ]);
    }

    /// <summary>The providers in the order of preference.</summary>
    public ImmutableArray<IClusterProvider> Providers(Workspace workspace, RunSettings settings) =>
    [
        new ExistingProvider(workspace, settings, this, Environment.GetEnvironmentVariable),
        new HostProvider(workspace, settings, Tools(workspace), new AppBuilder(Commands, Cache), new PortRegistry(Cache), Commands, Processes, Http, Progress, Clock),
        new TalosProvider(workspace, settings, TalosEnvironment.Real(Tools(workspace), Commands, Cache, Http, Processes, Redactor, Progress, Clock)),
    ];

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();
}
