using System.Net;
using System.Net.Sockets;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Host;

/// <summary>Hands out free loopback ports, each once.</summary>
public sealed class PortAllocator(Func<int, bool> isFree)
{
    private readonly HashSet<int> _given = [];

    /// <summary>An allocator over the ports of this machine.</summary>
    public static PortAllocator ForThisMachine() => new(IsFree);

    /// <summary>Marks a port as ours already.</summary>
    public void Keep(int port) => _given.Add(port);

    /// <summary>The preferred port when it is free, else the next free one above it.</summary>
    /// <exception cref="PlatformException">No port of the next thousand is free.</exception>
    public int Take(int preferred)
    {
        for (var port = preferred; port < Math.Min(preferred + 1000, 65536); port++)
        {
            if (!_given.Contains(port) && isFree(port))
            {
                _given.Add(port);
                return port;
            }
        }

        throw new PlatformException($"No port from {preferred} to {preferred + 999} is free.", "End programs that listen on loopback.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
