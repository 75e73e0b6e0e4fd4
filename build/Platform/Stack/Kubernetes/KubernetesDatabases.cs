using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Databases;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Kubernetes.Apply;
using TalosPlatform.Stack.Kubernetes.Manifests;
using TalosPlatform.Stack.Kubernetes.Readiness;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>Deploys databases to a cluster: the manifests of <c>stack/databases</c>, with Secrets whose passwords are made once.</summary>
/// <param name="workspace">The repositories.</param>
/// <param name="settings">What the run was told.</param>
/// <param name="kustomizer">Renders.</param>
/// <param name="images">Takes images from elsewhere.</param>
/// <param name="server">The cluster.</param>
/// <param name="deployer">Applies.</param>
/// <param name="state">Remembers what was deployed.</param>
/// <param name="progress">Told of what is left out.</param>
public sealed class KubernetesDatabases(Workspace workspace, RunSettings settings, Kustomizer kustomizer, ImageSubstitution images, ApiServer server, SetDeployer deployer, KubernetesStateFile state, IProgressReporter progress)
{
    private const string Kind = "database";
    private const string Storage = "local-path-storage";

    private readonly AppliedSet _set = new(settings.Cluster.Name, "databases");
    private readonly DatabaseSecrets _secrets = new(server);

    private ImmutableSortedDictionary<string, DeployedService> Services => (state.Read() ?? new KubernetesState()).Services;

    /// <summary>Deploys them; those of an earlier run stay as they are.</summary>
    /// <param name="names">Databases that are asked for.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Those that were asked for and run.</returns>
    /// <exception cref="Shared.PlatformException">An object was refused, or a database does not get ready.</exception>
    public async Task<ImmutableArray<DatabaseAccess>> DeployAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var live = await LiveDatabases.ReadAsync(server, _set, cancellation);
        var wanted = live.Servers.Keys.Union(names, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var claims = live.WithClaim(wanted, forNew: !settings.Stack.Without.Contains(Storage));
        // A pod whose claim nobody answers waits for ever, and its StatefulSet with it: storage comes first.
        if (claims.Except(live.Servers.Keys) is { IsEmpty: false } waiting && !StackHasStorage()
            && (await ApplyAsync([.. live.Servers.Keys], claims.Except(waiting), withStorage: true, cancellation)).LeftOut.Contains(Storage))
        {
            claims = live.WithClaim(wanted, forNew: false);
            if (waiting.Except(claims) is { IsEmpty: false } without)
                progress.Info($"- without {Storage} the data of {string.Join(", ", without)} lives as long as the pod");
        }

        while (true)
        {
            var (rendered, leftOut) = await ApplyAsync(wanted, claims, !claims.IsEmpty, cancellation);
            if (wanted.RemoveAll(leftOut.Contains) == 0)
                return [.. wanted.Where(names.Contains).Select(name => Access(name, Settings(rendered, name)))];
        }
    }

    private async Task<(IReadOnlyList<Manifest> Rendered, ImmutableArray<string> LeftOut)> ApplyAsync(IReadOnlyList<string> databases, ImmutableSortedSet<string> claims, bool withStorage, CancellationToken cancellation)
    {
        var rendered = await RenderAsync(databases, claims, withStorage && !StackHasStorage(), cancellation);
        var manifests = new List<Manifest>(rendered);
        foreach (var name in databases)
            manifests.AddRange(await _secrets.MakeAsync(name, Settings(rendered, name), ApplicationNamespaces(), cancellation));
        Remember(databases.Select(name => (name, DeployedServices.Of(Kind, name, [.. rendered.Where(m => m.Component == name)]))));
        var (_, stuck) = await deployer.DeployAsync(_set, manifests, settings.Stack.ReadyTimeout ?? KubernetesStack.UsualReadyTimeout, cancellation);
        return (rendered, LeaveOut(stuck, databases));
    }

    // One that does not run because its image cannot be had is no reason to fail the others.
    private ImmutableArray<string> LeaveOut(ImmutableArray<StuckWorkload> stuck, IReadOnlyList<string> databases)
    {
        if (stuck.Where(s => s.State.Trouble != PodTrouble.ImagePull).ToList() is { Count: > 0 } serious)
            throw StuckError.Of(serious);
        var leftOut = stuck.DistinctBy(s => s.Workload.Component).ToImmutableArray();
        foreach (var (workload, pod, _) in leftOut)
            progress.Info($"- left out: {workload.Component} ({pod.Detail})");
        Remember(leftOut.Where(s => databases.Contains(s.Workload.Component)).Select(s => (s.Workload.Component, new DeployedService(Kind, "", s.State.Detail, null, []))));
        return [.. leftOut.Select(s => s.Workload.Component)];
    }

    private void Remember(IEnumerable<(string Name, DeployedService Service)> databases) =>
        state.Update(s => s with { Services = s.Services.SetItems(databases.Select(d => KeyValuePair.Create(d.Name, d.Service))) });

    private async Task<IReadOnlyList<Manifest>> RenderAsync(IReadOnlyList<string> names, ImmutableSortedSet<string> claims, bool withStorage, CancellationToken cancellation)
    {
        var stack = Path.Combine(workspace.PlatformRoot, "stack");
        string Of(string name, string part) => Path.Combine(stack, "databases", name, part);
        var resources = names.Select(name => Of(name, "server")).Prepend(Path.Combine(stack, "databases", "namespace"));
        if (withStorage)
            resources = resources.Append(Path.Combine(stack, Storage));
        var components = names.Where(claims.Contains).Select(name => Of(name, "storage"));
        var rendered = await kustomizer.RenderAsync(Path.Combine(workspace.ClusterFolder(settings.Cluster.Name), "databases"), resources, components, cancellation);
        return [.. rendered.Select(images.Apply)];
    }

    private bool StackHasStorage() => Services.TryGetValue(Storage, out var storage) && storage is { Kind: "stack", LeftOut: null };

    private List<string> ApplicationNamespaces() =>
        [.. Services.Values.Where(s => s.Kind == "sample").SelectMany(s => s.Workloads).Select(w => w.Namespace).Append("default").Distinct(StringComparer.Ordinal)];

    private static ImmutableSortedDictionary<string, string> Settings(IEnumerable<Manifest> rendered, string name) =>
        rendered.Single(m => m.Key.Kind == "ConfigMap" && m.Key.Name == $"{name}-connection").Json["data"]!.AsObject()
            .ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>(), StringComparer.Ordinal);

    private static DatabaseAccess Access(string name, ImmutableSortedDictionary<string, string> values) => new(
        name,
        values.First(v => v.Key.EndsWith("HOST", StringComparison.Ordinal)).Value,
        int.Parse(values.First(v => v.Key.EndsWith("PORT", StringComparison.Ordinal)).Value, CultureInfo.InvariantCulture),
        values.FirstOrDefault(v => v.Key.EndsWith("DATABASE", StringComparison.Ordinal)).Value ?? "0",
        values.FirstOrDefault(v => v.Key.EndsWith("USER", StringComparison.Ordinal)).Value ?? "default",
        null,
        $"{name}-connection");
}
