using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;

namespace TalosPlatform.Clusters.Docker;

/// <summary>What matters of this machine's kernel and network. It says something about the engine only where both share a kernel.</summary>
/// <param name="KernelVersion">Release of the kernel; empty when unknown.</param>
/// <param name="BridgeNetfilter">Whether packets on bridges pass iptables (module br_netfilter); null when unknown.</param>
/// <param name="InotifyInstances">How many inotify instances a user may have; null when unknown.</param>
/// <param name="Ipv6">Whether the kernel has IPv6; null when unknown.</param>
/// <param name="Routes">Networks this machine has a route to, the default route left out.</param>
public sealed record HostFacts(string KernelVersion, bool? BridgeNetfilter, int? InotifyInstances, bool? Ipv6, ImmutableArray<IPNetwork> Routes)
{
    /// <summary>Reads them.</summary>
    /// <param name="proc">The folder <c>/proc</c>, or a copy of it.</param>
    public static HostFacts Read(string proc = "/proc")
    {
        var linux = Directory.Exists(Path.Combine(proc, "sys", "net"));
        var inotify = Text(proc, "sys/fs/inotify/max_user_instances");
        return new HostFacts(
            Text(proc, "sys/kernel/osrelease") ?? "",
            linux ? Text(proc, "sys/net/bridge/bridge-nf-call-iptables") == "1" : null,
            int.TryParse(inotify, NumberStyles.Integer, CultureInfo.InvariantCulture, out var instances) ? instances : null,
            linux ? File.Exists(Path.Combine(proc, "sys/net/ipv6/conf/all/disable_ipv6")) : null,
            [.. RoutesOf(Text(proc, "net/route") ?? "").Concat(Interfaces()).Distinct()]);
    }

    /// <summary>Whether the engine runs on this machine's kernel, so that these facts hold for it.</summary>
    public bool SharesKernelWith(DockerFacts engine) => KernelVersion.Length > 0 && KernelVersion == engine.KernelVersion;

    /// <summary>The networks of a route table as the kernel prints it: addresses are hexadecimal, lowest byte first.</summary>
    public static IEnumerable<IPNetwork> RoutesOf(string table)
    {
        foreach (var line in table.Split('\n').Skip(1))
        {
            var columns = line.Split('\t', StringSplitOptions.TrimEntries);
            if (columns.Length < 8 || !uint.TryParse(columns[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var network) || !uint.TryParse(columns[7], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask))
                continue;
            if (mask != 0)
                yield return new IPNetwork(new IPAddress(network & mask), uint.PopCount(mask) is var bits && bits <= 32 ? (int)bits : 32);
        }
    }

    private static List<IPNetwork> Interfaces()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(i => i.GetIPProperties().UnicastAddresses)
                .Where(a => a.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && a.PrefixLength is > 0 and <= 32)
                .Select(a => Subnets.Containing(a.Address, a.PrefixLength))];
        }
        catch (Exception error) when (error is NetworkInformationException or PlatformNotSupportedException)
        {
            return [];
        }
    }

    private static string? Text(string proc, string path)
    {
        try
        {
            var file = Path.Combine(proc, path);
            return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
