using System.Text.RegularExpressions;
using TalosPlatform.Workloads;

namespace TalosPlatform.Cost.Usage;

/// <summary>Which metrics tell what a service uses.</summary>
public enum UsageKind
{
    /// <summary><c>process_cpu_seconds_total</c> and <c>process_resident_memory_bytes</c>, exposed by the service itself.</summary>
    Process,

    /// <summary><c>container_cpu_usage_seconds_total</c> and <c>container_memory_working_set_bytes</c> of the kubelet.</summary>
    Cadvisor,
}

/// <summary>Where the usage of a service is measured.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Kind">Which metrics.</param>
/// <param name="CpuSelector">PromQL selector of its CPU counter, seconds.</param>
/// <param name="MemorySelector">PromQL selector of its memory gauge, bytes.</param>
public sealed partial record UsageSource(string Service, UsageKind Kind, string CpuSelector, string MemorySelector)
{
    /// <summary>A service that exposes the metrics of its own process under a job label.</summary>
    public static UsageSource Process(string service, string? job = null)
    {
        var labels = $"{{job={Quote(job ?? service)}}}";
        return new UsageSource(service, UsageKind.Process, "process_cpu_seconds_total" + labels, "process_resident_memory_bytes" + labels);
    }

    /// <summary>Pods of a workload, as the kubelet sees them.</summary>
    public static UsageSource Cadvisor(Workload workload) => Cadvisor(workload.Name, workload.Namespace, PodPattern(workload));

    /// <summary>Pods by namespace and a regular expression (RE2, anchored) for their names.</summary>
    public static UsageSource Cadvisor(string service, string @namespace, string podPattern, string? container = null)
    {
        // The empty container is the pod's sum and POD its pause container: both would count twice.
        var one = container is null ? "container!=\"\",container!=\"POD\"" : $"container={Quote(container)}";
        var labels = $"{{namespace={Quote(@namespace)},pod=~{Quote(podPattern)},{one}}}";
        return new UsageSource(service, UsageKind.Cadvisor, "container_cpu_usage_seconds_total" + labels, "container_memory_working_set_bytes" + labels);
    }

    private static string PodPattern(Workload workload) => Special().Replace(workload.Name, "\\$0") + workload.Kind switch
    {
        "StatefulSet" => "-[0-9]+",
        "DaemonSet" => "-[a-z0-9]+",
        _ => "-[a-z0-9]+-[a-z0-9]+",
    };

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"[\\^$.|?*+()\[\]{}]")]
    private static partial Regex Special();
}
