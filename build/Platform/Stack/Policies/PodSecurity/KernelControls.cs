using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Policies.PodSecurity;

/// <summary>Controls of baseline about what the kernel keeps from a container.</summary>
internal static class KernelControls
{
    private const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

    private static readonly string[] Capabilities =
        ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"];

    private static readonly string[] SeLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

    // The list grew with 1.27 (ip_local_reserved_ports), 1.29 (keepalive, fin_timeout) and 1.32 (rmem, wmem).
    private static readonly string[] Sysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    ];

    public static IEnumerable<PodSecurityViolation> Check(PodView pod) =>
        [.. Privileged(pod), .. AddedCapabilities(pod), .. ProcMounts(pod), .. Seccomp(pod), .. AppArmor(pod), .. SeLinux(pod), .. KernelSettings(pod)];

    private static IEnumerable<PodSecurityViolation> Privileged(PodView pod) =>
        from container in pod.Containers
        where container.SecurityContext?.Boolean("privileged") == true
        select Violation("privileged", container.SecurityContext!, "privileged", $"{container.Title} is privileged, which is root on the node: remove it");

    private static IEnumerable<PodSecurityViolation> AddedCapabilities(PodView pod) =>
        from container in pod.Containers
        let capabilities = container.SecurityContext?.Mapping("capabilities")
        where capabilities is not null
        let added = capabilities.Texts("add").Except(Capabilities).ToList()
        where added.Count > 0
        select Violation("capabilities_baseline", capabilities, "add", $"{container.Title} adds {string.Join(", ", added)}: remove {(added.Count == 1 ? "it" : "them")}");

    private static IEnumerable<PodSecurityViolation> ProcMounts(PodView pod) =>
        from container in pod.HasUserNamespace ? [] : pod.Containers
        where container.SecurityContext?.Text("procMount") is not (null or "Default")
        select Violation("procMount", container.SecurityContext!, "procMount", $"{container.Title} sees an unmasked /proc: remove \"procMount\"");

    private static IEnumerable<PodSecurityViolation> Seccomp(PodView pod) =>
        from context in pod.Contexts()
        let profile = context.Context.Mapping("seccompProfile")
        where profile is not null && !IsSeccomp(profile)
        select Violation("seccompProfile_baseline", profile, "type", $"{context.Who} has the seccomp profile \"{profile.Text("type")}\": write RuntimeDefault or Localhost");

    private static IEnumerable<PodSecurityViolation> AppArmor(PodView pod)
    {
        foreach (var (who, context) in pod.Contexts())
        {
            if (context.Mapping("appArmorProfile") is { } profile && profile.Text("type") is not (null or "" or "RuntimeDefault" or "Localhost"))
                yield return Violation("appArmorProfile", profile, "type", $"{who} has the AppArmor profile \"{profile.Text("type")}\": write RuntimeDefault or Localhost");
        }

        if (pod.Metadata?.Mapping("annotations") is not { } annotations)
            yield break;
        foreach (var (key, value) in annotations.AllTexts().Where(a => a.Key.StartsWith(AppArmorAnnotation, StringComparison.Ordinal)))
        {
            if (value is not ("" or "runtime/default") && !value.StartsWith("localhost/", StringComparison.Ordinal))
                yield return Violation("appArmorProfile", annotations, key, $"the annotation turns AppArmor to \"{value}\": write runtime/default, or remove it");
        }
    }

    private static IEnumerable<PodSecurityViolation> SeLinux(PodView pod)
    {
        foreach (var (who, context) in pod.Contexts())
        {
            if (context.Mapping("seLinuxOptions") is not { } options)
                continue;
            if (!SeLinuxTypes.Contains(options.Text("type") ?? ""))
                yield return Violation("seLinuxOptions", options, "type", $"{who} has the SELinux type \"{options.Text("type")}\": remove it, or write {string.Join(", ", SeLinuxTypes.Skip(1))}");
            foreach (var key in (string[])["user", "role"])
            {
                if (options.Text(key) is { Length: > 0 })
                    yield return Violation("seLinuxOptions", options, key, $"{who} sets the SELinux {key}: remove it");
            }
        }
    }

    private static IEnumerable<PodSecurityViolation> KernelSettings(PodView pod) =>
        from sysctl in pod.SecurityContext?.Mappings("sysctls") ?? []
        where !Sysctls.Contains(sysctl.Text("name"))
        select Violation("sysctls", sysctl, "name", $"\"{sysctl.Text("name")}\" is not among the safe kernel settings: remove it");

    /// <summary>Whether a seccomp profile filters system calls.</summary>
    internal static bool IsSeccomp(YamlMapping profile) => profile.Text("type") is "RuntimeDefault" or "Localhost";

    private static PodSecurityViolation Violation(string control, YamlMapping at, string key, string message) => new(control, PodSecurityLevel.Baseline, at, key, message);
}
