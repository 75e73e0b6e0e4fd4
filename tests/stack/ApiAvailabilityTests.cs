using k8s.Models;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>Every API the manifests use is served from the oldest to the newest Kubernetes we support.</summary>
public sealed class ApiAvailabilityTests
{
    private static readonly YamlDotNet.RepresentationModel.YamlMappingNode Table = Yaml.Load(Path.Combine(Repository.Root, "tests", "stack", "api-availability.yaml"));

    [Theory]
    [InlineData("networking.k8s.io/v1/Ingress", true)]
    [InlineData("networking.k8s.io/v1beta1/Ingress", false)]
    [InlineData("policy/v1/PodDisruptionBudget", false)]
    [InlineData("policy/v1beta1/PodDisruptionBudget", false)]
    [InlineData("batch/v1/CronJob", false)]
    [InlineData("autoscaling/v2/HorizontalPodAutoscaler", false)]
    [InlineData("apps/v1/Deployment", true)]
    [InlineData("v1/ComponentStatus", false)]
    public void The_table_knows_what_every_supported_version_serves(string api, bool served) => Assert.Equal(served, IsServedThroughout(api));

    [Fact]
    public void Every_object_uses_an_api_that_is_served_throughout() =>
        Assert.DoesNotContain(Manifests.All.Concat(Manifests.OfApplications), m => !IsServedThroughout($"{m.Object.ApiVersion}/{m.Object.Kind}"));

    [Fact]
    public void No_field_is_newer_than_the_oldest_version()
    {
        foreach (var workload in Manifests.Workloads)
        {
            Assert.Null(workload.Pod.Os);
            Assert.Null(workload.Pod.HostUsers);
            Assert.Null(workload.Pod.SchedulingGates);
            Assert.Null(workload.Pod.ResourceClaims);
            Assert.Null(workload.Container.ResizePolicy);
            Assert.All(new[] { workload.Container.StartupProbe, workload.Container.ReadinessProbe, workload.Container.LivenessProbe },
                probe => Assert.True(probe is { Grpc: null, TerminationGracePeriodSeconds: null }));
            Assert.All(workload.Pod.Volumes ?? [], volume => Assert.True(volume is { Ephemeral: null, Image: null }));
        }

        Assert.All(Manifests.OfType<V1Service>(), service => Assert.True(service.Spec is { InternalTrafficPolicy: null, LoadBalancerClass: null, TrafficDistribution: null }));
        Assert.All(Manifests.OfType<V1PersistentVolumeClaim>(), claim => Assert.True(claim.Spec is { DataSourceRef: null, VolumeAttributesClassName: null }));
    }

    internal static bool IsServedThroughout(string api)
    {
        var supported = Table.Get("supported")!;
        return Table.Get("apis")!.Get(api) is { } entry
            && Minor(entry.Text("since")!) <= Minor(supported.Text("from")!)
            && (entry.Text("until") is not { } until || Minor(until) >= Minor(supported.Text("to")!));
    }

    private static int Minor(string version) => int.Parse(version.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture);
}
