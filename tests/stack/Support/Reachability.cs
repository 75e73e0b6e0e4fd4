using k8s.Models;

namespace TalosPlatform.Tests.Stack.Support;

/// <summary>Who calls: a pod with labels in a namespace, or an address outside of all pods.</summary>
/// <param name="Namespace">Null for an address that is no pod: a node, the API server, the world.</param>
internal sealed record Caller(string? Namespace, IReadOnlyDictionary<string, string> Labels)
{
    public static Caller Node { get; } = new(null, new Dictionary<string, string>());

    public static Caller Pod(string space, string name) => new(space, new Dictionary<string, string> { ["app.kubernetes.io/name"] = name });
}

/// <summary>Evaluates ingress rules of network policies (https://kubernetes.io/docs/concepts/services-networking/network-policies/) without a network plugin.</summary>
internal static class Reachability
{
    /// <summary>Whether a caller reaches a port of a workload, by the policies that select it.</summary>
    public static bool Allows(Caller caller, Workload workload, string port, IEnumerable<V1NetworkPolicy>? among = null)
    {
        var policies = (among ?? Manifests.OfType<V1NetworkPolicy>())
            .Where(p => p.Metadata.NamespaceProperty == workload.Namespace && p.Spec.PolicyTypes.Contains("Ingress") && Matches(p.Spec.PodSelector, workload.Template.Metadata.Labels)).ToList();
        return policies.Count == 0 || policies.SelectMany(p => p.Spec.Ingress ?? []).Any(rule => Ports(rule, port) && From(rule, caller, workload.Namespace));
    }

    private static bool Ports(V1NetworkPolicyIngressRule rule, string port) => rule.Ports is null || rule.Ports.Any(p => p.Port.Value == port && p.Protocol == "TCP");

    private static bool From(V1NetworkPolicyIngressRule rule, Caller caller, string space) => rule.FromProperty is null || rule.FromProperty.Any(peer => Peer(peer, caller, space));

    private static bool Peer(V1NetworkPolicyPeer peer, Caller caller, string space)
    {
        Assert.Null(peer.IpBlock);
        if (caller.Namespace is null)
            return false;

        // An empty selector of namespaces means all of them; no selector means the policy's own.
        Assert.True(peer.NamespaceSelector is null or { MatchLabels: null, MatchExpressions: null });
        return (peer.NamespaceSelector is not null || caller.Namespace == space) && (peer.PodSelector is null || Matches(peer.PodSelector, caller.Labels));
    }

    private static bool Matches(V1LabelSelector selector, IEnumerable<KeyValuePair<string, string>> labels)
    {
        Assert.Null(selector.MatchExpressions);
        var present = labels.ToDictionary();
        return (selector.MatchLabels ?? new Dictionary<string, string>()).All(pair => present.GetValueOrDefault(pair.Key) == pair.Value);
    }
}
