using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Policies.PodSecurity;

/// <summary>Evaluates the Pod Security Standards as the admission plugin of Kubernetes does, without a cluster. The controls are those of the
/// version "latest" as of Kubernetes 1.34; namespaces that pin an older version may admit what is refused here.</summary>
public static class PodSecurityStandard
{
    // Restricted says the same more strictly: two complaints about one field would help nobody.
    private static readonly string[] Overridden = ["hostPathVolumes", "capabilities_baseline", "seccompProfile_baseline"];

    /// <summary>What a level forbids of a pod; nothing when it is admitted.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="level">The level to judge it by.</param>
    public static IReadOnlyList<PodSecurityViolation> Check(PodTemplate pod, PodSecurityLevel level)
    {
        if (level == PodSecurityLevel.Privileged)
            return [];
        var view = new PodView(pod);
        List<PodSecurityViolation> baseline = [.. HostControls.Check(view), .. KernelControls.Check(view)];
        return level == PodSecurityLevel.Baseline ? baseline : [.. baseline.Where(v => !Overridden.Contains(v.Control)), .. RestrictedControls.Check(view)];
    }

    /// <summary>The strictest level that admits a pod.</summary>
    public static PodSecurityLevel LevelOf(PodTemplate pod) =>
        Check(pod, PodSecurityLevel.Baseline).Count > 0 ? PodSecurityLevel.Privileged
        : Check(pod, PodSecurityLevel.Restricted).Count > 0 ? PodSecurityLevel.Baseline
        : PodSecurityLevel.Restricted;

    /// <summary>A level by its name in labels; null for another text.</summary>
    public static PodSecurityLevel? LevelNamed(string name) => name switch
    {
        "privileged" => PodSecurityLevel.Privileged,
        "baseline" => PodSecurityLevel.Baseline,
        "restricted" => PodSecurityLevel.Restricted,
        _ => null,
    };
}

/// <summary>A pod with what several controls ask for.</summary>
internal sealed class PodView(PodTemplate pod)
{
    public YamlMapping Spec => pod.Spec;

    public YamlMapping? Metadata => pod.Metadata;

    public YamlMapping? SecurityContext { get; } = pod.Spec.Mapping("securityContext");

    public IReadOnlyList<ContainerView> Containers { get; } = [.. pod.AllContainers.Select(c => new ContainerView(c))];

    /// <summary>Controls about Linux alone are waived for pods that say they are for Windows (from 1.25 on).</summary>
    public bool IsWindows { get; } = pod.Spec.Mapping("os")?.Text("name") == "windows";

    /// <summary>In a user namespace of its own, root of the pod is nobody on the node: controls about root are waived (KEP-127).</summary>
    public bool HasUserNamespace { get; } = pod.Spec.Boolean("hostUsers") == false;

    /// <summary>The security contexts of the pod and of its containers, with the name of each.</summary>
    public IEnumerable<(string Who, YamlMapping Context)> Contexts()
    {
        if (SecurityContext is { } own)
            yield return ("the pod", own);
        foreach (var container in Containers)
        {
            if (container.SecurityContext is { } context)
                yield return (container.Title, context);
        }
    }
}

/// <summary>A container with what several controls ask for.</summary>
internal sealed class ContainerView(YamlMapping map)
{
    public YamlMapping Map => map;

    public string Title { get; } = $"container \"{map.Text("name")}\"";

    public YamlMapping? SecurityContext { get; } = map.Mapping("securityContext");

    /// <summary>The security context, or the container where it should be written.</summary>
    public YamlMapping ContextOrSelf => SecurityContext ?? map;
}
