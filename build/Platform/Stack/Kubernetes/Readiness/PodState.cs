using System.Text.Json.Nodes;

namespace TalosPlatform.Stack.Kubernetes.Readiness;

/// <summary>How far a pod is from being ready.</summary>
public enum PodTrouble
{
    /// <summary>None: it starts, or is ready.</summary>
    None,

    /// <summary>It waits for something that may come: a node, a volume, a probe.</summary>
    Waiting,

    /// <summary>An image cannot be pulled.</summary>
    ImagePull,

    /// <summary>A container ends again and again.</summary>
    Crash,

    /// <summary>It can never start as it is written.</summary>
    Impossible,
}

/// <summary>What keeps a pod from being ready.</summary>
/// <param name="Trouble">Kind of trouble.</param>
/// <param name="Detail">What people need to know, in one line.</param>
/// <param name="Container">The container at fault; empty when it is the pod.</param>
/// <param name="Restarts">How often that container was started again.</param>
public sealed record PodState(PodTrouble Trouble, string Detail, string Container = "", long Restarts = 0)
{
    // Reasons of the kubelet: https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/images/types.go and .../kuberuntime/kuberuntime_container.go
    private static readonly HashSet<string> Pull = new(StringComparer.Ordinal) { "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "RegistryUnavailable", "ErrImageInspect" };
    private static readonly HashSet<string> Never = new(StringComparer.Ordinal) { "InvalidImageName", "CreateContainerConfigError", "CreateContainerError", "RunContainerError" };

    /// <summary>Reads the state of a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="warning">The last warning about it, from the events; null when there is none.</param>
    public static PodState Of(JsonObject pod, string? warning)
    {
        var status = pod["status"] as JsonObject;
        foreach (var container in Statuses(status))
        {
            if (TroubleOf(container) is { } trouble)
                return trouble;
        }

        if (Condition(status, "PodScheduled") is { } scheduled && Text(scheduled, "status") == "False")
            return new PodState(PodTrouble.Waiting, "unschedulable: " + Text(scheduled, "message"));
        if (Text(status, "phase") == "Failed")
            return new PodState(PodTrouble.Crash, Join("failed", Text(status, "reason"), Text(status, "message")));
        if (Condition(status, "Ready") is { } ready && Text(ready, "status") == "True")
            return new PodState(PodTrouble.None, "ready");
        return warning is { Length: > 0 } ? new PodState(PodTrouble.Waiting, warning) : new PodState(PodTrouble.None, Progress(status));
    }

    private static PodState? TroubleOf(JsonObject container)
    {
        var name = Text(container, "name");
        var restarts = container["restartCount"]?.GetValue<long>() ?? 0;
        var waiting = container["state"]?["waiting"] as JsonObject;
        var reason = Text(waiting, "reason");
        if (Pull.Contains(reason))
            return new PodState(PodTrouble.ImagePull, $"image \"{Text(container, "image")}\" cannot be pulled{Tail(PullMessage(Text(waiting, "message")))}", name, restarts);
        if (Never.Contains(reason))
            return new PodState(PodTrouble.Impossible, $"container \"{name}\" cannot start: {reason}{Tail(Text(waiting, "message"))}", name, restarts);
        var ended = (container["state"]?["terminated"] ?? (reason == "CrashLoopBackOff" ? container["lastState"]?["terminated"] : null)) as JsonObject;
        if (ended is null || (ended["exitCode"]?.GetValue<long>() == 0 && reason != "CrashLoopBackOff"))
            return null;
        return new PodState(PodTrouble.Crash, $"container \"{name}\" {Ended(ended)}{(restarts > 0 ? $", restarted {restarts} {(restarts == 1 ? "time" : "times")}" : "")}", name, restarts);
    }

    private static string Ended(JsonObject terminated) => Text(terminated, "reason") switch
    {
        "OOMKilled" => "was killed: it used more memory than its limit",
        _ => $"exited with code {terminated["exitCode"]?.GetValue<long>() ?? 0}{Tail(Text(terminated, "message"))}",
    };

    // The message that matters comes after the names of all layers below: "rpc error: code = Unknown desc = failed to pull and unpack image …: reason".
    private static string PullMessage(string message) => message.StartsWith("Back-off pulling image", StringComparison.Ordinal) ? "" : message;

    private static string Progress(JsonObject? status)
    {
        var waiting = Statuses(status).Select(c => Text(c["state"]?["waiting"] as JsonObject, "reason")).FirstOrDefault(r => r.Length > 0);
        return waiting switch
        {
            "ContainerCreating" or "PodInitializing" => "creating its containers",
            { } other => other,
            null when Statuses(status).Any() => "not ready yet",
            null => "waiting for its node",
        };
    }

    private static IEnumerable<JsonObject> Statuses(JsonObject? status) =>
        (status?["initContainerStatuses"] as JsonArray ?? []).Concat(status?["containerStatuses"] as JsonArray ?? []).OfType<JsonObject>();

    private static JsonObject? Condition(JsonObject? status, string type) =>
        (status?["conditions"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(c => Text(c, "type") == type);

    private static string Text(JsonObject? json, string name) => json?[name]?.GetValue<string>() ?? "";

    private static string Tail(string message) => message.Length == 0 ? "" : ": " + message.ReplaceLineEndings(" ").Trim();

    private static string Join(params string[] parts) => string.Join(": ", parts.Where(p => p.Length > 0));
}
