using System.Text.Json.Nodes;

namespace TalosPlatform.Workloads.Kubernetes;

/// <summary>A workload as the cluster has it.</summary>
internal static class LiveWorkload
{
    /// <summary>The manifest's workload with what the cluster says: replicas, requests and limits.</summary>
    public static Workload Of(JsonObject json, Workload manifest)
    {
        var spec = json["spec"]?["template"]?["spec"];
        var containers = (spec?["containers"] as JsonArray ?? []).OfType<JsonObject>().ToDictionary(c => c["name"]!.GetValue<string>(), StringComparer.Ordinal);
        return manifest with
        {
            Replicas = (int)(json["spec"]?["replicas"]?.GetValue<long>() ?? manifest.Replicas),
            Containers = [.. manifest.Containers.Select(c => containers.TryGetValue(c.Name, out var live) ? Container(c, live) : c)],
        };
    }

    private static WorkloadContainer Container(WorkloadContainer container, JsonObject live)
    {
        var resources = live["resources"];
        return container with
        {
            CpuRequestCores = Quantity(resources?["requests"], "cpu"),
            MemoryRequestBytes = Quantity(resources?["requests"], "memory"),
            CpuLimitCores = Quantity(resources?["limits"], "cpu"),
            MemoryLimitBytes = Quantity(resources?["limits"], "memory"),
        };
    }

    private static decimal? Quantity(JsonNode? map, string name) => map?[name]?.GetValue<string>() is { } text ? KubernetesQuantity.TryParse(text) : null;
}
