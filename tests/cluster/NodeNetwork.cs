using System.Globalization;
using System.Net.NetworkInformation;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Cluster;

/// <summary>The link between host and node: a network of two addresses that nothing is forwarded to or from.</summary>
/// <param name="Number">0 to 255.</param>
public sealed record NodeNetwork(int Number)
{
    /// <summary>Name of the node.</summary>
    public const string NodeName = "reference";

    /// <summary>Address of the host's end.</summary>
    public string HostAddress => string.Create(CultureInfo.InvariantCulture, $"10.213.{Number}.1");

    /// <summary>Address of the node.</summary>
    public string NodeAddress => string.Create(CultureInfo.InvariantCulture, $"10.213.{Number}.2");

    /// <summary>Address of the API server.</summary>
    public string Server => $"https://{NodeAddress}:6443";

    /// <summary>A network that no interface of this machine is in.</summary>
    /// <exception cref="PlatformException">All are taken.</exception>
    public static NodeNetwork Free()
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address.ToString())
            .ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, 256).Select(number => new NodeNetwork(number)).FirstOrDefault(network => !taken.Contains(network.HostAddress) && !taken.Contains(network.NodeAddress))
            ?? throw new PlatformException("Every network from 10.213.0.0/30 to 10.213.255.0/30 is taken.", "Stop reference clusters that nobody needs.");
    }
}
