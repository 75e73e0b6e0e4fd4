using System.Collections.Immutable;
using TalosPlatform.Clusters;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Kubernetes.Apply;
using TalosPlatform.Stack.Kubernetes.Manifests;
using TalosPlatform.Stack.Kubernetes.Readiness;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>Deploys the components of the stack to a cluster.</summary>
/// <param name="workspace">The repositories.</param>
/// <param name="settings">What the run was told.</param>
/// <param name="objects">Renders the manifests.</param>
/// <param name="deployer">Applies them.</param>
/// <param name="state">Remembers what was deployed.</param>
/// <param name="progress">Told of what is left out.</param>
public sealed class KubernetesStack(Workspace workspace, RunSettings settings, StackObjects objects, SetDeployer deployer, KubernetesStateFile state, IProgressReporter progress)
{
    /// <summary>How long a component may take unless the settings say otherwise: images come over the network.</summary>
    public static readonly TimeSpan UsualReadyTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Deploys them. One whose image cannot be pulled is left out with the reason, as one whose binary cannot be had on the host.</summary>
    /// <param name="content">Rules and dashboards.</param>
    /// <param name="kubernetes">Version of the server.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="PlatformException">An object was refused or a component does not get ready.</exception>
    /// <returns>Whether rules were sent that a running Prometheus has to load.</returns>
    public async Task<bool> DeployAsync(StackContent content, Version kubernetes, CancellationToken cancellation)
    {
        var stack = Path.Combine(workspace.PlatformRoot, "stack");
        var without = LeftOut(kubernetes);
        var sentRules = false;
        while (true)
        {
            var selection = StackSelection.Choose(stack, settings.Stack.Profile, settings.Stack.With, without);
            var manifests = await progress.StepAsync("manifests", async step =>
            {
                var rendered = await objects.RenderAsync(selection, content, cancellation);
                step.Note($"profile {settings.Stack.Profile}, {selection.Components.Count} components, {rendered.Count} objects");
                return rendered;
            });
            Remember(selection, manifests);
            var outcome = await deployer.DeployAsync(new AppliedSet(settings.Cluster.Name, "stack"), manifests, settings.Stack.ReadyTimeout ?? UsualReadyTimeout, cancellation);
            sentRules |= outcome.Sent.Any(k => k is { Kind: "ConfigMap" } && k.Name.StartsWith("prometheus-rules", StringComparison.Ordinal));
            if (outcome.Stuck.IsEmpty)
                return sentRules;
            without = without.AddRange(Unpullable(outcome.Stuck).Select(s => KeyValuePair.Create(s.Workload.Component, s.State.Detail)));
        }
    }

    private ImmutableDictionary<string, string> LeftOut(Version kubernetes)
    {
        var without = settings.Stack.Without.ToImmutableDictionary(c => c, _ => "left out by the settings", StringComparer.Ordinal);
        // Traefik 3 reads discovery.k8s.io/v1: https://doc.traefik.io/traefik/providers/kubernetes-ingress/
        return kubernetes < new Version(1, 21) ? without.SetItem("traefik", $"it needs Kubernetes 1.21, and this is {kubernetes}") : without;
    }

    private List<StuckWorkload> Unpullable(ImmutableArray<StuckWorkload> stuck)
    {
        var serious = stuck.Where(s => s.State.Trouble != PodTrouble.ImagePull || s.Workload.Component is StackSelection.Required or "").ToList();
        if (serious.Count > 0)
            throw StuckError.Of(serious);
        foreach (var component in stuck.DistinctBy(s => s.Workload.Component))
            progress.Info($"- left out: {component.Workload.Component} ({component.State.Detail})");
        return [.. stuck.DistinctBy(s => s.Workload.Component)];
    }

    private void Remember(StackSelection selection, IReadOnlyList<Manifest> manifests)
    {
        var components = selection.Components.Select(name => KeyValuePair.Create(name, DeployedServices.Of("stack", name, [.. manifests.Where(m => m.Component == name)])))
            .Concat(selection.LeftOut.Select(c => KeyValuePair.Create(c.Key, new DeployedService("stack", "", c.Value, null, []))));
        state.Update(s => s with { Services = s.Services.RemoveRange(s.Services.Where(c => c.Value.Kind == "stack").Select(c => c.Key)).AddRange(components) });
    }
}
