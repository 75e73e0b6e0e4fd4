using TalosBuild.Targets;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Settings;
using TalosPlatform.Shared;

namespace TalosBuild;

/// <summary>Lays the parameters for nodes over the settings of the file.</summary>
internal static class NodeParameters
{
    public static RunSettings WithNodes(this RunSettings settings, INodeParameters build)
    {
        var cluster = settings.Cluster with
        {
            // The two say the same; one from the command line replaces both of the file.
            Nodes = build.Nodes ?? (build.Workers is null ? settings.Cluster.Nodes : null),
            Workers = build.Workers ?? (build.Nodes is null ? settings.Cluster.Workers : null),
            KubernetesVersion = build.KubernetesVersion ?? settings.Cluster.KubernetesVersion,
            TalosVersion = build.TalosVersion ?? settings.Cluster.TalosVersion,
            KeepOnFailure = build.KeepOnFailure || settings.Cluster.KeepOnFailure,
            Recreate = build.Recreate,
        };
        if (NodeSettings.Problems(cluster).Select(p => p.Problem).FirstOrDefault() is { } problem)
            throw new PlatformException($"{problem}.", "Correct the parameter or .talos-dev/config.yaml.");
        if (build.RegistryMirror is not { Length: > 0 } mirrors)
            return settings with { Cluster = cluster };
        foreach (var mirror in mirrors)
            RegistryMirror.Parse(mirror);
        return settings with { Cluster = cluster, Stack = settings.Stack with { RegistryMirrors = [.. mirrors] } };
    }
}
