using k8s.Models;

namespace TalosPlatform.Tests.Stack.Support;

/// <summary>Levels of the Pod Security Standards, from the most open to the strictest.</summary>
internal enum PodSecurityLevel
{
    Privileged,
    Baseline,
    Restricted,
}

/// <summary>Evaluates the Pod Security Standards (https://kubernetes.io/docs/concepts/security/pod-security-standards/) as far as the fields of a Linux pod go.</summary>
internal static class PodSecurity
{
    private static readonly string[] BaselineCapabilities =
        ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"];

    /// <summary>The strictest level that admits a pod.</summary>
    public static PodSecurityLevel LevelOf(V1PodSpec pod) =>
        Baseline(pod).Any() ? PodSecurityLevel.Privileged : Restricted(pod).Any() ? PodSecurityLevel.Baseline : PodSecurityLevel.Restricted;

    /// <summary>What baseline forbids.</summary>
    public static IEnumerable<string> Baseline(V1PodSpec pod)
    {
        if (pod.HostNetwork == true || pod.HostPID == true || pod.HostIPC == true)
            yield return "host namespaces";
        foreach (var volume in pod.Volumes ?? [])
        {
            if (volume.HostPath is not null)
                yield return $"hostPath {volume.HostPath.Path}";
        }

        if (pod.SecurityContext?.SeccompProfile?.Type == "Unconfined")
            yield return "seccomp Unconfined";
        foreach (var container in Containers(pod))
        {
            if (container.SecurityContext?.Privileged == true)
                yield return "privileged";
            if ((container.Ports ?? []).Any(p => p.HostPort is > 0))
                yield return "hostPort";
            if (container.SecurityContext?.SeccompProfile?.Type == "Unconfined")
                yield return "seccomp Unconfined";
            if (container.SecurityContext?.ProcMount is { } mount && mount != "Default")
                yield return "procMount";
            if ((container.SecurityContext?.Capabilities?.Add ?? []).Except(BaselineCapabilities).Any())
                yield return "capabilities";
        }
    }

    /// <summary>What restricted forbids besides.</summary>
    public static IEnumerable<string> Restricted(V1PodSpec pod)
    {
        foreach (var volume in pod.Volumes ?? [])
        {
            if (volume is { ConfigMap: null, Csi: null, DownwardAPI: null, EmptyDir: null, Ephemeral: null, PersistentVolumeClaim: null, Projected: null, Secret: null })
                yield return $"volume {volume.Name}";
        }

        foreach (var container in Containers(pod))
        {
            var context = container.SecurityContext;
            if (context?.AllowPrivilegeEscalation != false)
                yield return "allowPrivilegeEscalation";
            if ((context?.RunAsNonRoot ?? pod.SecurityContext?.RunAsNonRoot) != true)
                yield return "runAsNonRoot";
            if ((context?.RunAsUser ?? pod.SecurityContext?.RunAsUser) == 0)
                yield return "runAsUser 0";
            if ((context?.SeccompProfile?.Type ?? pod.SecurityContext?.SeccompProfile?.Type) is not ("RuntimeDefault" or "Localhost"))
                yield return "seccompProfile";
            if (context?.Capabilities?.Drop?.Contains("ALL") != true || (context.Capabilities.Add ?? []).Any(c => c != "NET_BIND_SERVICE"))
                yield return "capabilities";
        }
    }

    private static IEnumerable<V1Container> Containers(V1PodSpec pod) => [.. pod.InitContainers ?? [], .. pod.Containers];
}
