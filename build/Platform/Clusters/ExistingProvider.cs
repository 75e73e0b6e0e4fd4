using System.Collections.Immutable;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Databases;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Stack;
using TalosPlatform.Stack.Kubernetes;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Images;

namespace TalosPlatform.Clusters;

/// <summary>A cluster that is there already: kind, k3d, a shared development cluster, one made by CI. It is changed only when it is named.</summary>
/// <param name="workspace">The repositories.</param>
/// <param name="settings">What the run was told.</param>
/// <param name="services">The outside world.</param>
/// <param name="environment">Reads environment variables.</param>
public sealed class ExistingProvider(Workspace workspace, RunSettings settings, RunServices services, Func<string, string?> environment) : IClusterProvider, ILogSource, IDisposable
{
    private KubernetesPlatform? _platform;

    /// <inheritdoc/>
    public string Name => "existing";

    /// <inheritdoc/>
    public bool Exists => Known() is not null;

    /// <inheritdoc/>
    public int? WebhookPort => null;

    /// <inheritdoc/>
    public Task<string?> WhyNotAsync(CancellationToken cancellation) => Task.FromResult(
        settings.Cluster.Context is null ? "no --context names a cluster" : null);

    /// <inheritdoc/>
    public async Task<ClusterSection> ProvisionAsync(CancellationToken cancellation) =>
        await services.Progress.StepAsync($"context \"{settings.Cluster.Context}\"", async step =>
        {
            var platform = await PlatformAsync(cancellation);
            var section = await platform.ProbeAsync(Name, cancellation);
            step.Note($"{platform.Server.Server}, Kubernetes {section.KubernetesVersion}, {section.Nodes} {(section.Nodes == 1 ? "node" : "nodes")}");
            return section;
        });

    /// <inheritdoc/>
    public async Task<IServiceGateway> DeployStackAsync(StackContent content, CancellationToken cancellation) =>
        await (await PlatformAsync(cancellation)).DeployStackAsync(content, cancellation);

    /// <inheritdoc/>
    public async Task<IServiceGateway> DeployAppsAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation) =>
        settings.Cluster.ImageRegistry is { } registry
            ? await ClusterImages.DeployAsync(await PlatformAsync(cancellation), services.AppImages(workspace), apps, registry, services.Progress, KubernetesPlatform.StateOf(workspace, settings), cancellation)
            : await (await PlatformAsync(cancellation)).DeployAppsAsync(apps, new Dictionary<string, string>(), cancellation);

    /// <inheritdoc/>
    public async Task<DatabaseDeployment> DeployDatabasesAsync(IReadOnlyList<string> names, CancellationToken cancellation) =>
        await (await PlatformAsync(cancellation)).DeployDatabasesAsync(names, cancellation);

    /// <inheritdoc/>
    public async Task<IServiceGateway> ConnectAsync(CancellationToken cancellation) =>
        Known() is null && settings.Cluster.Context is null ? new StaticServiceGateway([]) : await (await PlatformAsync(cancellation)).ConnectAsync(cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MeasuredWorkload>> MeasureAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation) =>
        [.. (await (await PlatformAsync(cancellation)).WorkloadsAsync(apps, cancellation)).Select(w => new MeasuredWorkload(w, UsageSource.Cadvisor(w)))];

    /// <inheritdoc/>
    public async IAsyncEnumerable<(string Name, string Text)> LogsAsync(int limit, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Known() is null)
            yield break;
        await foreach (var log in (await PlatformAsync(cancellation)).LogsAsync(limit, cancellation))
            yield return log;
    }

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, long>> ImageSizesAsync(CancellationToken cancellation) => await (await PlatformAsync(cancellation)).ImageSizesAsync(cancellation);

    /// <inheritdoc/>
    public async Task<ImmutableArray<string>> WarningsAsync(CancellationToken cancellation) => await (await PlatformAsync(cancellation)).WarningsAsync(cancellation);

    /// <inheritdoc/>
    public async Task TeardownAsync(CancellationToken cancellation)
    {
        if (Known() is null && settings.Cluster.Context is null)
            return;
        await (await PlatformAsync(cancellation)).TeardownAsync(cancellation);
        var folder = workspace.ClusterFolder(settings.Cluster.Name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _platform?.Dispose();

    private KubernetesState? Known() => KubernetesPlatform.StateOf(workspace, settings).Read() is { Provider: "existing" } state ? state : null;

    private async Task<KubernetesPlatform> PlatformAsync(CancellationToken cancellation)
    {
        if (_platform is not null)
            return _platform;
        var known = Known();
        var name = settings.Cluster.Context ?? known?.Context
            ?? throw new PlatformException("Provider \"existing\" needs to be told which cluster to use.", "Give --context the name of a context; \"kubectl config get-contexts\" lists them.");
        var kubeconfig = settings.Cluster.Kubeconfig ?? known?.Kubeconfig ?? ClusterContext.DefaultKubeconfig(environment);
        var context = await ClusterContext.ReadAsync(kubeconfig, name, cancellation);
        await ClusterGuard.RequireLocalAsync(context, settings.Cluster.AllowedContexts, cancellation);
        return _platform = new KubernetesPlatform(context, workspace, settings, services.Commands, services.Tools(workspace), services.Progress, services.Clock);
    }
}
