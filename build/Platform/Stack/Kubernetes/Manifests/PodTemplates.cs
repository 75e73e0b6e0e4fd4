using System.Text.Json.Nodes;

namespace TalosPlatform.Stack.Kubernetes.Manifests;

/// <summary>Finds pods inside of objects.</summary>
public static class PodTemplates
{
    private static readonly string[] Lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>The pod spec of a workload; null when the object starts no pods.</summary>
    public static JsonObject? SpecOf(JsonObject json) => (json["kind"]?.GetValue<string>() switch
    {
        "Pod" => json["spec"],
        "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "Job" => json["spec"]?["template"]?["spec"],
        "CronJob" => json["spec"]?["jobTemplate"]?["spec"]?["template"]?["spec"],
        _ => null,
    }) as JsonObject;

    /// <summary>All containers of a pod spec.</summary>
    public static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        Lists.SelectMany(list => (spec[list] as JsonArray ?? []).OfType<JsonObject>());
}
