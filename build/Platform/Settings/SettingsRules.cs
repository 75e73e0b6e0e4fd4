using System.Text.RegularExpressions;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;

namespace TalosPlatform.Settings;

/// <summary>What makes a setting impossible, wherever it was written.</summary>
public static partial class SettingsRules
{
    // Every node sees the whole machine; with more of them nobody gains anything.
    private const int MostNodes = 10;

    /// <summary>What is wrong with a cluster name; null when nothing is.</summary>
    public static string? ClusterNameProblem(string name) =>
        NamePattern().IsMatch(name) ? null : $"\"{name}\" is no cluster name: use lower-case letters, digits and dashes, a letter first, at most 40 characters";

    /// <summary>What is wrong with the settings of a cluster, by key.</summary>
    public static IEnumerable<(string Key, string Problem)> ClusterProblems(ClusterSettings cluster)
    {
        if (ClusterNameProblem(cluster.Name) is { } name)
            yield return ("name", name);
        if (cluster.Nodes is < 1 or > MostNodes)
            yield return ("nodes", $"a cluster has 1 to {MostNodes} nodes, not {cluster.Nodes}");
        if (cluster.Workers is < 0 or >= MostNodes)
            yield return ("workers", $"a cluster has 0 to {MostNodes - 1} workers, not {cluster.Workers}");
        if (cluster is { Nodes: { } nodes, Workers: { } workers } && nodes != workers + 1)
            yield return ("nodes", $"{workers} workers and the control plane are {workers + 1} nodes, not {nodes}: give one of the two");
        if (cluster.TalosVersion is { } talos && TalosImage.Problem(talos) is { } talosProblem)
            yield return ("talosVersion", talosProblem);
        if (cluster.KubernetesVersion is { } kubernetes && TalosImage.Problem(kubernetes) is { } kubernetesProblem)
            yield return ("kubernetesVersion", kubernetesProblem);
        foreach (var port in cluster.Ports.Select(PortWish.Problem).OfType<string>())
            yield return ("ports", port);
        if (cluster.ImageRegistry is { } registry && !RegistryPattern().IsMatch(registry))
            yield return ("imageRegistry", $"\"{registry}\" is no registry such as localhost:5000 or registry.example.com/team");
    }

    /// <summary>What is wrong with the load; null when nothing is.</summary>
    public static string? LoadProblem(LoadSettings load)
    {
        if (load.Levels.Any(level => level is <= 0 or > 2000))
            return "load levels must be over 0 and at most 2000 requests per second";
        if (load.Levels.Zip(load.Levels.Skip(1)).Any(pair => pair.First >= pair.Second))
            return "load levels must rise";
        return load.LevelDuration > TimeSpan.FromMinutes(10) ? "a load level lasts 10 minutes at most" : null;
    }

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*$")]
    private static partial Regex RegistryPattern();

    [GeneratedRegex("^[a-z][a-z0-9-]{0,38}[a-z0-9]$|^[a-z]$")]
    private static partial Regex NamePattern();
}
