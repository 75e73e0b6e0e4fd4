using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Kubernetes.Readiness;

/// <summary>Says why workloads do not get ready.</summary>
public static class StuckError
{
    /// <summary>One error for all of them.</summary>
    public static PlatformException Of(IReadOnlyList<StuckWorkload> stuck)
    {
        var output = string.Join('\n', stuck.Select(s => $"{s.Workload.Key}: {s.State.Detail}{Log(s.Log)}"));
        return new PlatformException(
            stuck.Count == 1 ? $"\"{stuck[0].Workload.Title}\" does not get ready." : $"{stuck.Count} workloads do not get ready.",
            Fix(stuck[0]),
            output);
    }

    private static string Log(string log) => log.Length == 0 ? "" : "\n" + string.Join('\n', log.TrimEnd().Split('\n').Select(line => "  " + line));

    private static string Fix(StuckWorkload stuck) => stuck.State.Trouble switch
    {
        PodTrouble.ImagePull => "Make the image reachable from the nodes, take it from elsewhere with --image-override or --registry-mirror, or load it into them.",
        PodTrouble.Crash => "The lines above are the last of its log; the whole of it: kubectl logs --previous.",
        PodTrouble.Impossible => "Correct what the message names.",
        _ when stuck.State.Detail.StartsWith("unschedulable", StringComparison.Ordinal) => "Give the cluster more nodes, CPU or memory, or deploy less: a smaller --stack-profile, or --without.",
        _ => "Look at it with kubectl describe pod; a slow cluster may need a longer stack.readyTimeout.",
    };
}
