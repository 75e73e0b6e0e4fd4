using System.Collections.Immutable;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Workloads;

namespace TalosPlatform.Tests.Cost;

public class DemandBuilderTest
{
    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    [Theory]
    [InlineData("orders", "api")] // named like nothing: the first container
    [InlineData("envoy", "envoy")] // named like the container
    public void Usage_of_a_process_is_that_of_the_main_container(string name, string container)
    {
        var demand = Build([Workload(name, "Deployment", 1, ("api", 0.1m), ("envoy", 0.2m))], Usage(name, "")).Services.Single();
        Assert.Equal(container, demand.Containers.Single(c => c.CpuUsage is not null).Name);
    }

    [Fact]
    public void Usage_of_containers_goes_to_them_and_an_injected_one_is_not_forgotten()
    {
        var demand = Build([Workload("orders", "Deployment", 1, ("api", 0.1m), ("envoy", 0.2m))], Usage("orders", "envoy", "istio-proxy")).Services.Single();
        Assert.Equal(["envoy", "istio-proxy"], demand.Containers.Where(c => c.CpuUsage is not null).Select(c => c.Name));
        Assert.Null(demand.Containers.Single(c => c.Name == "istio-proxy").CpuRequest);
    }

    [Fact]
    public void A_measurement_finds_its_workload_by_job()
    {
        var workload = Workload("orders-deployment", "Deployment", 3, ("api", 0.1m)) with { PodLabels = None.Add("app", "orders") };
        var demands = Build([workload], Usage("orders", ""));
        Assert.Equal(("orders", 3, true), (demands.Services.Single().Name, demands.Services.Single().Replicas, demands.Services.Single().Interruptible));
        Assert.Empty(demands.Gaps);
    }

    [Theory]
    [InlineData("Deployment", 1, false, false)]
    [InlineData("Deployment", 2, false, true)]
    [InlineData("StatefulSet", 2, false, false)]
    [InlineData("DaemonSet", 1, true, false)]
    public void The_kind_decides_where_pods_run(string kind, int replicas, bool everyNode, bool interruptible)
    {
        var demand = Build([Workload("a", kind, replicas, ("a", 0.1m))], Usage("a", "")).Services.Single();
        Assert.Equal((everyNode, interruptible), (demand.EveryNode, demand.Interruptible));
    }

    [Fact]
    public void What_is_not_known_is_told()
    {
        var demands = DemandBuilder.Build(
            [Workload("unmeasured", "Deployment", 1, ("a", 0.1m)), Workload("nothing", "Deployment", 1, ("a", null)), Workload("asleep", "Deployment", 0, ("a", 0.1m))],
            [Usage("stray", "")], [], ImmutableSortedDictionary<string, decimal>.Empty.Add("unknwon", 5));
        Assert.Equal(["unmeasured", "stray"], demands.Services.Select(s => s.Name));
        Assert.Equal(
            [
                "unmeasured: not measured: priced by its requests",
                "nothing: not measured: priced by its requests",
                "nothing: container \"a\" has no CPU request: its CPU is not priced",
                "nothing: container \"a\" has no memory request: its memory is not priced",
                "nothing: neither requests nor measured usage: not priced",
                "stray: no manifest: requests and replicas are unknown, priced by measured usage as one pod",
                "unknwon: has a target of requests a second but no such service was found",
            ],
            demands.Gaps);
        Assert.Equal(["asleep: scaled to 0 replicas: costs nothing"], demands.Notes);
    }

    private static Demands Build(ImmutableArray<Workload> workloads, ServiceUsage usage) => DemandBuilder.Build(workloads, [usage], [], ImmutableSortedDictionary<string, decimal>.Empty);

    private static Workload Workload(string name, string kind, int replicas, params (string Name, decimal? Request)[] containers) => new(kind, name, "default", replicas, None, None,
        [.. containers.Select(c => new WorkloadContainer(c.Name, "image:1", ImmutableSortedDictionary<string, int>.Empty, c.Request, c.Request * (1L << 30), null, null))]);

    private static ServiceUsage Usage(string service, params string[] containers) =>
        new(service, [.. containers.Select(c => new ContainerUsage(c, [new InstanceUsage([new(0, 10, 0.3m)], [new(5, 0.4m)])]))]);
}
