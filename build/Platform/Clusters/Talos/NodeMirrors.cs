using System.Net;
using TalosPlatform.Clusters.Docker;

namespace TalosPlatform.Clusters.Talos;

/// <summary>Registry mirrors with addresses that mean the same inside a node.</summary>
public static class NodeMirrors
{
    /// <summary>A mirror on this machine's loopback is asked at the gateway of the cluster's network (Linux) or by the name Docker Desktop has for this machine.</summary>
    public static RegistryMirror AsSeenByNodes(RegistryMirror mirror, IPNetwork subnet)
    {
        if (!mirror.IsLoopback)
            return mirror;
        var host = OperatingSystem.IsLinux() ? Subnets.Address(subnet, 1).ToString() : "host.docker.internal";
        return mirror with { Url = new UriBuilder(mirror.Url) { Host = host }.Uri };
    }

    /// <summary>The registry for images of applications: pushed to on loopback, pulled from inside the cluster's network under the same name.</summary>
    public static RegistryMirror OfRegistry(int port, IPNetwork subnet) =>
        new(AppRegistryPort.Name(port), new Uri(FormattableString.Invariant($"http://{TalosNames.RegistryAddress(subnet)}:{AppRegistryPort.Inside}")));
}

/// <summary>Ports of the registry for images of applications.</summary>
public static class AppRegistryPort
{
    /// <summary>The first that is tried on this machine's loopback.</summary>
    public const int First = 5000;

    /// <summary>Where it listens in its container.</summary>
    public const int Inside = 5000;

    /// <summary>Its name in the names of images.</summary>
    public static string Name(int port) => FormattableString.Invariant($"localhost:{port}");
}
