using k8s.Models;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>What every pod of the stack has, with the exceptions spelled out.</summary>
public sealed class WorkloadTests
{
    // The kubelet lets root alone read log files.
    private static readonly string[] RunsAsRoot = ["alloy"];

    // Datasources are plugin processes that Grafana unpacks beside itself.
    private static readonly string[] WritesBesideItsData = ["grafana"];

    // They read the node: its counters, its log files.
    private static readonly string[] ReadsTheNode = ["alloy", "node-exporter"];

    // They talk to the API server.
    private static readonly string[] UsesItsToken = ["alloy", "kube-state-metrics", "local-path-provisioner", "opentelemetry-collector", "prometheus", "traefik"];

    public static TheoryData<string> Names => [.. Manifests.Workloads.Select(w => w.Name).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public void Requests_and_limits_are_set_and_ordered(string name)
    {
        var resources = Of(name).Container.Resources;
        foreach (var resource in new[] { "cpu", "memory" })
        {
            Assert.True(resources.Requests[resource].ToDecimal() > 0);
            Assert.True(resources.Limits[resource].ToDecimal() >= resources.Requests[resource].ToDecimal());
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Probes_ask_by_http_on_ports_that_are_declared(string name)
    {
        var container = Of(name).Container;
        foreach (var probe in new[] { container.StartupProbe, container.ReadinessProbe, container.LivenessProbe })
        {
            Assert.NotNull(probe?.HttpGet);
            Assert.Null(probe.Exec);
            Assert.Contains(container.Ports, port => port.Name == probe.HttpGet.Port.Value);
        }

        // Ready within a second of being so, and time enough on a slow machine.
        Assert.Equal(1, container.StartupProbe.PeriodSeconds);
        Assert.InRange(container.StartupProbe.FailureThreshold!.Value, 60, 300);
    }

    [Theory, MemberData(nameof(Names))]
    public void Ports_have_a_name_and_a_protocol(string name) => Assert.All(Of(name).Container.Ports, port =>
    {
        Assert.Matches("^[a-z][a-z0-9-]{0,14}$", port.Name);
        Assert.Equal("TCP", port.Protocol);
    });

    [Theory, MemberData(nameof(Names))]
    public void Containers_are_locked_down(string name)
    {
        var (pod, container) = (Of(name).Pod, Of(name).Container);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Null(container.SecurityContext.Capabilities.Add);
        Assert.NotEqual(true, container.SecurityContext.Privileged);
        Assert.Equal(!WritesBesideItsData.Contains(name), container.SecurityContext.ReadOnlyRootFilesystem);
        if (RunsAsRoot.Contains(name))
        {
            Assert.Equal(0, container.SecurityContext.RunAsUser);
            return;
        }

        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.InRange(pod.SecurityContext.RunAsUser!.Value, 1, 65535);
        Assert.Equal(pod.SecurityContext.RunAsUser, pod.SecurityContext.RunAsGroup);
    }

    [Theory, MemberData(nameof(Names))]
    public void Only_agents_see_the_node(string name)
    {
        var pod = Of(name).Pod;
        var sees = pod.HostNetwork == true || pod.HostPID == true || pod.HostIPC == true || (pod.Volumes ?? []).Any(v => v.HostPath is not null);
        Assert.Equal(ReadsTheNode.Contains(name), sees);
        Assert.Equal(ReadsTheNode.Contains(name), Of(name).Namespace == "observability-agents");
        foreach (var volume in (pod.Volumes ?? []).Where(v => v.HostPath is not null))
            Assert.All(Of(name).Container.VolumeMounts.Where(m => m.Name == volume.Name), mount => Assert.True(mount.ReadOnlyProperty));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_token_is_mounted_where_it_is_used_and_nowhere_else(string name)
    {
        var pod = Of(name).Pod;
        Assert.Equal(UsesItsToken.Contains(name), pod.AutomountServiceAccountToken);
        var bound = Manifests.OfType<V1ClusterRoleBinding>().SelectMany(b => b.Subjects).Any(s => s.Name == pod.ServiceAccountName && s.NamespaceProperty == Of(name).Namespace);
        Assert.Equal(pod.AutomountServiceAccountToken, bound);
    }

    [Theory, MemberData(nameof(Names))]
    public void Space_in_the_pod_is_bounded_and_every_mount_has_its_volume(string name)
    {
        var volumes = Of(name).Pod.Volumes ?? [];
        Assert.All(volumes.Where(v => v.EmptyDir is not null), v => Assert.NotNull(v.EmptyDir.SizeLimit));
        Assert.Equal(volumes.Select(v => v.Name).Order(StringComparer.Ordinal), (Of(name).Container.VolumeMounts ?? []).Select(m => m.Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public void What_writes_to_a_volume_is_never_there_twice(string name)
    {
        if (Of(name).Manifest.Object is not V1Deployment deployment)
            return;
        Assert.Equal(1, deployment.Spec.Replicas);
        if ((Of(name).Pod.Volumes ?? []).Any(v => v.Name == "data"))
        {
            Assert.Equal("Recreate", deployment.Spec.Strategy.Type);
            Assert.Equal("data", Of(name).Pod.Volumes[0].Name);
            Assert.Equal(Of(name).Pod.SecurityContext.RunAsUser, Of(name).Pod.SecurityContext.FsGroup);
        }
    }

    [Fact]
    public void Users_are_those_the_images_are_made_for() => Assert.Equal(
        """
        alertmanager 65534
        grafana 472
        kube-state-metrics 65534
        local-path-provisioner 65532
        loki 10001
        node-exporter 65534
        opentelemetry-collector 10001
        prometheus 65534
        pyroscope 10001
        tempo 10001
        traefik 65532
        """.ReplaceLineEndings("\n"),
        string.Join('\n', Manifests.Workloads.Where(w => !RunsAsRoot.Contains(w.Name)).OrderBy(w => w.Name, StringComparer.Ordinal).Select(w => $"{w.Name} {w.Pod.SecurityContext.RunAsUser}")));

    [Fact]
    public void Service_accounts_give_no_token_unasked() =>
        Assert.All(Manifests.OfType<V1ServiceAccount>(), account => Assert.False(account.AutomountServiceAccountToken));

    [Fact]
    public void The_helper_pod_of_the_storage_stays_within_what_the_provisioner_accepts()
    {
        var pod = Assert.IsType<V1Pod>(Assert.Single(Manifests.Parse(File.ReadAllText(Path.Combine(Manifests.StackRoot, "local-path-storage", "helper-pod.yaml")))));
        var container = Assert.Single(pod.Spec.Containers);
        Assert.Null(pod.Spec.Volumes);
        Assert.Null(container.VolumeMounts);
        Assert.Null(container.SecurityContext.Capabilities);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.False(pod.Spec.AutomountServiceAccountToken);
        Assert.Equal(["cpu", "memory"], container.Resources.Limits.Keys.Order(StringComparer.Ordinal));
    }

    private static Workload Of(string name) => Manifests.Workloads.Single(w => w.Name == name);
}
