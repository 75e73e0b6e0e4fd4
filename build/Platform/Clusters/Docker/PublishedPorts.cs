using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Docker;

/// <summary>A port of the control plane that is wanted on this machine's loopback.</summary>
/// <param name="Host">Port on 127.0.0.1.</param>
/// <param name="Container">Port of the node, such as a NodePort.</param>
public sealed record PortWish(int Host, int Container)
{
    /// <summary>What is wrong with a wish; null when nothing is.</summary>
    public static string? Problem(string text) => TryParse(text, out _) ? null : $"\"{text}\" is no pair of ports: write <port here>:<port of the node>, for instance 8080:30080";

    /// <summary>Reads <c>8080:30080</c>.</summary>
    /// <exception cref="PlatformException">It is none.</exception>
    public static PortWish Parse(string text) => TryParse(text, out var wish) ? wish! : throw new PlatformException($"{Problem(text)}.");

    private static bool TryParse(string text, out PortWish? wish)
    {
        wish = null;
        var parts = text.Split(':');
        if (parts.Length != 2 || !Port(parts[0], out var host) || !Port(parts[1], out var container))
            return false;
        wish = new PortWish(host, container);
        return true;
    }

    private static bool Port(string text, out int port) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536;
}

/// <summary>Chooses ports that are free, and names who has those that are not.</summary>
public static class PublishedPorts
{
    /// <summary>The wished ports where they are free, else the next free ones, with a problem for each that moved.</summary>
    /// <param name="wishes">What is wanted.</param>
    /// <param name="take">Gives the port, or the next free one above it.</param>
    /// <param name="owner">Who has a port; null when nobody is known to.</param>
    public static (ImmutableArray<PortWish> Ports, ImmutableArray<ClusterProblem> Moved) Choose(IEnumerable<PortWish> wishes, Func<int, int> take, Func<int, string?> owner)
    {
        var ports = ImmutableArray.CreateBuilder<PortWish>();
        var moved = ImmutableArray.CreateBuilder<ClusterProblem>();
        foreach (var wish in wishes)
        {
            var port = take(wish.Host);
            ports.Add(wish with { Host = port });
            if (port != wish.Host)
                moved.Add(Busy(wish.Host, owner(wish.Host), string.Create(CultureInfo.InvariantCulture, $"Port {port} is used instead; stop the other to have {wish.Host}, then make the cluster anew."), fatal: false));
        }

        return (ports.ToImmutable(), moved.ToImmutable());
    }

    /// <summary>A port is taken.</summary>
    public static ClusterProblem Busy(int port, string? owner, string fix, bool fatal = true) =>
        new("port-busy", string.Create(CultureInfo.InvariantCulture, $"Port \"{port}\" is taken{(owner is null ? "" : $" by {owner}")}."), fix, fatal);

    /// <summary>The container that publishes a port.</summary>
    public static string? Owner(int port, IEnumerable<DockerContainer> containers) =>
        containers.FirstOrDefault(c => c.Ports.Any(p => p.HostPort == port)) is { } container ? $"container \"{container.Name}\"" : PortOwner.Process(port);
}
