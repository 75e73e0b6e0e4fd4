using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Docker;

/// <summary>Arithmetic of IPv4 networks, and the choice of a free one for a cluster.</summary>
public static class Subnets
{
    /// <summary>Networks that pods and services of every Talos cluster use (flannel's and kubeadm's usual ones).</summary>
    public static readonly ImmutableArray<IPNetwork> Reserved = [IPNetwork.Parse("10.244.0.0/16"), IPNetwork.Parse("10.96.0.0/12")];

    // talosctl's own default first; the others are for machines whose VPN claims all of 10.0.0.0/8.
    private static readonly ImmutableArray<string> Prefixes = ["10.5", "172.29", "192.168", "198.18"];

    /// <summary>The first network of 256 addresses that overlaps none of those in use.</summary>
    /// <exception cref="PlatformException">None is free.</exception>
    public static IPNetwork Choose(IEnumerable<IPNetwork> used)
    {
        var taken = used.Concat(Reserved).ToList();
        foreach (var prefix in Prefixes)
        {
            for (var third = 0; third < 256; third++)
            {
                var candidate = IPNetwork.Parse(FormattableString.Invariant($"{prefix}.{third}.0/24"));
                if (!taken.Exists(t => Overlap(t, candidate)))
                    return candidate;
            }
        }

        throw new PlatformException("No subnet is free for the cluster: Docker networks and routes of this machine claim all of them.", "Remove networks that are not used: \"docker network prune\".");
    }

    /// <summary>Whether two networks share an address; networks of other families never do.</summary>
    public static bool Overlap(IPNetwork a, IPNetwork b) =>
        a.BaseAddress.AddressFamily == b.BaseAddress.AddressFamily && (a.Contains(b.BaseAddress) || b.Contains(a.BaseAddress));

    /// <summary>The network of that size that an address is in.</summary>
    public static IPNetwork Containing(IPAddress address, int prefixLength)
    {
        var bits = BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes()) & (prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength));
        return new IPNetwork(At(bits), prefixLength);
    }

    /// <summary>An address of a network by its place in it: 1 is the gateway, 2 the control plane.</summary>
    public static IPAddress Address(IPNetwork network, int place) => At(BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes()) + (uint)place);

    /// <summary>The networks among texts; what is none, such as an IPv6 network, is passed over.</summary>
    public static IEnumerable<IPNetwork> Parse(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            var parts = text.Split('/');
            if (parts.Length == 2 && IPAddress.TryParse(parts[0], out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
                && int.TryParse(parts[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length) && length <= 32)
            {
                yield return Containing(address, length);
            }
        }
    }

    private static IPAddress At(uint bits)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, bits);
        return new IPAddress(bytes);
    }
}
