using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Policies.PodSecurity;

/// <summary>Controls of baseline about the node a pod runs on.</summary>
internal static class HostControls
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] Hooks = ["postStart", "preStop"];

    public static IEnumerable<PodSecurityViolation> Check(PodView pod) => [.. Namespaces(pod), .. Volumes(pod), .. Ports(pod), .. WindowsHostProcess(pod), .. HandlerHosts(pod)];

    private static IEnumerable<PodSecurityViolation> Namespaces(PodView pod) =>
        from key in (string[])["hostNetwork", "hostPID", "hostIPC"]
        where pod.Spec.Boolean(key) == true
        select Violation("hostNamespaces", pod.Spec, key, $"\"{key}\" shares a namespace of the node: remove it");

    private static IEnumerable<PodSecurityViolation> Volumes(PodView pod) =>
        from volume in pod.Spec.Mappings("volumes")
        where volume.Mapping("hostPath") is not null
        select Violation("hostPathVolumes", volume, "hostPath", $"volume \"{volume.Text("name")}\" mounts a folder of the node: use an emptyDir or a claim");

    private static IEnumerable<PodSecurityViolation> Ports(PodView pod) =>
        from container in pod.Containers
        from port in container.Map.Mappings("ports")
        where port.Integer("hostPort") is not (null or 0)
        select Violation("hostPorts", port, "hostPort", $"{container.Title} takes a port of the node: reach it through a Service");

    private static IEnumerable<PodSecurityViolation> WindowsHostProcess(PodView pod) =>
        from context in pod.Contexts()
        let options = context.Context.Mapping("windowsOptions")
        where options?.Boolean("hostProcess") == true
        select Violation("windowsHostProcess", options, "hostProcess", $"{context.Who} runs as a process of the node: remove \"hostProcess\"");

    // A kubelet that asks a host of the pod's choice is a way into the node's network (from 1.34 on).
    private static IEnumerable<PodSecurityViolation> HandlerHosts(PodView pod) =>
        from container in pod.Containers
        from handler in Probes.Select(container.Map.Mapping).Concat(Hooks.Select(hook => container.Map.Mapping("lifecycle")?.Mapping(hook)))
        from action in (string[])["httpGet", "tcpSocket"]
        let request = handler?.Mapping(action)
        where request?.Text("host") is { Length: > 0 }
        select Violation("hostProbesAndHostLifecycle", request, "host", $"{container.Title} lets the kubelet ask another host: remove \"host\", the pod itself is meant without it");

    private static PodSecurityViolation Violation(string control, YamlMapping at, string key, string message) => new(control, PodSecurityLevel.Baseline, at, key, message);
}
