using System.Text.Json.Nodes;

namespace TalosPlatform.Stack.Kubernetes.Readiness;

/// <summary>Whether a workload runs as it is wanted, by the same rules as <c>kubectl rollout status</c>
/// (https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#complete-deployment).</summary>
/// <param name="Ready">Whether all of its pods are there, of the newest version, and available.</param>
/// <param name="Detail">What is missing, or how many pods there are.</param>
public sealed record WorkloadStatus(bool Ready, string Detail)
{
    /// <summary>The status of a Deployment, DaemonSet, StatefulSet or Job.</summary>
    public static WorkloadStatus Of(string kind, JsonObject json)
    {
        var status = json["status"] as JsonObject;
        if (Number(status, "observedGeneration") < Number(json["metadata"], "generation") && kind != "Job")
            return new WorkloadStatus(false, "its controller has not seen it yet");
        return kind switch
        {
            "Deployment" => Deployment(Number(json["spec"], "replicas", 1), status),
            "DaemonSet" => Counted(Number(status, "desiredNumberScheduled"), Number(status, "updatedNumberScheduled"), Number(status, "numberAvailable")),
            "StatefulSet" => StatefulSet(Number(json["spec"], "replicas", 1), status),
            "Job" => Number(status, "succeeded") >= Number(json["spec"], "completions", 1) ? new WorkloadStatus(true, "complete") : new WorkloadStatus(false, "not complete"),
            _ => new WorkloadStatus(true, ""),
        };
    }

    private static WorkloadStatus Deployment(long wanted, JsonObject? status)
    {
        var counted = Counted(wanted, Number(status, "updatedReplicas"), Number(status, "availableReplicas"));
        var old = Number(status, "replicas") - Number(status, "updatedReplicas");
        return counted.Ready && old > 0 ? new WorkloadStatus(false, $"{old} old {Pods(old)} still {(old == 1 ? "ends" : "end")}") : counted;
    }

    private static WorkloadStatus StatefulSet(long wanted, JsonObject? status)
    {
        var current = status?["currentRevision"]?.GetValue<string>();
        var update = status?["updateRevision"]?.GetValue<string>();
        // Until the roll-out is over, only the updated pods count.
        return Counted(wanted, current == update ? Number(status, "replicas") : Number(status, "updatedReplicas"), Number(status, "readyReplicas"));
    }

    private static WorkloadStatus Counted(long wanted, long updated, long available) =>
        updated < wanted ? new WorkloadStatus(false, $"{updated} of {wanted} {Pods(wanted)} started")
        : available < wanted ? new WorkloadStatus(false, $"{available} of {wanted} {Pods(wanted)} ready")
        : new WorkloadStatus(true, $"{wanted} {Pods(wanted)} ready");

    private static string Pods(long count) => count == 1 ? "pod" : "pods";

    private static long Number(JsonNode? json, string name, long missing = 0) => json?[name]?.GetValue<long>() ?? missing;
}
