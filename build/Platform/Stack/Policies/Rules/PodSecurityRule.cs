using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;
using TalosPlatform.Stack.Policies.PodSecurity;

namespace TalosPlatform.Stack.Policies.Rules;

/// <summary>Pods that their namespace would refuse, or warn of.</summary>
internal sealed class PodSecurityRule : IManifestRule
{
    public const string Id = "pod-security";
    public const string LabelId = "pod-security-label";
    private const string Prefix = "pod-security.kubernetes.io/";
    private static readonly string[] Levels = ["privileged", "baseline", "restricted"];

    // What Talos sets for namespaces that say nothing (https://docs.siderolabs.com/kubernetes-guides/security/pod-security).
    private static readonly (PodSecurityLevel Enforced, PodSecurityLevel Warned) TalosDefaults = (PodSecurityLevel.Baseline, PodSecurityLevel.Restricted);

    public void Check(ManifestSet manifests)
    {
        foreach (var space in manifests.Namespaces.Values)
            CheckLabels(space);
        foreach (var (item, pod) in manifests.Workloads)
        {
            var (enforced, warned) = LevelsOf(item.Namespace, manifests.Namespaces.GetValueOrDefault(item.Namespace));
            var refused = PodSecurityStandard.Check(pod, enforced);
            foreach (var violation in refused)
                violation.At.Report(violation.Key, Id, $"{violation.Message}. Namespace \"{item.Namespace}\" enforces {Name(enforced)} and refuses the pod ({violation.Control}).");
            if (warned <= enforced)
                continue;
            foreach (var violation in PodSecurityStandard.Check(pod, warned).Where(v => v.Level > enforced && !refused.Any(r => r.At.Path == v.At.Path && r.Key == v.Key)))
                violation.At.Report(violation.Key, Id, $"{violation.Message}. Namespace \"{item.Namespace}\" warns of what {Name(warned)} forbids ({violation.Control}).", Severity.Warning);
        }
    }

    private static (PodSecurityLevel Enforced, PodSecurityLevel Warned) LevelsOf(string name, ManifestObject? space)
    {
        if (name == "kube-system")
            return (PodSecurityLevel.Privileged, PodSecurityLevel.Privileged);
        PodSecurityLevel? Level(string mode) =>
            space?.Root.Mapping("metadata")?.Mapping("labels")?.Text(Prefix + mode) is { } text ? PodSecurityStandard.LevelNamed(text) : null;
        var enforced = Level("enforce") ?? TalosDefaults.Enforced;
        var warned = Level("warn") ?? TalosDefaults.Warned;
        var audited = Level("audit") ?? TalosDefaults.Warned;
        return (enforced, warned > audited ? warned : audited);
    }

    private static void CheckLabels(ManifestObject space)
    {
        if (space.Root.Mapping("metadata")?.Mapping("labels") is not { } labels)
            return;
        foreach (var mode in (string[])["enforce", "audit", "warn"])
        {
            if (labels.Text(Prefix + mode) is { } text && PodSecurityStandard.LevelNamed(text) is null)
                labels.Report(Prefix + mode, LabelId, $"\"{text}\" is no level of Pod Security: {NearestName.Hint(text, Levels)}");
        }
    }

    private static string Name(PodSecurityLevel level) => Levels[(int)level];
}
