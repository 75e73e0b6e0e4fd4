using System.Text.RegularExpressions;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Settings;

/// <summary>Reads and checks the settings of providers that make nodes.</summary>
public static partial class NodeSettings
{
    // Every node sees the whole machine; with more of them nobody gains anything.
    private const int MostNodes = 10;

    /// <summary>The keys of <c>cluster</c> that are about nodes.</summary>
    internal static ClusterSettings Read(YamlMapping map, ClusterSettings settings)
    {
        settings = settings with
        {
            Nodes = map.Integer("nodes"),
            Workers = map.Integer("workers"),
            KubernetesVersion = map.Text("kubernetesVersion"),
            TalosVersion = map.Text("talosVersion"),
            Ports = [.. map.Texts("ports")],
            CreateTimeout = map.Duration("createTimeout") ?? settings.CreateTimeout,
            ImageRegistry = map.Text("imageRegistry"),
            KeepOnFailure = map.Boolean("keepOnFailure") ?? settings.KeepOnFailure,
        };
        foreach (var (key, problem) in Problems(settings))
            map.Report(key, "invalid-value", problem);
        return settings;
    }

    /// <summary>What is wrong with the settings of nodes, by key.</summary>
    public static IEnumerable<(string Key, string Problem)> Problems(ClusterSettings cluster)
    {
        if (cluster.Nodes is < 1 or > MostNodes)
            yield return ("nodes", $"a cluster has 1 to {MostNodes} nodes, not {cluster.Nodes}");
        if (cluster.Workers is < 0 or >= MostNodes)
            yield return ("workers", $"a cluster has 0 to {MostNodes - 1} workers, not {cluster.Workers}");
        if (cluster is { Nodes: { } nodes, Workers: { } workers } && nodes != workers + 1)
            yield return ("nodes", $"{workers} workers and the control plane are {workers + 1} nodes, not {nodes}: give one of the two");
        if (cluster.CreateTimeout <= TimeSpan.Zero)
            yield return ("createTimeout", "\"createTimeout\" must be longer than 0");
        if (cluster.TalosVersion is { } talos && TalosImage.Problem(talos) is { } talosProblem)
            yield return ("talosVersion", talosProblem);
        if (cluster.KubernetesVersion is { } kubernetes && TalosImage.Problem(kubernetes) is { } kubernetesProblem)
            yield return ("kubernetesVersion", kubernetesProblem);
        foreach (var port in cluster.Ports.Select(PortWish.Problem).OfType<string>())
            yield return ("ports", port);
        if (cluster.ImageRegistry is { } registry && !RegistryPattern().IsMatch(registry))
            yield return ("imageRegistry", $"\"{registry}\" is no registry such as localhost:5000 or registry.example.com/team");
    }

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*$")]
    private static partial Regex RegistryPattern();
}
