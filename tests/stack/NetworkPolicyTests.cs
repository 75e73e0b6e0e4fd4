using k8s.Models;
using TalosPlatform.Stack.Policies.NetworkPolicies;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>Who reaches what. Not every network plugin enforces policies, so they are evaluated here.</summary>
public sealed class NetworkPolicyTests
{
    private static readonly NetworkPeer App = NetworkPeer.Pod("default", [new("app.kubernetes.io/name", "shop")]);
    private static readonly NetworkPeer Prometheus = NetworkPeer.Pod("observability", [new("app.kubernetes.io/name", "prometheus")]);

    [Fact]
    public void Every_namespace_denies_what_is_not_allowed() => Assert.All(Manifests.OfType<V1Namespace>(), space =>
        Assert.Single(Manifests.OfType<V1NetworkPolicy>(), p =>
            p.Metadata.NamespaceProperty == space.Metadata.Name && p.Spec.PodSelector.MatchLabels is null && p.Spec.Ingress is null && p.Spec.PolicyTypes.SequenceEqual(["Ingress"])));

    [Fact]
    public void Every_workload_has_a_policy_of_its_own() => Assert.All(Manifests.Workloads, workload =>
        Assert.Single(Manifests.OfType<V1NetworkPolicy>(), p =>
            p.Metadata.NamespaceProperty == workload.Namespace && p.Spec.PodSelector.MatchLabels?.SequenceEqual(workload.Template.Metadata.Labels) == true));

    [Fact]
    public void Ports_of_policies_are_ports_of_the_pods() => Assert.All(Manifests.OfType<V1NetworkPolicy>().SelectMany(p => (p.Spec.Ingress ?? []).SelectMany(r => r.Ports).Select(port => (p, port))), entry =>
    {
        Assert.Equal("TCP", entry.port.Protocol);
        Assert.Contains(Manifests.Workloads.Where(w => w.Namespace == entry.p.Metadata.NamespaceProperty && w.Template.Metadata.Labels.SequenceEqual(entry.p.Spec.PodSelector.MatchLabels))
            .SelectMany(w => w.Container.Ports), port => port.Name == entry.port.Port.Value);
    });

    [Fact]
    public void Kubelets_reach_every_probe() => Assert.All(Manifests.Workloads, workload =>
        Assert.All(new[] { workload.Container.StartupProbe, workload.Container.ReadinessProbe, workload.Container.LivenessProbe },
            probe => Assert.True(Policies.Allows(Policies.Outside, workload, probe.HttpGet.Port.Value), $"{workload.Name} {probe.HttpGet.Port.Value}")));

    [Fact]
    public void Prometheus_reaches_every_port_it_scrapes() => Assert.All(Manifests.Workloads, workload =>
        Assert.All(workload.Container.Ports.Where(p => p.Name is "metrics" or "http-metrics"), port => Assert.True(Policies.Allows(Prometheus, workload, port.Name), $"{workload.Name} {port.Name}")));

    [Theory]
    [InlineData("tempo", "otlp-grpc", true, false)]
    [InlineData("tempo", "otlp-http", true, false)]
    [InlineData("opentelemetry-collector", "otlp-http", true, false)]
    [InlineData("opentelemetry-collector", "http-metrics", false, false)]
    [InlineData("traefik", "web", true, true)]
    [InlineData("grafana", "http-metrics", true, true)]
    [InlineData("loki", "http-metrics", true, true)]
    [InlineData("loki", "grpc", false, false)]
    [InlineData("pyroscope", "grpc", false, false)]
    [InlineData("prometheus", "anything-else", false, false)]
    public void Callers_reach_what_they_need(string workload, string port, bool fromAnApplication, bool fromOutside)
    {
        var target = Manifests.Workloads.Single(w => w.Name == workload);
        Assert.Equal((fromAnApplication, fromOutside), (Policies.Allows(App, target, port), Policies.Allows(Policies.Outside, target, port)));
    }
}
