using System.Collections.Immutable;

namespace TalosPlatform.Workloads;

/// <summary>A Deployment, StatefulSet or DaemonSet as its manifest describes it.</summary>
/// <param name="Kind"><c>Deployment</c>, <c>StatefulSet</c> or <c>DaemonSet</c>.</param>
/// <param name="Name">Name of the object.</param>
/// <param name="Namespace">Namespace; <c>default</c> when the manifest names none.</param>
/// <param name="Replicas">Replicas wanted; 1 when unset, and for a DaemonSet one a node.</param>
/// <param name="PodLabels">Labels of the pod template.</param>
/// <param name="PodAnnotations">Annotations of the pod template.</param>
/// <param name="Containers">Containers of the pod template, init containers left out.</param>
public sealed record Workload(
    string Kind,
    string Name,
    string Namespace,
    int Replicas,
    ImmutableSortedDictionary<string, string> PodLabels,
    ImmutableSortedDictionary<string, string> PodAnnotations,
    ImmutableArray<WorkloadContainer> Containers)
{
    /// <summary>The job label of its metrics: <c>app.kubernetes.io/name</c>, else <c>app</c>, else the first container's name.</summary>
    public string Job => PodLabels.GetValueOrDefault("app.kubernetes.io/name")
        ?? PodLabels.GetValueOrDefault("app")
        ?? (Containers.Length > 0 ? Containers[0].Name : Name);
}

/// <summary>A container of a pod template.</summary>
/// <param name="Name">Name of the container.</param>
/// <param name="Image">Image reference.</param>
/// <param name="Ports">Declared ports by name; unnamed ports by their number.</param>
/// <param name="CpuRequestCores">CPU request in cores; null when none is set.</param>
/// <param name="MemoryRequestBytes">Memory request in bytes; null when none is set.</param>
/// <param name="CpuLimitCores">CPU limit in cores; null when none is set.</param>
/// <param name="MemoryLimitBytes">Memory limit in bytes; null when none is set.</param>
public sealed record WorkloadContainer(
    string Name,
    string Image,
    ImmutableSortedDictionary<string, int> Ports,
    decimal? CpuRequestCores,
    decimal? MemoryRequestBytes,
    decimal? CpuLimitCores,
    decimal? MemoryLimitBytes);
