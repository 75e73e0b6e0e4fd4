using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TalosPlatform.Databases;
using TalosPlatform.Reports;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack;
using TalosPlatform.Stack.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Apply;
using TalosPlatform.Stack.Kubernetes.Manifests;
using TalosPlatform.Stack.Kubernetes.Readiness;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Measurements;
using TalosPlatform.Workloads.Kubernetes;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>The platform on a Kubernetes cluster, whoever made the cluster.</summary>
public sealed class KubernetesPlatform : IDisposable
{
    // Databases put Secrets into the namespaces of applications, and claims go before the stack's provisioner, which has to empty them.
    private static readonly string[] Parts = ["databases", "apps", "stack"];

    private readonly ClusterContext _context;
    private readonly Workspace _workspace;
    private readonly RunSettings _settings;
    private readonly ICommandRunner _commands;
    private readonly ToolResolver _tools;
    private readonly IProgressReporter _progress;
    private readonly KubernetesStateFile _state;
    private readonly TimeProvider _clock;
    private readonly ApiServer _server;
    private readonly ApiResources _resources;
    private readonly SetDeployer _deployer;

    /// <summary>Creates it; contacts nobody.</summary>
    /// <exception cref="PlatformException">The cluster of that name was deployed to another server.</exception>
    public KubernetesPlatform(ClusterContext context, Workspace workspace, RunSettings settings, ICommandRunner commands, ToolResolver tools, IProgressReporter progress, TimeProvider clock)
    {
        _context = context;
        _workspace = workspace;
        _settings = settings;
        _commands = commands;
        _tools = tools;
        _progress = progress;
        _state = StateOf(workspace, settings);
        ClusterGuard.RequireSame(settings.Cluster.Name, _state.Read(), context);
        _clock = clock;
        _server = new ApiServer(context, clock);
        _resources = new ApiResources(_server);
        _deployer = new SetDeployer(_server, _resources, _state, settings.Stack.ForceConflicts, progress, clock);
    }

    /// <summary>What this workspace knows of the cluster of that name.</summary>
    public static KubernetesStateFile StateOf(Workspace workspace, RunSettings settings) => new(Path.Combine(workspace.ClusterFolder(settings.Cluster.Name), "kubernetes.json"));

    /// <summary>The cluster's API server.</summary>
    public ApiServer Server => _server;

    /// <summary>Asks the cluster what it is, and remembers that it is this one.</summary>
    /// <param name="provider">Name of the provider.</param>
    /// <param name="cancellation">Stops asking.</param>
    /// <exception cref="PlatformException">It does not answer, is too old, or belongs to a platform of another name.</exception>
    public async Task<ClusterSection> ProbeAsync(string provider, CancellationToken cancellation)
    {
        var version = await VersionAsync(cancellation);
        if (version.Number < ClusterVersion.Oldest)
            throw new PlatformException($"{version.Doubt}, the oldest that the manifests are written for.", "Upgrade the cluster.");
        if (version.Doubt is { } doubt)
            _progress.Warn($"{doubt}.");
        await RequireUnclaimedAsync(cancellation);
        var nodes = (await _server.GetAsync("api/v1/nodes", cancellation))["items"] as JsonArray ?? [];
        if (nodes.Count == 0)
            throw new PlatformException($"The cluster at \"{_server.Server}\" has no nodes.", "Start a node and wait until it is ready.");
        _state.Update(s => s with { Provider = provider, Kubeconfig = _context.Kubeconfig, Context = _context.Name, Server = _context.Server.ToString() });
        return new ClusterSection(_settings.Cluster.Name, provider, version.Text, nodes.Count);
    }

    /// <summary>Deploys the stack.</summary>
    public async Task<IServiceGateway> DeployStackAsync(StackContent content, CancellationToken cancellation)
    {
        var objects = new StackObjects(_workspace, _settings, await KustomizerAsync(cancellation));
        var sentRules = await new KubernetesStack(_workspace, _settings, objects, _deployer, _state, _progress).DeployAsync(content, (await VersionAsync(cancellation)).Number, cancellation);
        var gateway = await ConnectAsync(cancellation);
        if (sentRules)
            await new RulesReload(_progress, _clock).WaitAsync(gateway, content.RuleFiles, cancellation);
        await WarnOfQuotasAsync("stack", cancellation);
        return gateway;
    }

    /// <summary>Deploys applications.</summary>
    /// <param name="apps">The applications.</param>
    /// <param name="images">References to take instead of the images that their manifests name.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<IServiceGateway> DeployAppsAsync(IReadOnlyList<AppDefinition> apps, IReadOnlyDictionary<string, string> images, CancellationToken cancellation)
    {
        await new KubernetesApps(_server, _resources, _settings, _deployer, _state, _progress).DeployAsync(apps, images, await QuotaAsync(cancellation), cancellation);
        await WarnOfQuotasAsync("sample", cancellation);
        return await ConnectAsync(cancellation);
    }

    /// <summary>Deploys databases; those of an earlier run stay.</summary>
    public async Task<DatabaseDeployment> DeployDatabasesAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var kustomizer = await KustomizerAsync(cancellation);
        var images = new StackObjects(_workspace, _settings, kustomizer).Images();
        var running = await new KubernetesDatabases(_workspace, _settings, kustomizer, images, _server, _deployer, _state, _progress).DeployAsync(names, cancellation);
        await WarnOfQuotasAsync("database", cancellation);
        return new DatabaseDeployment(await ConnectAsync(cancellation), running);
    }

    /// <summary>The services, each as it is now.</summary>
    public async Task<IServiceGateway> ConnectAsync(CancellationToken cancellation)
    {
        var state = _state.Read() ?? new KubernetesState();
        var entries = await Task.WhenAll(state.Services.Select(s => EntryAsync(s.Key, s.Value, cancellation)));
        return new ServiceProxyGateway(
            _server,
            [.. entries.OrderBy(c => c.Kind == "sample").ThenBy(c => c.Status == "left-out").ThenBy(c => c.Name, StringComparer.Ordinal)],
            state.Services.Where(s => s.Value.Path is not null).ToImmutableDictionary(s => s.Key, s => s.Value.Path!, StringComparer.Ordinal));
    }

    /// <summary>What the pods of components and applications logged.</summary>
    public IAsyncEnumerable<(string Name, string Text)> LogsAsync(int limit, CancellationToken cancellation) =>
        new PodLogs(_server, _resources).ReadAsync(_state.Read() ?? new KubernetesState(), limit, cancellation);

    /// <summary>The workloads of applications as the cluster has them, defaults of its own included.</summary>
    public async Task<ImmutableArray<Workload>> WorkloadsAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation)
    {
        var live = await Task.WhenAll(apps.Select(async app =>
        {
            var resource = await _resources.FindAsync("apps/v1", app.Workload.Kind, cancellation);
            var json = await _server.TryGetAsync(resource.Path(new ObjectKey("apps/v1", app.Workload.Kind, app.Workload.Namespace, app.Workload.Name)), cancellation);
            return json is null ? app.Workload : LiveWorkload.Of(json, app.Workload);
        }));
        return [.. live];
    }

    /// <summary>Bytes of images by reference, as the nodes report them.</summary>
    public async Task<ImmutableDictionary<string, long>> ImageSizesAsync(CancellationToken cancellation) => ImageSizes.Read(await _server.GetAsync("api/v1/nodes", cancellation));

    /// <summary>Quotas that are near their limit or used up, a sentence each.</summary>
    public Task<ImmutableArray<string>> WarningsAsync(CancellationToken cancellation) => Quotas.WarningsAsync(null, cancellation);

    /// <summary>Removes exactly what was applied; from any state, twice.</summary>
    public async Task TeardownAsync(CancellationToken cancellation)
    {
        try
        {
            await VersionAsync(cancellation);
        }
        catch (ApiException error) when (error.Status is null)
        {
            _progress.Warn($"{error.What} Nothing was removed there; should it come back: ./build.sh Teardown --cluster-name {_settings.Cluster.Name} --context {_context.Name}");
            return;
        }

        await _progress.StepAsync("removing what was applied", async step =>
        {
            var removal = new SetRemoval(_server, _resources, _progress, _clock);
            var removed = 0;
            foreach (var part in Parts)
                removed += await removal.RemoveAsync(new AppliedSet(_settings.Cluster.Name, part), step, cancellation);
            step.Note($"{removed} objects");
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private DeployedQuotas Quotas => new(_server, _state, _settings.Cluster.AppNamespace);

    private async Task WarnOfQuotasAsync(string kind, CancellationToken cancellation)
    {
        foreach (var warning in await Quotas.WarningsAsync(kind, cancellation))
            _progress.Warn(warning);
    }

    private async Task<Kustomizer> KustomizerAsync(CancellationToken cancellation)
    {
        var kubectl = await _tools.ResolveAsync("kubectl", cancellation: cancellation);
        return kubectl.Found
            ? new Kustomizer(_commands, kubectl.Binaries["kubectl"])
            : throw new PlatformException($"kubectl is required to render the manifests and cannot be had: {kubectl.MissingReason}.", "Install kubectl 1.21 or newer into PATH.");
    }

    private async Task<IReadOnlyList<Manifest>> QuotaAsync(CancellationToken cancellation)
    {
        if (_settings.Cluster.Quota == "none")
            return [];
        var rendered = await (await KustomizerAsync(cancellation)).RenderAsync(Path.Combine(_workspace.PlatformRoot, "stack", "quotas", _settings.Cluster.Quota), cancellation);
        return [.. rendered.Select(m => m.In(_settings.Cluster.AppNamespace))];
    }

    private async Task<ClusterVersion> VersionAsync(CancellationToken cancellation) => ClusterVersion.Of(await _server.VersionAsync(cancellation));

    private async Task RequireUnclaimedAsync(CancellationToken cancellation)
    {
        var set = (await _server.TryGetAsync($"api/v1/namespaces/{StackObjects.Namespace}", cancellation))?["metadata"]?["labels"]?[AppliedSet.Label]?.GetValue<string>();
        if (set is not null && set != new AppliedSet(_settings.Cluster.Name, "stack").Name)
        {
            var other = set.Split('.')[0];
            throw new PlatformException($"This cluster carries the platform already, under the name \"{other}\".", $"Use it with --cluster-name {other}, or remove it with \"./build.sh Teardown --cluster-name {other}\".");
        }
    }

    private async Task<ComponentEntry> EntryAsync(string name, DeployedService service, CancellationToken cancellation)
    {
        if (service.LeftOut is not null)
            return Entry("left-out", service.LeftOut);
        foreach (var workload in service.Workloads)
        {
            var resource = await _resources.FindAsync(workload.ApiVersion, workload.Kind, cancellation);
            var json = await _server.TryGetAsync(resource.Path(new ObjectKey(workload.ApiVersion, workload.Kind, workload.Namespace, workload.Name)), cancellation);
            if (json is null)
                return Entry("failed", $"{workload.Kind} \"{workload.Name}\" is gone; run \"./build.sh\" again");
            if (WorkloadStatus.Of(workload.Kind, json) is { Ready: false } status)
                return Entry("failed", status.Detail);
        }

        return Entry("running", "");

        ComponentEntry Entry(string status, string reason) => new(name, service.Version, status, reason, "") { Kind = service.Kind };
    }
}
