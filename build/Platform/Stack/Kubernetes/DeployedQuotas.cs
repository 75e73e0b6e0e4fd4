using System.Collections.Immutable;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Shared;
using TalosPlatform.Stack.Quotas;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>The quotas of namespaces that the platform deploys to, whoever made them.</summary>
/// <param name="server">The cluster.</param>
/// <param name="state">What was deployed.</param>
/// <param name="appNamespace">Namespace of applications.</param>
public sealed class DeployedQuotas(ApiServer server, KubernetesStateFile state, string appNamespace)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>A sentence for each resource that is near its limit or used up, with what to do; and one when the quotas cannot be read.</summary>
    /// <param name="kind">Kind of services whose namespaces are asked about; null for all.</param>
    /// <param name="cancellation">Stops asking.</param>
    public async Task<ImmutableArray<string>> WarningsAsync(string? kind, CancellationToken cancellation)
    {
        using var client = server.Client(server.Server, Deadline);
        var reader = new QuotaReader(client);
        try
        {
            var usages = await Task.WhenAll(Namespaces(kind).Select(space => reader.ReadAsync(space, cancellation)));
            return [.. QuotaStatus.Findings(usages.SelectMany(u => u)).Select(f => f.Message)];
        }
        catch (PlatformException error)
        {
            return [error.What];
        }
    }

    private IEnumerable<string> Namespaces(string? kind) =>
        (state.Read() ?? new KubernetesState()).Services.Values.Where(s => kind is null || s.Kind == kind).SelectMany(s => s.Workloads).Select(w => w.Namespace)
            .Concat(kind is null or "sample" ? [appNamespace] : []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
