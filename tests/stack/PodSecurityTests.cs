using k8s.Models;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>Every namespace enforces the strictest level that its pods live with. Clusters older than 1.23 do not enforce it, so it is evaluated here.</summary>
public sealed class PodSecurityTests
{
    [Theory]
    [InlineData("observability", "restricted")]
    [InlineData("observability-agents", "privileged")]
    [InlineData("observability-storage", "privileged")]
    public void A_namespace_says_its_level(string name, string level)
    {
        var labels = Manifests.OfType<V1Namespace>().Single(n => n.Metadata.Name == name).Metadata.Labels;
        Assert.All(new[] { "enforce", "audit", "warn" }, mode => Assert.Equal(level, labels[$"pod-security.kubernetes.io/{mode}"]));
    }

    [Fact]
    public void Every_pod_is_admitted_by_its_namespace() => Assert.All(Manifests.Workloads, workload =>
    {
        var enforced = Enum.Parse<PodSecurityLevel>(
            Manifests.OfType<V1Namespace>().Single(n => n.Metadata.Name == workload.Namespace).Metadata.Labels["pod-security.kubernetes.io/enforce"], ignoreCase: true);
        Assert.True(PodSecurity.LevelOf(workload.Pod) >= enforced, $"{workload.Name}: {string.Join(", ", PodSecurity.Baseline(workload.Pod).Concat(PodSecurity.Restricted(workload.Pod)))}");
    });

    [Fact]
    public void Nothing_is_in_a_privileged_namespace_that_needs_no_privilege() =>
        Assert.All(Manifests.Workloads.Where(w => w.Namespace == "observability-agents"), workload => Assert.Equal(PodSecurityLevel.Privileged, PodSecurity.LevelOf(workload.Pod)));

    [Theory]
    [InlineData("nothing", PodSecurityLevel.Restricted)]
    [InlineData("hostNetwork", PodSecurityLevel.Privileged)]
    [InlineData("hostPath", PodSecurityLevel.Privileged)]
    [InlineData("hostPort", PodSecurityLevel.Privileged)]
    [InlineData("privileged", PodSecurityLevel.Privileged)]
    [InlineData("SYS_ADMIN", PodSecurityLevel.Privileged)]
    [InlineData("root", PodSecurityLevel.Baseline)]
    [InlineData("escalation", PodSecurityLevel.Baseline)]
    [InlineData("no seccomp", PodSecurityLevel.Baseline)]
    [InlineData("keeps capabilities", PodSecurityLevel.Baseline)]
    [InlineData("nfs", PodSecurityLevel.Baseline)]
    internal void The_evaluator_tells_the_levels_apart(string change, PodSecurityLevel expected)
    {
        var container = new V1Container
        {
            Name = "c",
            SecurityContext = new V1SecurityContext { AllowPrivilegeEscalation = false, Capabilities = new V1Capabilities { Drop = ["ALL"] } },
        };
        var pod = new V1PodSpec
        {
            Containers = [container],
            SecurityContext = new V1PodSecurityContext { RunAsNonRoot = true, SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" } },
        };
        _ = change switch
        {
            "hostNetwork" => (object)(pod.HostNetwork = true),
            "hostPath" => pod.Volumes = [new V1Volume { Name = "v", HostPath = new V1HostPathVolumeSource { Path = "/" } }],
            "hostPort" => container.Ports = [new V1ContainerPort { ContainerPort = 80, HostPort = 80 }],
            "privileged" => container.SecurityContext.Privileged = true,
            "SYS_ADMIN" => container.SecurityContext.Capabilities.Add = ["SYS_ADMIN"],
            "root" => pod.SecurityContext.RunAsUser = 0,
            "escalation" => container.SecurityContext.AllowPrivilegeEscalation = true,
            "no seccomp" => pod.SecurityContext.SeccompProfile = new V1SeccompProfile(),
            "keeps capabilities" => container.SecurityContext.Capabilities.Drop = [],
            "nfs" => pod.Volumes = [new V1Volume { Name = "v", Nfs = new V1NFSVolumeSource() }],
            _ => change,
        };
        Assert.Equal(expected, PodSecurity.LevelOf(pod));
    }
}
