using k8s.Models;
using TalosPlatform.Stack.Policies.PodSecurity;
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
        Assert.Empty(PodSecurityStandard.Check(Policies.Pod(workload.Template), enforced).Select(v => $"{workload.Name}: {v.Message}"));
    });

    [Fact]
    public void Nothing_is_in_a_privileged_namespace_that_needs_no_privilege() =>
        Assert.All(Manifests.Workloads.Where(w => w.Namespace == "observability-agents"), workload => Assert.Equal(PodSecurityLevel.Privileged, PodSecurityStandard.LevelOf(Policies.Pod(workload.Template))));
}
