using System.Collections.Immutable;
using System.Net;

namespace TalosPlatform.Stack.Policies.NetworkPolicies;

/// <summary>A network policy (networking.k8s.io/v1, https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/).</summary>
/// <param name="Namespace">Namespace it stands in; it selects pods of that namespace alone.</param>
/// <param name="Name">Its name.</param>
/// <param name="Pods">The pods it is about.</param>
/// <param name="Ingress">What may come in; null when the policy leaves incoming traffic alone. An empty list lets nothing in.</param>
/// <param name="Egress">What may go out; null when the policy leaves outgoing traffic alone. An empty list lets nothing out.</param>
public sealed record NetworkPolicy(string Namespace, string Name, LabelSelector Pods, ImmutableArray<NetworkRule>? Ingress, ImmutableArray<NetworkRule>? Egress)
{
    /// <summary>Whether the policy is about a pod.</summary>
    public bool Selects(NetworkPeer pod) => pod.Namespace == Namespace && Pods.Matches(pod.Labels);
}

/// <summary>Traffic that is allowed: any of the peers on any of the ports.</summary>
/// <param name="Peers">Sources of ingress, destinations of egress; empty means anybody.</param>
/// <param name="Ports">Ports of the destination; empty means every port.</param>
public sealed record NetworkRule(ImmutableArray<PolicyPeer> Peers, ImmutableArray<PolicyPort> Ports);

/// <summary>Who is meant: either pods or a block of addresses.</summary>
/// <param name="Namespaces">Namespaces by their labels; null means the policy's own.</param>
/// <param name="Pods">Pods by their labels; null means all of the namespaces.</param>
/// <param name="Block">A block of addresses; null when pods are meant.</param>
public sealed record PolicyPeer(LabelSelector? Namespaces, LabelSelector? Pods, IpBlock? Block);

/// <summary>A block of addresses without some parts of it.</summary>
/// <param name="Network">The block.</param>
/// <param name="Except">The parts that are not meant.</param>
public sealed record IpBlock(IPNetwork Network, ImmutableArray<IPNetwork> Except)
{
    /// <summary>Whether an address is meant.</summary>
    public bool Contains(IPAddress address) => Network.Contains(address) && !Except.Any(part => part.Contains(address));
}

/// <summary>A port or a range of ports.</summary>
/// <param name="Protocol"><c>TCP</c>, <c>UDP</c> or <c>SCTP</c>.</param>
/// <param name="Number">The port, or the first of a range; null when it is named, or when every port is meant.</param>
/// <param name="Name">Name of the port in the destination's pod; null when it is numbered.</param>
/// <param name="End">The last port of a range; null for a single port.</param>
public sealed record PolicyPort(string Protocol, int? Number, string? Name, int? End)
{
    /// <summary>Whether traffic to a port of a destination is meant.</summary>
    public bool Matches(NetworkPeer destination, int port, string protocol)
    {
        if (protocol != Protocol)
            return false;
        if (Name is { } name)
            return destination.Ports.Any(p => p.Name == name && p.Number == port && p.Protocol == protocol);
        return Number is not { } first || (End is { } last ? port >= first && port <= last : port == first);
    }
}
