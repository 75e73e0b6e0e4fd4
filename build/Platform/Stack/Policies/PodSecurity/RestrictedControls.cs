using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Policies.PodSecurity;

/// <summary>What restricted forbids besides baseline.</summary>
internal static class RestrictedControls
{
    private static readonly string[] VolumeTypes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    public static IEnumerable<PodSecurityViolation> Check(PodView pod) =>
        [.. Volumes(pod), .. Escalation(pod), .. NonRoot(pod), .. RootUsers(pod), .. Seccomp(pod), .. Capabilities(pod)];

    // A volume that names no type is an emptyDir.
    private static IEnumerable<PodSecurityViolation> Volumes(PodView pod) =>
        from volume in pod.Spec.Mappings("volumes")
        let types = volume.Keys.Where(key => key != "name" && volume.Mapping(key) is not null).ToList()
        where types.Count > 0 && !types.Exists(VolumeTypes.Contains)
        select Violation("restrictedVolumes", volume, types[0], $"volume \"{volume.Text("name")}\" is of the type \"{types[0]}\": use a claim, or one of {string.Join(", ", VolumeTypes)}");

    private static IEnumerable<PodSecurityViolation> Escalation(PodView pod) =>
        from container in pod.IsWindows ? [] : pod.Containers
        where container.SecurityContext?.Boolean("allowPrivilegeEscalation") != false
        select Violation("allowPrivilegeEscalation", container.ContextOrSelf, "allowPrivilegeEscalation", $"{container.Title} must set securityContext.allowPrivilegeEscalation: false");

    private static IEnumerable<PodSecurityViolation> NonRoot(PodView pod)
    {
        if (pod.HasUserNamespace)
            yield break;
        var inherited = pod.SecurityContext?.Boolean("runAsNonRoot");
        if (inherited == false)
            yield return Violation("runAsNonRoot", pod.SecurityContext!, "runAsNonRoot", "the pod must not set securityContext.runAsNonRoot: false");
        foreach (var container in pod.Containers)
        {
            var own = container.SecurityContext?.Boolean("runAsNonRoot");
            if (own == false || (own is null && inherited != true))
                yield return Violation("runAsNonRoot", container.ContextOrSelf, "runAsNonRoot", $"{container.Title} may run as root: set securityContext.runAsNonRoot: true, on it or on the pod");
        }
    }

    private static IEnumerable<PodSecurityViolation> RootUsers(PodView pod) =>
        from context in pod.HasUserNamespace ? [] : pod.Contexts()
        where context.Context.Integer("runAsUser") == 0
        select Violation("runAsUser", context.Context, "runAsUser", $"{context.Who} runs as user 0, which is root: write another number");

    private static IEnumerable<PodSecurityViolation> Seccomp(PodView pod)
    {
        if (pod.IsWindows)
            yield break;
        var inherited = pod.SecurityContext?.Mapping("seccompProfile");
        if (inherited is not null && !KernelControls.IsSeccomp(inherited))
            yield return Violation("seccompProfile_restricted", inherited, "type", "the pod must set securityContext.seccompProfile.type to RuntimeDefault or Localhost");
        foreach (var container in pod.Containers)
        {
            var own = container.SecurityContext?.Mapping("seccompProfile");
            if (own is not null ? !KernelControls.IsSeccomp(own) : inherited is null || !KernelControls.IsSeccomp(inherited))
                yield return Violation("seccompProfile_restricted", own ?? container.ContextOrSelf, own is null ? "seccompProfile" : "type", $"{container.Title} needs a seccomp profile: set securityContext.seccompProfile.type: RuntimeDefault, on it or on the pod");
        }
    }

    private static IEnumerable<PodSecurityViolation> Capabilities(PodView pod)
    {
        foreach (var container in pod.IsWindows ? [] : pod.Containers)
        {
            var capabilities = container.SecurityContext?.Mapping("capabilities");
            if (capabilities?.Texts("drop").Contains("ALL") != true)
                yield return Violation("capabilities_restricted", capabilities ?? container.ContextOrSelf, capabilities is null ? "capabilities" : "drop", $"{container.Title} must set securityContext.capabilities.drop: [ALL]");
            var added = capabilities?.Texts("add").Where(c => c != "NET_BIND_SERVICE").ToList() ?? [];
            if (added.Count > 0)
                yield return Violation("capabilities_restricted", capabilities!, "add", $"{container.Title} adds {string.Join(", ", added)}: only NET_BIND_SERVICE may be added");
        }
    }

    private static PodSecurityViolation Violation(string control, YamlMapping at, string key, string message) => new(control, PodSecurityLevel.Restricted, at, key, message);
}
