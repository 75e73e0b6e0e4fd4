using System.Net;
using System.Net.Sockets;

namespace TalosPlatform.Shared.Network;

/// <summary>Keeps load away from everybody else's servers: only this machine and private networks are driven.</summary>
internal static class PrivateAddress
{
    /// <summary>Whether an address is loopback, RFC 1918 or a unique local address of IPv6. Link-local ones are not: cloud metadata lives there.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv6UniqueLocal;
        Span<byte> b = stackalloc byte[4];
        return address.TryWriteBytes(b, out _) && (b[0] == 10 || (b[0] == 172 && b[1] is >= 16 and <= 31) || (b[0] == 192 && b[1] == 168));
    }

    /// <summary>Connects to a host's first private address; the check is on the very address connected to, so that a name cannot change between the two.</summary>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host.Host, cancellation);
        var chosen = addresses.FirstOrDefault(Is) ?? throw Refuse(host.Host);
        var socket = new Socket(chosen.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(chosen, host.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The error for an address that is not private.</summary>
    public static PlatformException Refuse(string host) =>
        new($"Load is not sent to \"{host}\": it is neither this machine nor a private address.", "Drive a service of the local platform.");
}
