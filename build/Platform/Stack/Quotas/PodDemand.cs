using System.Collections.Immutable;
using TalosPlatform.Shared.Yaml;
using TalosPlatform.Stack.Policies;
using TalosPlatform.Workloads;

namespace TalosPlatform.Stack.Quotas;

/// <summary>What a pod counts for in a quota, by resource such as <c>limits.memory</c>.</summary>
public static class PodDemand
{
    // More than any cluster has; a manifest may say anything, and sums must not overflow.
    private const decimal Most = 1_000_000_000_000_000_000m;

    private static readonly string[] Resources = ["cpu", "memory"];

    /// <summary>Requests and limits of a pod with the defaults of a profile filled in, as the API server does: a limit without a request is the
    /// request, too. Init containers run one after the other, so that the largest counts, and those that are restarted always run beside the others
    /// (https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers).</summary>
    public static ImmutableSortedDictionary<string, decimal> Of(PodTemplate pod, QuotaProfile profile)
    {
        var demand = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        demand["pods"] = 1;
        foreach (var resource in Resources)
        {
            foreach (var kind in (string[])["requests", "limits"])
            {
                decimal Amount(YamlMapping container) => Of(container, kind, resource, profile);
                var sidecars = pod.InitContainers.Where(c => c.Text("restartPolicy") == "Always").Sum(Amount);
                var first = pod.InitContainers.Where(c => c.Text("restartPolicy") != "Always").Select(Amount).DefaultIfEmpty(0).Max();
                demand[$"{kind}.{resource}"] = sidecars + Math.Max(first, pod.Containers.Sum(Amount));
            }
        }

        return demand.ToImmutable();
    }

    /// <summary>The limit or request of a container after defaulting; 0 where there is none.</summary>
    public static decimal Of(YamlMapping container, string kind, string resource, QuotaProfile profile)
    {
        var resources = container.Mapping("resources");
        decimal? Written(string which) => resources?.Mapping(which)?.Text(resource) is { } text ? Amount(text) : null;
        return kind == "limits"
            ? Written("limits") ?? profile.DefaultLimit.GetValueOrDefault(resource)
            : Written("requests") ?? Written("limits") ?? profile.DefaultRequest.GetValueOrDefault(resource);
    }

    /// <summary>A quantity, within bounds that sums can bear; null when the text is none.</summary>
    public static decimal? Amount(string text) => KubernetesQuantity.TryParse(text) is { } amount ? Math.Clamp(amount, 0, Most) : null;
}
