using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Policies.NetworkPolicies;

/// <summary>Reads network policies; what the API server would refuse becomes a finding.</summary>
public static class NetworkPolicyReader
{
    /// <summary>Rule of the findings.</summary>
    public const string Rule = "network-policy";

    private static readonly string[] Protocols = ["TCP", "UDP", "SCTP"];
    private static readonly string[] Operators = ["In", "NotIn", "Exists", "DoesNotExist"];

    /// <summary>Reads a policy.</summary>
    /// <param name="root">The object.</param>
    /// <param name="defaultNamespace">Namespace where the object names none.</param>
    public static NetworkPolicy Read(YamlMapping root, string defaultNamespace)
    {
        var metadata = root.Mapping("metadata");
        var spec = root.Mapping("spec");
        var types = spec?.Texts("policyTypes") ?? [];
        foreach (var unknown in types.Where(t => t is not ("Ingress" or "Egress")))
            spec!.Report("policyTypes", Rule, $"\"{unknown}\" is no type of policy: write Ingress or Egress");
        var ingress = Rules(spec, "ingress", "from");
        var egress = Rules(spec, "egress", "to");

        // Without policyTypes a policy is about ingress always, and about egress only where it has rules for it.
        var aboutIngress = types.Count == 0 || types.Contains("Ingress");
        var aboutEgress = types.Count == 0 ? !egress.IsEmpty : types.Contains("Egress");
        return new NetworkPolicy(
            metadata?.Text("namespace") ?? defaultNamespace,
            metadata?.Text("name") ?? "",
            Selector(spec?.Mapping("podSelector")) ?? LabelSelector.Everything,
            aboutIngress ? ingress : null,
            aboutEgress ? egress : null);
    }

    private static ImmutableArray<NetworkRule> Rules(YamlMapping? spec, string key, string peers) =>
        [.. (spec?.Mappings(key) ?? []).Select(rule => new NetworkRule([.. rule.Mappings(peers).Select(Peer)], [.. rule.Mappings("ports").Select(Port)]))];

    private static PolicyPeer Peer(YamlMapping map)
    {
        var block = map.Mapping("ipBlock");
        var peer = new PolicyPeer(Selector(map.Mapping("namespaceSelector")), Selector(map.Mapping("podSelector")), block is null ? null : Block(block));
        if (block is not null && (peer.Namespaces is not null || peer.Pods is not null))
            map.Report("ipBlock", Rule, "\"ipBlock\" cannot stand beside a selector: make two entries of it");
        if (block is null && peer.Namespaces is null && peer.Pods is null)
            map.Report("podSelector", Rule, "a peer must have podSelector, namespaceSelector or ipBlock");
        return peer;
    }

    // A block that cannot be read means nobody.
    private static IpBlock? Block(YamlMapping map)
    {
        var network = Network(map, "cidr", map.Text("cidr") ?? "");
        var except = map.Texts("except").Select(text => Network(map, "except", text)).OfType<IPNetwork>().ToImmutableArray();
        if (network is { } whole)
        {
            foreach (var part in except.Where(part => part.PrefixLength <= whole.PrefixLength || !whole.Contains(part.BaseAddress)))
                map.Report("except", Rule, $"\"{part}\" is not a part of \"{whole}\"");
        }

        return new IpBlock(network ?? new IPNetwork(IPAddress.None, 32), except);
    }

    private static IPNetwork? Network(YamlMapping map, string key, string text)
    {
        // The API server takes host bits; .NET does not.
        var parts = text.Split('/');
        if (parts.Length == 2 && IPAddress.TryParse(parts[0], out var address) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= address.GetAddressBytes().Length * 8)
            return new IPNetwork(Masked(address, length), length);
        map.Report(key, Rule, $"\"{text}\" is no block of addresses such as 10.0.0.0/8");
        return null;
    }

    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] &= (byte)(0xff << (8 - Math.Clamp(length - (i * 8), 0, 8)));
        return new IPAddress(bytes);
    }

    private static PolicyPort Port(YamlMapping map)
    {
        var protocol = map.Text("protocol") ?? "TCP";
        if (!Protocols.Contains(protocol))
            map.Report("protocol", Rule, $"\"{protocol}\" is no protocol: write TCP, UDP or SCTP");
        var text = map.Text("port");
        int? number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        var end = map.Integer("endPort");
        if (number is < 1 or > 65535)
            map.Report("port", Rule, $"\"{text}\" is no port: write 1 to 65535");
        if (end is { } last && (number is not { } first || last < first || last > 65535))
            map.Report("endPort", Rule, $"\"endPort\" {last} needs a numbered \"port\" that is not larger, and 65535 at most");
        return new PolicyPort(protocol, number, number is null ? text : null, end);
    }

    private static LabelSelector? Selector(YamlMapping? map)
    {
        if (map is null)
            return null;
        return new LabelSelector(
            map.Mapping("matchLabels")?.AllTexts().ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty,
            [.. map.Mappings("matchExpressions").Select(Requirement)]);
    }

    private static LabelRequirement Requirement(YamlMapping map)
    {
        var requirement = new LabelRequirement(map.RequiredText("key"), map.Choice("operator", Operators) ?? "", [.. map.Texts("values")]);
        if (requirement.Operator.Length > 0 && (requirement.Operator is "In" or "NotIn") == requirement.Values.IsEmpty)
            map.Report("values", Rule, requirement.Values.IsEmpty ? $"\"{requirement.Operator}\" needs values" : $"\"{requirement.Operator}\" takes no values");
        return requirement;
    }
}
