using System.Collections.Immutable;
using TalosPlatform.Clusters;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Host;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Images;

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
    public ImmutableArray<IClusterProvider> Providers(Workspace workspace, RunSettings settings)
    {
        var tools = Tools(workspace);
        return
        [
            new ExistingProvider(workspace, settings, this, Environment.GetEnvironmentVariable),
            new TalosProvider(workspace, settings, TalosEnvironment.Real(tools, Commands, Cache, Http, Processes, Redactor, Progress, Clock)),
            new HostProvider(workspace, settings, tools, new AppBuilder(Commands, Cache), new PortRegistry(Cache), Commands, Processes, Http, Progress, Clock),
        ];
    }

    /// <summary>Builds images of applications with the engine of this machine.</summary>
    public AppImages AppImages(Workspace workspace) =>
        new(new DockerClientImages(new DockerConnection(DockerEndpoint.ForThisMachine())), RegistryAuth.ForUser(Commands, Redactor), Progress, [workspace.Root, workspace.PlatformRoot]);

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();
}
