using System.Collections.Immutable;
using TalosPlatform.Cost;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Cost.Recommendations;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Reports;

namespace TalosPlatform.Tests.Cost;

public class RecommendationsTest
{
    private static readonly PriceBook Aws = CostTestFiles.Book("aws");
    private static readonly UsageProfile Day = new(0.1m, 0.2m, 0.5m, 1, 1440, TimeSpan.FromDays(1));

    [Theory]
    [InlineData(0.2, 1, 0.2, 1.15)]
    [InlineData(0.001, 1, 0.01, 1.15)] // at least 10m
    [InlineData(0.2, 0.01, 0.2, 0.09765625)] // at least 100 Mi
    public void Requests_follow_from_what_was_measured(decimal p95, decimal most, decimal cpu, decimal memory)
    {
        var sizing = RightSizing.Of(Day with { CpuP95 = p95, MemoryMax = most }, 0, 0, false);
        Assert.Equal((cpu, memory, null), (sizing.Cpu.Expected, sizing.Memory.Expected, sizing.Refusal));
    }

    [Theory]
    [InlineData(99, 600, "99 points were measured, 100 are needed")]
    [InlineData(100, 179, "179 minutes were measured, 3 hours are needed")]
    [InlineData(100, 180, null)]
    public void Too_little_is_refused_unless_asked_for(int points, int minutes, string? refusal)
    {
        var profile = Day with { Points = points, Span = TimeSpan.FromMinutes(minutes) };
        Assert.Equal(refusal, RightSizing.Of(profile, 0, 0, adviseOnShortRuns: false).Refusal);
        Assert.Null(RightSizing.Of(profile, 0, 0, adviseOnShortRuns: true).Refusal);
        Assert.Equal("not measured", RightSizing.Of(null, 0, 0, true).Refusal);
    }

    [Fact]
    public void A_projection_beyond_what_was_measured_raises_the_request()
    {
        var sizing = RightSizing.Of(Day, 0.5m, 2, false);
        Assert.Equal((0.5m, 2.3m), (sizing.Cpu.Expected, sizing.Memory.Expected));
    }

    [Theory]
    [InlineData(1, 1440, 1)]
    [InlineData(7, 1440, 1)] // samples are scarce
    [InlineData(0.5, 100_000, 0.5)] // time is short
    public void Confidence_is_the_scarcer_of_days_and_samples(double days, int samples, decimal confidence) =>
        Assert.Equal(confidence, ConfidenceBounds.Confidence(TimeSpan.FromDays(days), samples));

    [Theory]
    [InlineData(1, 0.998003, 4)] // 1 / 1.001², 2 × (1 + 1)
    [InlineData(10, 0.9998, 2.2)]
    [InlineData(0.01, 0.826446, 202)]
    public void Bounds_close_in_with_confidence(decimal confidence, decimal low, decimal high)
    {
        var bounds = ConfidenceBounds.Of(1, 1.5m, 2, confidence);
        Assert.Equal((low, 1.5m, high), (Math.Round(bounds.Low, 6), bounds.Expected, bounds.High));
    }

    [Fact]
    public void A_saving_is_stated_where_a_node_less_is_enough()
    {
        var advice = Advise(new CostSettings { NodeType = "m5.large" }, Service("a", 4, 0.9m, 1));
        Assert.Null(advice.Single(a => a is { Kind: "right-size", Subject: "a" }).Saving);
        Assert.Equal(70.08m, advice.Single(a => a is { Kind: "right-size", Subject: "all services" }).Saving);
        Assert.Contains("CPU 900m → 200m", advice.Single(a => a.Subject == "a").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_saving_is_stated_where_no_node_changes()
    {
        var advice = Advise(new CostSettings { NodeType = "m5.large" }, Service("a", 1, 0.9m, 1));
        Assert.Null(Assert.Single(advice, a => a.Kind == "right-size").Saving);
    }

    [Fact]
    public void A_bill_by_requests_states_the_saving_of_each_service()
    {
        var settings = new CostSettings { Provider = "gcp", Scheme = "autopilot" };
        var section = CostModel.Estimate(new CostInput(settings, CostTestFiles.Book("gcp"), [Service("a", 1, 0.9m, 1.15m)], [], []));
        Assert.Equal(Math.Round(0.7m * 0.0445m * 730, 2), section.Recommendations.Single().Saving);
    }

    [Fact]
    public void A_request_that_is_about_right_is_left_alone() =>
        Assert.Empty(Advise(new CostSettings { Scheme = "fargate" }, Service("a", 1, 0.21m, 1.1m)));

    [Fact]
    public void A_cheaper_type_or_fewer_nodes_are_told()
    {
        var type = Advise(new CostSettings { NodeType = "m5.2xlarge" }, Service("a", 1, 0.2m, 1.15m)).Single(a => a.Kind == "node-type");
        Assert.Equal((0.384m - 0.085m) * 730, type.Saving);
        var fewer = Advise(new CostSettings { NodeType = "m5.large", Nodes = 3 }, Service("a", 1, 0.2m, 4)).First(a => a.Kind == "node-type");
        Assert.Contains("hold everything that 3 × m5.large do", fewer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_last_node_that_is_mostly_empty_becomes_a_smaller_one()
    {
        var mix = Advise(new CostSettings { NodeType = "m5.xlarge" }, Service("a", 5, 0.9m, 3)).Single(a => a.Kind == "node-mix");
        Assert.Contains("1 × m5.xlarge and 1 × c6i.large", mix.Message, StringComparison.Ordinal);
        Assert.Equal((0.192m - 0.085m) * 730, mix.Saving);
    }

    [Fact]
    public void Spot_is_for_what_can_stand_interruption()
    {
        var settings = new CostSettings { NodeType = "m5.large" };
        Assert.DoesNotContain(Advise(settings, Service("a", 4, 0.9m, 1)), a => a.Kind == "spot");
        var spot = Advise(settings, Service("a", 4, 0.9m, 1) with { Interruptible = true }, Service("db", 2, 0.9m, 1)).Single(a => a.Kind == "spot");
        Assert.Contains("(a)", spot.Message, StringComparison.Ordinal);
        Assert.Equal(Math.Round(2 * (0.096m - 0.0386m) * 730, 2), spot.Saving);
    }

    [Fact]
    public void Why_there_is_no_advice_is_told()
    {
        var service = Service("a", 1, 0.9m, 1);
        var young = service with { Containers = [service.Containers[0] with { Profile = Day with { Points = 5 } }] };
        var section = CostModel.Estimate(new CostInput(new CostSettings(), Aws, [young], [], []));
        Assert.Contains("no advice on the requests of a: 5 points were measured, 100 are needed", section.Assumptions);
        Assert.DoesNotContain(section.Recommendations, r => r.Kind == "right-size");
    }

    private static ImmutableArray<CostAdvice> Advise(CostSettings settings, params ServiceDemand[] services) =>
        CostModel.Estimate(new CostInput(settings, Aws, [.. services], [], [])).Recommendations;

    private static ServiceDemand Service(string name, int replicas, decimal cpuRequest, decimal memoryRequest) => new(name, replicas, false,
        [new ContainerDemand("main", cpuRequest, memoryRequest, Estimate.Exactly(0.1m), Estimate.Exactly(0.5m)) { Profile = Day }]);
}
