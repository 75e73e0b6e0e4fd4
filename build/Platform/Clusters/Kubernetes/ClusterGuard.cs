using System.Net;
using System.Net.Sockets;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Network;
using TalosPlatform.Stack.Kubernetes;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>Keeps the platform out of clusters that nobody meant.</summary>
public static class ClusterGuard
{
    /// <summary>Refuses a server that is neither this machine nor in a private network, unless its context is allowed.</summary>
    /// <exception cref="PlatformException">The server is a public one.</exception>
    public static async Task RequireLocalAsync(ClusterContext context, IReadOnlyCollection<string> allowed, CancellationToken cancellation)
    {
        if (allowed.Contains(context.Name))
            return;
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(context.Server.Host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(context.Server.Host, cancellation);
        }
        catch (SocketException error)
        {
            throw new PlatformException($"The server \"{context.Server}\" of context \"{context.Name}\" has no address: {error.Message}", "Correct the kubeconfig, or check the DNS.", inner: error);
        }

        if (addresses.Length == 0 || !addresses.All(PrivateAddress.Is))
        {
            throw new PlatformException(
                $"Context \"{context.Name}\" leads to \"{context.Server}\", which is neither this machine nor in a private network.",
                $"If this is the cluster you mean: --allow-context {context.Name}");
        }
    }

    /// <summary>Refuses a context that leads elsewhere than the one this cluster was deployed with.</summary>
    /// <exception cref="PlatformException">Name or server differ.</exception>
    public static void RequireSame(string cluster, KubernetesState? state, ClusterContext context)
    {
        if (state is null || state.Server.Length == 0 || (state.Server == context.Server.ToString() && state.Context == context.Name))
            return;
        throw new PlatformException(
            $"Cluster \"{cluster}\" was deployed to \"{state.Server}\" (context \"{state.Context}\"), and context \"{context.Name}\" leads to \"{context.Server}\".",
            "Use another --cluster-name for another cluster, or go back to the old context and run \"./build.sh Teardown\" first.");
    }
}
