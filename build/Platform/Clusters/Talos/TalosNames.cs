using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using TalosPlatform.Clusters.Docker;

namespace TalosPlatform.Clusters.Talos;

/// <summary>Names by which a cluster and its parts are known in Docker and in its kubeconfig.</summary>
/// <param name="Cluster">The user's name for it.</param>
/// <param name="Docker">Its name in Docker: different for clusters of the same name in different workspaces, and the same again when all state is lost.</param>
public sealed record TalosNames(string Cluster, string Docker)
{
    /// <summary>Label of our own containers beside the cluster.</summary>
    public const string CompanionLabel = "talos-dev.cluster";

    // Place in the cluster's subnet, out of the way of nodes, which count up from 2.
    private const int RegistryPlace = 250;

    /// <summary>The names of the cluster in a folder.</summary>
    public static TalosNames Of(string clusterFolder)
    {
        var path = Path.GetFullPath(clusterFolder);
        return new TalosNames(Path.GetFileName(path), $"{Path.GetFileName(path)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..6]}");
    }

    /// <summary>Name of the context in kubeconfig and talosconfig.</summary>
    public string Context => $"admin@{Docker}";

    /// <summary>The container of the control plane.</summary>
    public string ControlPlane => $"{Docker}-controlplane-1";

    /// <summary>The container of the registry for images of applications.</summary>
    public string Registry => $"{Docker}-registry";

    /// <summary>Labels that talosctl gives to nodes and network.</summary>
    public ImmutableArray<string> NodeLabels => ["talos.owned=true", $"talos.cluster.name={Docker}"];

    /// <summary>Labels of our own containers beside the nodes.</summary>
    public ImmutableArray<string> CompanionLabels => [$"{CompanionLabel}={Docker}"];

    /// <summary>Address of the control plane: talosctl gives the first after the gateway.</summary>
    public static IPAddress ControlPlaneAddress(IPNetwork subnet) => Subnets.Address(subnet, 2);

    /// <summary>Address of the registry.</summary>
    public static IPAddress RegistryAddress(IPNetwork subnet) => Subnets.Address(subnet, RegistryPlace);
}
