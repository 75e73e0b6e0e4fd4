using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using TalosPlatform.Stack.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Readiness;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>What the pods of deployed workloads logged; pods of others in the same namespaces are left alone.</summary>
/// <param name="server">The cluster.</param>
/// <param name="resources">What it serves.</param>
public sealed class PodLogs(ApiServer server, ApiResources resources)
{
    // The server counts a limit of bytes from the oldest line; this one only bounds what is fetched.
    private const int Lines = 5000;
    private const int Fetched = 16 << 20;

    /// <summary>The last part of the log of every container, by namespace, pod and container; of one that was restarted also what it logged before. A container
    /// without a log has a line that says why.</summary>
    /// <param name="state">What was deployed.</param>
    /// <param name="limit">Most characters of one log.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async IAsyncEnumerable<(string Name, string Text)> ReadAsync(KubernetesState state, int limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var workloads in state.Services.Values.SelectMany(s => s.Workloads).Distinct().GroupBy(w => w.Namespace, StringComparer.Ordinal))
        {
            var secrets = await PodSecrets.ReadAsync(server, workloads.Key, cancellation);
            foreach (var workload in workloads)
            {
                await foreach (var (name, text) in ReadAsync(workload, cancellation))
                    yield return (name, Last(secrets.Redact(text), limit));
            }
        }
    }

    private async IAsyncEnumerable<(string Name, string Text)> ReadAsync(DeployedWorkload workload, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var pod in await PodsAsync(workload, cancellation))
        {
            var name = pod["metadata"]!["name"]!.GetValue<string>();
            foreach (var status in Containers(pod))
            {
                var container = status["name"]!.GetValue<string>();
                var path = $"api/v1/namespaces/{workload.Namespace}/pods/{name}/log?container={container}&tailLines={Lines}&limitBytes={Fetched}";
                if (status["restartCount"]?.GetValue<long>() > 0 && await server.TryTextAsync(path + "&previous=true", cancellation) is { Length: > 0 } before)
                    yield return ($"{workload.Namespace}.{name}.{container}.before", before);
                var text = await server.TryTextAsync(path, cancellation);
                yield return ($"{workload.Namespace}.{name}.{container}", text is { Length: > 0 } ? text : $"nothing was logged; the pod: {PodState.Of(pod, null).Detail}\n");
            }
        }
    }

    /// <summary>The end of a text, from the beginning of a line on.</summary>
    internal static string Last(string text, int limit)
    {
        if (text.Length <= limit)
            return text;
        var start = text.IndexOf('\n', text.Length - limit - 1) + 1;
        return start > 0 && start < text.Length ? text[start..] : text[^limit..];
    }

    private async Task<IEnumerable<JsonObject>> PodsAsync(DeployedWorkload workload, CancellationToken cancellation)
    {
        var resource = await resources.FindAsync(workload.ApiVersion, workload.Kind, cancellation);
        var json = await server.TryGetAsync(resource.Path(new ObjectKey(workload.ApiVersion, workload.Kind, workload.Namespace, workload.Name)), cancellation);
        if (json?["spec"]?["selector"]?["matchLabels"] is not JsonObject labels)
            return [];
        var selector = string.Join(',', labels.Select(l => $"{l.Key}={l.Value?.GetValue<string>()}"));
        var pods = await server.TryGetAsync($"api/v1/namespaces/{workload.Namespace}/pods?labelSelector={Uri.EscapeDataString(selector)}", cancellation);
        return (pods?["items"] as JsonArray ?? []).OfType<JsonObject>();
    }

    private static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        (pod["status"]?["initContainerStatuses"] as JsonArray ?? []).Concat(pod["status"]?["containerStatuses"] as JsonArray ?? []).OfType<JsonObject>();
}
