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
/// <param name="secrets">Makes the Secrets.</param>
/// <param name="deployer">Applies.</param>
/// <param name="state">Remembers what was deployed.</param>
/// <param name="progress">Told of what is left out.</param>
public sealed class KubernetesDatabases(Workspace workspace, RunSettings settings, Kustomizer kustomizer, ImageSubstitution images, DatabaseSecrets secrets, SetDeployer deployer, KubernetesStateFile state, IProgressReporter progress)
{
    private const string Kind = "database";

    /// <summary>Deploys them; those of an earlier run stay as they are.</summary>
    /// <param name="names">Databases that are asked for.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Those that were asked for and run.</returns>
    /// <exception cref="Shared.PlatformException">An object was refused, or a database does not get ready.</exception>
    public async Task<ImmutableArray<DatabaseAccess>> DeployAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var wanted = Deployed(s => s.Kind == Kind && s.LeftOut is null).Union(names, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        while (true)
        {
            var rendered = await RenderAsync(wanted, cancellation);
            var manifests = new List<Manifest>(rendered);
            foreach (var name in wanted)
                manifests.AddRange(await secrets.MakeAsync(name, Settings(rendered, name), ApplicationNamespaces(), cancellation));
            state.Update(s => s with { Services = s.Services.SetItems(wanted.Select(name => KeyValuePair.Create(name, DeployedServices.Of(Kind, name, [.. rendered.Where(m => m.Component == name)])))) });
            var (_, stuck) = await deployer.DeployAsync(new AppliedSet(settings.Cluster.Name, "databases"), manifests, settings.Stack.ReadyTimeout ?? KubernetesStack.UsualReadyTimeout, cancellation);
            if (stuck.IsEmpty)
                return [.. wanted.Where(names.Contains).Select(name => Access(name, Settings(rendered, name)))];
            LeaveOut(stuck, wanted);
        }
    }

    // One that does not run because its image cannot be had is no reason to fail the others.
    private void LeaveOut(ImmutableArray<StuckWorkload> stuck, List<string> wanted)
    {
        var serious = stuck.Where(s => s.State.Trouble != PodTrouble.ImagePull || !wanted.Contains(s.Workload.Component)).ToList();
        if (serious.Count > 0)
            throw StuckError.Of(serious);
        foreach (var database in stuck.DistinctBy(s => s.Workload.Component))
        {
            progress.Info($"- left out: {database.Workload.Component} ({database.State.Detail})");
            wanted.Remove(database.Workload.Component);
            state.Update(s => s with { Services = s.Services.SetItem(database.Workload.Component, new DeployedService(Kind, "", database.State.Detail, null, [])) });
        }
    }

    private async Task<List<Manifest>> RenderAsync(List<string> names, CancellationToken cancellation)
    {
        var stack = Path.Combine(workspace.PlatformRoot, "stack");
        var resources = names.Select(name => Path.Combine(stack, "databases", name, "server")).Prepend(Path.Combine(stack, "databases", "namespace"));
        // The stack's own storage comes along only where the stack has not brought it.
        if (names.Count > 0 && !Deployed(s => s.Kind == "stack" && s.LeftOut is null).Contains("local-path-storage"))
            resources = resources.Append(Path.Combine(stack, "local-path-storage"));
        var rendered = await kustomizer.RenderAsync(Path.Combine(workspace.ClusterFolder(settings.Cluster.Name), "databases"), resources, [], cancellation);
        return [.. rendered.Select(images.Apply)];
    }

    private List<string> Deployed(Func<DeployedService, bool> which) => [.. (state.Read() ?? new KubernetesState()).Services.Where(s => which(s.Value)).Select(s => s.Key)];

    private List<string> ApplicationNamespaces() =>
        [.. (state.Read() ?? new KubernetesState()).Services.Values.Where(s => s.Kind == "sample").SelectMany(s => s.Workloads).Select(w => w.Namespace).Append("default").Distinct(StringComparer.Ordinal)];

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
