using System.Collections.Immutable;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Stack.Kubernetes.Apply;

/// <summary>In which order objects have to exist. Within a wave they are applied side by side.</summary>
public static class ApplyOrder
{
    private static readonly ImmutableHashSet<string> First = ["Namespace", "CustomResourceDefinition"];
    private static readonly ImmutableHashSet<string> Last = ["Deployment", "DaemonSet", "StatefulSet", "Job", "CronJob", "Pod"];

    /// <summary>What others live in, then what pods read and need, then what starts pods: a pod that starts before its ConfigMap or
    /// ServiceAccount waits for the next attempt of its kubelet or controller, which is seconds away.</summary>
    public static IReadOnlyList<IReadOnlyList<Manifest>> Waves(IEnumerable<Manifest> manifests) =>
        [.. manifests.GroupBy(m => First.Contains(m.Key.Kind) ? 0 : Last.Contains(m.Key.Kind) ? 2 : 1).OrderBy(g => g.Key).Select(g => g.ToList())];

    /// <summary>Whether objects of a kind start pods.</summary>
    public static bool StartsPods(string kind) => Last.Contains(kind);
}
