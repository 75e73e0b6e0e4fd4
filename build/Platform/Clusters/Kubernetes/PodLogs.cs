using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using TalosPlatform.Stack.Kubernetes;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>What the pods of deployed workloads logged; pods of others in the same namespaces are left alone.</summary>
/// <param name="server">The cluster.</param>
public sealed class PodLogs(ApiServer server)
{
    /// <summary>The last part of the log of every container, by pod and container.</summary>
    /// <param name="state">What was deployed.</param>
    /// <param name="limit">Most bytes of one log.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async IAsyncEnumerable<(string Name, string Text)> ReadAsync(KubernetesState state, int limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var workloads in state.Services.Values.SelectMany(s => s.Workloads).GroupBy(w => w.Namespace, StringComparer.Ordinal))
        {
            var pods = (await server.TryGetAsync($"api/v1/namespaces/{workloads.Key}/pods", cancellation))?["items"] as JsonArray ?? [];
            foreach (var pod in pods)
            {
                var name = pod?["metadata"]?["name"]?.GetValue<string>() ?? "";
                if (!workloads.Any(w => name.StartsWith(w.Name + "-", StringComparison.Ordinal)))
                    continue;
                foreach (var container in (pod!["spec"]?["containers"] as JsonArray ?? []).Select(c => c?["name"]?.GetValue<string>() ?? ""))
                {
                    if (await server.TryTextAsync($"api/v1/namespaces/{workloads.Key}/pods/{name}/log?container={container}&tailLines=5000&limitBytes={limit}", cancellation) is { Length: > 0 } text)
                        yield return ($"{name}.{container}", text);
                }
            }
        }
    }
}
