using System.Collections.Immutable;
using System.Net;

namespace TalosPlatform.Stack.Policies.NetworkPolicies;

/// <summary>An end of a connection: a pod, or an address that is no pod.</summary>
public sealed record NetworkPeer
{
    private NetworkPeer()
    {
    }

    /// <summary>Namespace of the pod; null for what is no pod.</summary>
    public string? Namespace { get; private init; }

    /// <summary>Labels of the namespace, with <c>kubernetes.io/metadata.name</c>, which the API server sets from 1.21 on.</summary>
    public ImmutableSortedDictionary<string, string> NamespaceLabels { get; private init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Labels of the pod.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; private init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Ports the pod declares.</summary>
    public ImmutableArray<PeerPort> Ports { get; private init; } = [];

    /// <summary>Its address. A pod needs one only where blocks of addresses are to apply to it, which network plugins decide differently.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>A pod.</summary>
    /// <param name="space">Its namespace.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="ports">Ports it declares.</param>
    /// <param name="namespaceLabels">Labels of the namespace besides its name.</param>
    public static NetworkPeer Pod(string space, IEnumerable<KeyValuePair<string, string>> labels, IEnumerable<PeerPort>? ports = null, IEnumerable<KeyValuePair<string, string>>? namespaceLabels = null) => new()
    {
        Namespace = space,
        Labels = labels.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Ports = [.. ports ?? []],
        NamespaceLabels = (namespaceLabels ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal).SetItem("kubernetes.io/metadata.name", space),
    };

    /// <summary>An address that is no pod: another machine, or another node.</summary>
    public static NetworkPeer Outside(IPAddress address) => new() { Address = address };
}

/// <summary>A port that a pod declares.</summary>
/// <param name="Name">Its name; empty when it has none.</param>
/// <param name="Number">Its number.</param>
/// <param name="Protocol"><c>TCP</c>, <c>UDP</c> or <c>SCTP</c>.</param>
public sealed record PeerPort(string Name, int Number, string Protocol);
