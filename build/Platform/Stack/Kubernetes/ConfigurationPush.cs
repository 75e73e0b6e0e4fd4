using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>Hastens changed ConfigMaps into pods that run already. A kubelet looks at a pod's volumes when the pod changes, else once a minute or later
/// (https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically): an annotation on the pod is such a change.</summary>
/// <param name="server">The cluster.</param>
public sealed class ConfigurationPush(ApiServer server)
{
    private const string Annotation = "talos-dev.io/configuration";

    /// <summary>Touches the pods that mount any of the ConfigMaps.</summary>
    /// <param name="changed">Objects that were sent to the cluster.</param>
    /// <param name="all">All objects of the set.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task PushAsync(IReadOnlyList<Manifest> changed, IReadOnlyList<Manifest> all, CancellationToken cancellation)
    {
        var maps = changed.Where(m => m.Key.Kind == "ConfigMap").Select(m => (m.Key.Namespace, m.Key.Name)).ToHashSet();
        // A workload that was sent as well starts new pods, which read everything.
        var sent = changed.Select(m => m.Key.Identity).ToHashSet();
        var readers = all.Where(m => !sent.Contains(m.Key.Identity) && MountedBy(m).Any(name => maps.Contains((m.Key.Namespace, name))));
        await Task.WhenAll(readers.Select(reader => TouchAsync(reader, cancellation)));
    }

    /// <summary>Names of the ConfigMaps that a workload's pods mount.</summary>
    internal static IEnumerable<string> MountedBy(Manifest manifest) =>
        (PodTemplates.SpecOf(manifest.Json)?["volumes"] as JsonArray ?? []).OfType<JsonObject>()
            .SelectMany(volume => new[] { volume["configMap"] }.Concat((volume["projected"]?["sources"] as JsonArray ?? []).Select(s => s?["configMap"])))
            .Select(map => map?["name"]?.GetValue<string>())
            .OfType<string>();

    private async Task TouchAsync(Manifest workload, CancellationToken cancellation)
    {
        var labels = workload.Json["spec"]?["selector"]?["matchLabels"] as JsonObject ?? [];
        var selector = string.Join(',', labels.Select(l => $"{l.Key}={l.Value?.GetValue<string>()}"));
        var pods = await server.GetAsync($"api/v1/namespaces/{workload.Key.Namespace}/pods?labelSelector={Uri.EscapeDataString(selector)}", cancellation);
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Annotation] = Guid.NewGuid().ToString("N") } } };
        foreach (var pod in (pods["items"] as JsonArray ?? []).OfType<JsonObject>())
            await server.SendAsync(HttpMethod.Patch, $"api/v1/namespaces/{workload.Key.Namespace}/pods/{pod["metadata"]!["name"]!.GetValue<string>()}", patch, "application/merge-patch+json", cancellation);
    }
}
