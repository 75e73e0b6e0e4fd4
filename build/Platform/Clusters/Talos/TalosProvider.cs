using System.Collections.Immutable;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Databases;
using TalosPlatform.Reports;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Images;

namespace TalosPlatform.Clusters.Talos;

/// <summary>Talos Linux in Docker: nodes are containers, made by talosctl.</summary>
public sealed class TalosProvider : IClusterProvider, ILogSource, IDisposable
{
    private const string Tool = "talosctl";
    private readonly Workspace _workspace;
    private readonly RunSettings _settings;
    private readonly TalosEnvironment _environment;
    private readonly TalosFolder _folder;
    private readonly TalosNames _names;
    private KubernetesPlatform? _platform;

    /// <summary>Creates the provider for one cluster.</summary>
    public TalosProvider(Workspace workspace, RunSettings settings, TalosEnvironment environment)
    {
        _workspace = workspace;
        _settings = settings;
        _environment = environment;
        _folder = new TalosFolder(workspace.ClusterFolder(settings.Cluster.Name));
        _names = TalosNames.Of(_folder.Root);
    }

    /// <inheritdoc/>
    public string Name => "talos";

    /// <inheritdoc/>
    public bool Exists => _folder.HasTraces;

    /// <inheritdoc/>
    public async Task<string?> WhyNotAsync(CancellationToken cancellation)
    {
        if (_environment.Endpoint.SocketPath is { } socket && !File.Exists(socket))
            return $"Docker is not running here (there is no \"{socket}\")";
        try
        {
            var engine = await _environment.Engine.DescribeAsync(cancellation);
            var (_, tooSmall) = ResourcePlan.Of(engine, _settings.Cluster.WantedWorkers);
            if (DaemonProblems.Find(_environment.Endpoint, engine, _environment.Host()).Append(tooSmall).OfType<ClusterProblem>().FirstOrDefault(p => p.Fatal) is { } problem)
                return problem.What.TrimEnd('.');
            var tool = await _environment.Tools.ResolveAsync(Tool, cancellation: cancellation);
            if (!tool.Found)
                return $"talosctl cannot be had ({tool.MissingReason})";
            var (image, _) = Choose(Version.Parse(tool.Version));
            var availability = new ImageAvailability(_environment.Images, _environment.Http, new UnreachableHosts(Path.Combine(_environment.Cache.Root, "unreachable.json"), _environment.Clock), Mirrors);
            return await availability.WhyNotAsync(image.Reference, cancellation);
        }
        catch (PlatformException error)
        {
            return error.What.TrimEnd('.');
        }
    }

    /// <inheritdoc/>
    public async Task<ClusterSection> ProvisionAsync(CancellationToken cancellation)
    {
        var talosctl = await _environment.Progress.StepAsync(Tool, step => ResolveAsync(step, cancellation));
        var (image, kubernetes) = Choose(talosctl.Version);
        Directory.CreateDirectory(_folder.Root);
        var state = await ReuseAsync(image, kubernetes, cancellation);
        if (state is null)
        {
            var evidence = Path.Combine(_workspace.Artifacts, $"talos-{_names.Cluster}");
            state = await new TalosCreation(_environment, new TalosCreationOrder(_folder, _names, _settings.Cluster, Mirrors, talosctl, image, kubernetes, evidence)).RunAsync(cancellation);
        }

        return new ClusterSection(_names.Cluster, Name, state.KubernetesVersion, state.Nodes);
    }

    /// <inheritdoc/>
    public async Task<IServiceGateway> DeployStackAsync(StackContent content, CancellationToken cancellation)
    {
        var platform = await PlatformAsync(cancellation);
        await platform.ProbeAsync(Name, cancellation);
        return await platform.DeployStackAsync(content, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IServiceGateway> DeployAppsAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation)
    {
        var platform = await PlatformAsync(cancellation);
        var images = new AppImages(_environment.Images, RegistryAuth.ForUser(_environment.Commands, _environment.Redactor), _environment.Progress, [_workspace.Root, _workspace.PlatformRoot]);
        var registry = _settings.Cluster.ImageRegistry
            ?? await _environment.Progress.StepAsync("registry for images of applications", step => RegistryAsync(step, cancellation));
        return await ClusterImages.DeployAsync(platform, images, apps, registry, _environment.Progress, KubernetesPlatform.StateOf(_workspace, _settings), cancellation);
    }

    /// <inheritdoc/>
    public async Task<DatabaseDeployment> DeployDatabasesAsync(IReadOnlyList<string> names, CancellationToken cancellation) =>
        await (await PlatformAsync(cancellation)).DeployDatabasesAsync(names, cancellation);

    /// <inheritdoc/>
    public async Task<IServiceGateway> ConnectAsync(CancellationToken cancellation) =>
        Exists && File.Exists(_folder.Deployed) ? await (await PlatformAsync(cancellation)).ConnectAsync(cancellation) : new StaticServiceGateway([]);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MeasuredWorkload>> MeasureAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation) =>
        [.. (await (await PlatformAsync(cancellation)).WorkloadsAsync(apps, cancellation)).Select(w => new MeasuredWorkload(w, UsageSource.Cadvisor(w)))];

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, long>> ImageSizesAsync(CancellationToken cancellation) => await (await PlatformAsync(cancellation)).ImageSizesAsync(cancellation);

    /// <inheritdoc/>
    public async Task<string?> HealthAsync(CancellationToken cancellation)
    {
        if (!Exists)
            return null;
        var found = await new TalosInventory(_environment.Engine, _folder, _names).ReadAsync(cancellation);
        var running = found.Nodes.Count(n => n.State == "running");
        return found.Condition switch
        {
            TalosCondition.Absent => null,
            TalosCondition.Broken => "broken: its creation broke off; run ProvisionCluster or Teardown",
            TalosCondition.Stopped => FormattableString.Invariant($"stopped: {running} of {found.Nodes.Length} nodes run; run ProvisionCluster --recreate"),
            _ => FormattableString.Invariant($"healthy, {running} nodes, {found.State!.Subnet}"),
        };
    }

    /// <inheritdoc/>
    public int? WebhookPort => null;

    /// <inheritdoc/>
    public void Dispose() => _platform?.Dispose();

    /// <inheritdoc/>
    public async IAsyncEnumerable<(string Name, string Text)> LogsAsync(int limit, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!File.Exists(_folder.Kubeconfig))
            yield break;
        await foreach (var log in (await PlatformAsync(cancellation)).LogsAsync(limit, cancellation))
            yield return log;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<string>> WarningsAsync(CancellationToken cancellation) => await (await PlatformAsync(cancellation)).WarningsAsync(cancellation);

    /// <inheritdoc/>
    public Task TeardownAsync(CancellationToken cancellation) => new TalosCleanup(_environment, _folder, _names).RemoveAsync(null, Unfinished, cancellation);

    private bool Unfinished => TalosState.Read(_folder) is { Ready: false };

    private ImmutableArray<RegistryMirror> Mirrors => [.. _settings.Stack.RegistryMirrors.Select(RegistryMirror.Parse)];

    private async Task<Talosctl> ResolveAsync(IStep step, CancellationToken cancellation)
    {
        var tool = await _environment.Tools.ResolveAsync(Tool, step.Update, cancellation);
        if (!tool.Found)
            throw new PlatformException($"\"{Tool}\" cannot be had: {tool.MissingReason}.", $"Install {Tool} into PATH, or make github.com reachable.");
        var talosctl = await Talosctl.AskAsync(_environment.Commands, tool.Binaries[Tool], cancellation);
        step.Note($"{talosctl.Version} ({tool.Source})");
        return talosctl;
    }

    private (TalosImage Image, string KubernetesVersion) Choose(Version talosctl)
    {
        var versions = Path.Combine(_workspace.PlatformRoot, "stack", "versions.yaml");
        return TalosPins.Load(versions).Choose(_settings.Cluster.TalosVersion, _settings.Cluster.KubernetesVersion, VersionsFile.LoadTools(versions)[Tool].Version, talosctl);
    }

    private async Task<TalosState?> ReuseAsync(TalosImage image, string kubernetes, CancellationToken cancellation)
    {
        var inventory = await new TalosInventory(_environment.Engine, _folder, _names).ReadAsync(cancellation);
        if (inventory.Condition == TalosCondition.Absent)
            return null;
        if (_settings.Cluster.Recreate || inventory.Condition == TalosCondition.Broken)
        {
            _environment.Progress.Info(_settings.Cluster.Recreate ? "The cluster is made anew, as asked for." : "What a creation that broke off left is removed.");
            await _environment.Progress.StepAsync("clean-up", step => new TalosCleanup(_environment, _folder, _names).RemoveAsync(step, Unfinished, cancellation));
            Directory.CreateDirectory(_folder.Root);
            return null;
        }

        if (inventory.State!.DifferenceTo(image.Reference, kubernetes, _settings.Cluster.WantedWorkers) is { } difference)
            throw new PlatformException($"Cluster \"{_names.Cluster}\" exists, but {difference}.", "Add --recreate to make it anew (what is stored in it is lost), or give another --cluster-name.");
        if (inventory.Condition == TalosCondition.Stopped)
            throw Explain(KnownFailures.Restarted(inventory.Nodes.Where(n => n.State != "running").Select(n => n.Name)));
        var server = Follow(inventory.ControlPlane!);
        _environment.Progress.Info(FormattableString.Invariant($"{inventory.Nodes.Length} nodes run already, API server at {server}"));
        return inventory.State;
    }

    // Docker publishes another port after a restart of the container; it is the same cluster nevertheless.
    private Uri Follow(DockerContainer controlPlane)
    {
        var server = KubeconfigFile.Repair(_folder, _names, controlPlane);
        KubeconfigFile.Check(_folder, _names, controlPlane);
        if (File.Exists(_folder.Deployed))
            KubernetesPlatform.StateOf(_workspace, _settings).Update(s => s with { Server = server.ToString() });
        return server;
    }

    // Nodes know the mirrors themselves, so names of images stay as they are.
    private async Task<KubernetesPlatform> PlatformAsync(CancellationToken cancellation) => _platform ??= new KubernetesPlatform(
        await ClusterContext.ReadAsync(_folder.Kubeconfig, _names.Context, cancellation), _workspace, _settings with { Stack = _settings.Stack with { RegistryMirrors = [] } }, _environment.Commands, _environment.Tools, _environment.Progress, _environment.Clock);

    private Task<string> RegistryAsync(IStep step, CancellationToken cancellation)
    {
        var state = TalosState.Read(_folder) ?? throw new PlatformException($"\"{_folder.StateFile}\" is gone.", "Run \"./build.sh ProvisionCluster --recreate\".");
        var image = TalosPins.Load(Path.Combine(_workspace.PlatformRoot, "stack", "versions.yaml")).RegistryImage;
        return new CompanionRegistry(_environment.Engine, _environment.Puller(Mirrors), _environment.Http, _environment.Clock).EnsureAsync(image, _names, state, step, cancellation);
    }

    private static PlatformException Explain(ClusterProblem problem) => new(problem.What, problem.Fix);
}
