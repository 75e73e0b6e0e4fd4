using k8s.Models;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>Services lead to pods, and every component answers under its own name.</summary>
public sealed class ServiceTests
{
    // Readiness as the platform asks for it, at the port named http.
    private static readonly Dictionary<string, string> ReadyPaths = new()
    {
        ["alertmanager"] = "/-/ready",
        ["alloy"] = "/-/ready",
        ["grafana"] = "/api/health",
        ["kube-state-metrics"] = "/livez",
        ["local-path-storage"] = "/ready",
        ["loki"] = "/ready",
        ["node-exporter"] = "/",
        ["opentelemetry-collector"] = "/",
        ["prometheus"] = "/-/ready",
        ["pyroscope"] = "/ready",
        ["tempo"] = "/ready",
        ["traefik"] = "/ping",
    };

    public static TheoryData<string> Services => [.. Manifests.OfType<V1Service>().Select(s => s.Metadata.Name).Distinct().Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Services))]
    public void A_service_leads_to_declared_ports_of_a_pod(string name) =>
        Assert.All(Manifests.OfType<V1Service>().Where(s => s.Metadata.Name == name), service =>
        {
            var workload = Assert.Single(Manifests.Workloads, w => w.Namespace == service.Metadata.NamespaceProperty && Selects(service, w));
            Assert.All(service.Spec.Ports, port =>
            {
                Assert.Equal("TCP", port.Protocol);
                Assert.Contains(workload.Container.Ports, p => p.Name == port.TargetPort.Value);
            });
        });

    [Fact]
    public void Every_component_answers_when_asked_whether_it_is_ready()
    {
        Assert.Equal(ReadyPaths.Keys.Order(StringComparer.Ordinal), Manifests.Components.Where(c => c != "namespaces"));
        Assert.All(ReadyPaths, entry =>
        {
            var service = Manifests.OfType<V1Service>().Single(s => s.Metadata.Name == entry.Key);
            var workload = Manifests.Workloads.Single(w => w.Namespace == service.Metadata.NamespaceProperty && Selects(service, w));
            var target = service.Spec.Ports.Single(p => p.Name == "http").TargetPort.Value;
            Assert.Contains(new[] { workload.Container.ReadinessProbe, workload.Container.LivenessProbe }, probe => probe.HttpGet.Path == entry.Value && probe.HttpGet.Port.Value == target);
        });
    }

    [Theory]
    [InlineData("standard", "tempo")]
    [InlineData("full", "opentelemetry-collector")]
    public async Task Applications_send_otlp_to_one_name_in_every_profile(string profile, string receiver)
    {
        var service = (await Profile.RenderAsync(profile)).Find<V1Service>("observability", "otlp")!;
        Assert.Equal(receiver, service.Spec.Selector["app.kubernetes.io/name"]);
        Assert.Equal([4317, 4318], service.Spec.Ports.Select(p => p.Port));
    }

    private static bool Selects(V1Service service, Workload workload) =>
        service.Spec.Selector.All(pair => workload.Template.Metadata.Labels.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
