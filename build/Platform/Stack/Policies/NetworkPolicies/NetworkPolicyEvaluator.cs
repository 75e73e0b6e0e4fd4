using System.Collections.Immutable;

namespace TalosPlatform.Stack.Policies.NetworkPolicies;

/// <summary>Whether traffic is allowed, and by whom it is not.</summary>
/// <param name="Allowed">Whether it passes.</param>
/// <param name="DeniedBy">Where it does not: the policies that isolate the pod in that direction, as <c>namespace/name</c>.</param>
/// <param name="Direction"><c>ingress</c> or <c>egress</c> where it does not pass; empty where it does.</param>
public sealed record NetworkVerdict(bool Allowed, ImmutableArray<string> DeniedBy, string Direction);

/// <summary>Evaluates network policies as the API defines them, without a network plugin
/// (https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation). Policies only ever add: what any of them
/// allows is allowed. Replies pass. Traffic between a node and its own pods always passes and is not to be asked for here.</summary>
/// <param name="policies">Every policy there is.</param>
public sealed class NetworkPolicyEvaluator(IEnumerable<NetworkPolicy> policies)
{
    private readonly ImmutableArray<NetworkPolicy> _policies = [.. policies];

    /// <summary>Whether a connection may be opened.</summary>
    /// <param name="from">Who opens it.</param>
    /// <param name="to">Who is called.</param>
    /// <param name="port">Port of the one who is called.</param>
    /// <param name="protocol"><c>TCP</c>, <c>UDP</c> or <c>SCTP</c>.</param>
    public NetworkVerdict Evaluate(NetworkPeer from, NetworkPeer to, int port, string protocol = "TCP")
    {
        // A pod cannot block access to itself.
        if (ReferenceEquals(from, to))
            return new NetworkVerdict(true, [], "");
        var sending = Isolating(from, p => p.Egress);
        if (sending.Length > 0 && !sending.Any(p => Allows(p.Egress!.Value, p.Namespace, to, to, port, protocol)))
            return new NetworkVerdict(false, Names(sending), "egress");
        var receiving = Isolating(to, p => p.Ingress);
        return receiving.Length > 0 && !receiving.Any(p => Allows(p.Ingress!.Value, p.Namespace, from, to, port, protocol))
            ? new NetworkVerdict(false, Names(receiving), "ingress")
            : new NetworkVerdict(true, [], "");
    }

    /// <summary>The policies that isolate a pod for incoming traffic; empty when it is open to all.</summary>
    public ImmutableArray<NetworkPolicy> IsolatingIngress(NetworkPeer pod) => Isolating(pod, p => p.Ingress);

    private ImmutableArray<NetworkPolicy> Isolating(NetworkPeer pod, Func<NetworkPolicy, ImmutableArray<NetworkRule>?> direction) =>
        pod.Namespace is null ? [] : [.. _policies.Where(p => direction(p) is not null && p.Selects(pod))];

    private static bool Allows(ImmutableArray<NetworkRule> rules, string space, NetworkPeer other, NetworkPeer destination, int port, string protocol) =>
        rules.Any(rule => (rule.Ports.IsEmpty || rule.Ports.Any(p => p.Matches(destination, port, protocol)))
            && (rule.Peers.IsEmpty || rule.Peers.Any(peer => Means(peer, space, other))));

    private static bool Means(PolicyPeer peer, string space, NetworkPeer other)
    {
        if (peer.Block is { } block)
            return other.Address is { } address && block.Contains(address);
        if (other.Namespace is null || (peer.Namespaces is null && peer.Pods is null))
            return false;
        return (peer.Namespaces is { } spaces ? spaces.Matches(other.NamespaceLabels) : other.Namespace == space)
            && (peer.Pods is null || peer.Pods.Matches(other.Labels));
    }

    private static ImmutableArray<string> Names(ImmutableArray<NetworkPolicy> isolating) => [.. isolating.Select(p => $"{p.Namespace}/{p.Name}").Order(StringComparer.Ordinal)];
}
