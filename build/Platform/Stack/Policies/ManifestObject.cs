using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Policies;

/// <summary>An object of a manifest.</summary>
/// <param name="Root">The object with the places of its fields.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name; empty when it has none.</param>
/// <param name="Namespace">Its namespace; that of the applications when it names none.</param>
/// <param name="Pod">The pod it makes; null when it makes none.</param>
public sealed record ManifestObject(YamlMapping Root, string Kind, string Name, string Namespace, PodTemplate? Pod)
{
    /// <summary>Pods it makes at the same time: replicas, the parallelism of a Job; one a node for a DaemonSet, of which one is counted.</summary>
    public int Pods => Kind switch
    {
        _ when Pod is null => 0,
        "Deployment" or "StatefulSet" or "ReplicaSet" or "ReplicationController" => Root.Mapping("spec")?.Integer("replicas") ?? 1,
        "Job" => Root.Mapping("spec")?.Integer("parallelism") ?? 1,
        "CronJob" => Root.Mapping("spec")?.Mapping("jobTemplate")?.Mapping("spec")?.Integer("parallelism") ?? 1,
        _ => 1,
    };
}
