using System.Collections.Immutable;
using TalosPlatform.Cost;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Queries;
using TalosPlatform.Workloads;

namespace TalosPlatform.Tests.Cost;

public class UsageTest
{
    [Fact]
    public void A_counter_becomes_cores_between_scrapes()
    {
        var intervals = UsageSeries.Cpu([new(0, 10), new(10, 15), new(12, 15), new(20, 4)], out var dropped);
        Assert.Equal([new(0, 10, 0.5m), new(10, 12, 0m), new(12, 20, 0.5m)], intervals);
        Assert.Equal(0, dropped);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-1)]
    [InlineData(1e19)]
    public void Values_that_cannot_be_are_dropped(double bad)
    {
        Assert.Equal([new(0, 20, 0.5m)], UsageSeries.Cpu([new(0, 0), new(10, bad), new(20, 10)], out var dropped));
        Assert.Equal(1, dropped);
        Assert.Equal([new(1, 1m)], UsageSeries.Memory([new(0, bad), new(1, 1 << 30)], out dropped));
        Assert.Equal(1, dropped);
    }

    [Fact]
    public void One_sample_of_a_counter_tells_nothing()
    {
        Assert.Empty(UsageSeries.Cpu([new(0, 5)], out _));
        Assert.Empty(UsageSeries.Cpu([], out _));
        Assert.Empty(UsageSeries.Cpu([new(5, 1), new(5, 2)], out _));
    }

    [Fact]
    public void The_mean_weighs_by_time_and_lies_between_percentiles()
    {
        // Nine seconds idle in one interval, one second at a full core.
        var usage = Container([new(0, 9, 0), new(9, 10, 1)], [new(0, 1), new(10, 3)]);
        Assert.Equal(new Estimate(0.05m, 0.1m, 0.95m), UsageStatistics.Cpu(usage));
        Assert.Equal(new Estimate(1, 2, 3), UsageStatistics.Memory(usage));
        Assert.Null(UsageStatistics.Cpu(Container([], [])));
        Assert.Null(UsageStatistics.Memory(Container([], [])));
    }

    [Fact]
    public void A_window_takes_the_part_of_each_interval_that_lies_in_it()
    {
        var usage = Container([new(0, 10, 1), new(10, 20, 3)], [new(5, 1), new(15, 3)]);
        Assert.Equal((2m, 1), UsageStatistics.CpuWithin(usage, 5, 15));
        Assert.Equal((3m, 1), UsageStatistics.MemoryWithin(usage, 10, 20));
        Assert.Null(UsageStatistics.CpuWithin(usage, 20, 30));
        var two = usage with { Instances = [usage.Instances[0], usage.Instances[0]] };
        Assert.Equal((4m, 2), UsageStatistics.CpuWithin(two, 0, 20));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.95, 3.85)]
    [InlineData(1, 4)]
    public void Percentiles_are_interpolated(decimal share, decimal value) => Assert.Equal(value, UsageStatistics.Percentile([1, 2, 3, 4], share));

    [Fact]
    public void Selectors_hold_what_they_are_given_and_nothing_else()
    {
        Assert.Equal("process_cpu_seconds_total{job=\"a\\\"} or vector(1) # \\\\\"}", UsageSource.Process("a\"} or vector(1) # \\").CpuSelector);
        Assert.Equal(
            "container_memory_working_set_bytes{namespace=\"shop\",pod=~\"api\\\\.v1-[a-z0-9]+-[a-z0-9]+\",container!=\"\",container!=\"POD\"}",
            UsageSource.Cadvisor(Workload("Deployment")).MemorySelector);
        Assert.EndsWith("pod=~\"api\\\\.v1-[0-9]+\",container!=\"\",container!=\"POD\"}", UsageSource.Cadvisor(Workload("StatefulSet")).CpuSelector, StringComparison.Ordinal);
    }

    private static Workload Workload(string kind) =>
        new(kind, "api.v1", "shop", 1, ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, string>.Empty, []);

    private static ContainerUsage Container(ImmutableArray<CpuInterval> cpu, ImmutableArray<MemoryPoint> memory) => new("", [new InstanceUsage(cpu, memory)]);
}
