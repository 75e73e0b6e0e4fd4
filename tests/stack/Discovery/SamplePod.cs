using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace TalosPlatform.Tests.Stack.Discovery;

/// <summary>A pod and the targets that Kubernetes discovery of role pod makes of it
/// (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#pod): one for each declared port, one for a container without ports.</summary>
internal sealed partial record SamplePod(string Namespace, string Name, IDictionary<string, string> Labels, IDictionary<string, string> Annotations, IReadOnlyList<V1Container> Containers)
{
    public string Ip { get; init; } = "10.244.0.7";

    public string Phase { get; init; } = "Running";

    public IReadOnlyList<V1Container> InitContainers { get; init; } = [];

    /// <summary>The pod of a workload.</summary>
    public static SamplePod Of(string space, string name, V1PodTemplateSpec template) =>
        new(space, name, template.Metadata.Labels ?? new Dictionary<string, string>(), template.Metadata.Annotations ?? new Dictionary<string, string>(), [.. template.Spec.Containers]);

    /// <summary>Discovered labels, before relabeling.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Discovered() =>
        from entry in InitContainers.Select(c => (Container: c, Init: true)).Concat(Containers.Select(c => (Container: c, Init: false)))
        from port in entry.Container.Ports is { Count: > 0 } ports ? ports.Cast<V1ContainerPort?>() : [null]
        select Discovered(entry.Container, entry.Init, port);

    private Dictionary<string, string> Discovered(V1Container container, bool init, V1ContainerPort? port)
    {
        var address = Ip.Contains(':', StringComparison.Ordinal) ? $"[{Ip}]" : Ip;
        var labels = new Dictionary<string, string>
        {
            ["__address__"] = port is null ? Ip : $"{address}:{port.ContainerPort.ToString(CultureInfo.InvariantCulture)}",
            ["__meta_kubernetes_namespace"] = Namespace,
            ["__meta_kubernetes_pod_name"] = Name,
            ["__meta_kubernetes_pod_ip"] = Ip,
            ["__meta_kubernetes_pod_node_name"] = "worker-1",
            ["__meta_kubernetes_pod_phase"] = Phase,
            ["__meta_kubernetes_pod_uid"] = "11111111-2222-3333-4444-555555555555",
            ["__meta_kubernetes_pod_container_name"] = container.Name,
            ["__meta_kubernetes_pod_container_init"] = init ? "true" : "false",
        };
        if (port is not null)
        {
            labels["__meta_kubernetes_pod_container_port_name"] = port.Name ?? "";
            labels["__meta_kubernetes_pod_container_port_number"] = port.ContainerPort.ToString(CultureInfo.InvariantCulture);
            labels["__meta_kubernetes_pod_container_port_protocol"] = port.Protocol ?? "TCP";
        }

        foreach (var (kind, pairs) in new[] { ("label", Labels), ("annotation", Annotations) })
        {
            foreach (var (name, value) in pairs)
            {
                labels[$"__meta_kubernetes_pod_{kind}_{NotInNames().Replace(name, "_")}"] = value;
                labels[$"__meta_kubernetes_pod_{kind}present_{NotInNames().Replace(name, "_")}"] = "true";
            }
        }

        return labels.Where(l => l.Value.Length > 0).ToDictionary();
    }

    [GeneratedRegex("[^a-zA-Z0-9_]", RegexOptions.CultureInvariant)]
    private static partial Regex NotInNames();
}
