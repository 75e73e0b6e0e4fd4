using System.Collections.Immutable;
using CsCheck;
using TalosPlatform.Cost;
using TalosPlatform.Cost.Compute;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Reports;

namespace TalosPlatform.Tests.Cost;

public class CostModelTest
{
    private static readonly PriceBook Aws = CostTestFiles.Book("aws");
    private static readonly PriceBook Gcp = CostTestFiles.Book("gcp");
    private static readonly CostSettings M5 = new() { NodeType = "m5.large", ControlPlane = "none" };

    private static readonly Gen<ServiceDemand> Service =
        Gen.Select(Gen.Int[0, 12], Gen.Int[1, 1500], Gen.Int[1, 5000], Gen.Int[0, 1500], Gen.Int[0, 5000], Gen.Bool, Gen.Int[0, 9])
            .Select((replicas, cpuRequest, memoryRequest, cpu, memory, hasRequest, every) => new ServiceDemand("s", Math.Max(1, replicas), every == 0, [
                new ContainerDemand("c", hasRequest ? cpuRequest / 1000m : null, hasRequest ? memoryRequest / 1024m : null, Around(cpu / 1000m / (every == 0 ? 10 : 1)), Around(memory / 1024m / (every == 0 ? 10 : 1)))]));

    private static readonly Gen<ImmutableArray<ServiceDemand>> Services =
        Service.Array[0, 20].Select(list => list.Select((s, i) => s with { Name = $"s{i}" }).ToImmutableArray());

    [Theory]
    [InlineData(0.5, 1, 0.2, 0.5, 0.5, 1)] // the request is larger
    [InlineData(0.5, 1, 0.7, 2, 0.7, 2)] // the usage is larger
    [InlineData(0.5, 1, 0.7, 0.5, 0.7, 1)] // each for itself
    public void What_is_paid_is_the_larger_of_request_and_usage(decimal cpuRequest, decimal memoryRequest, decimal cpu, decimal memory, decimal paidCpu, decimal paidMemory)
    {
        var cost = Estimate(M5, Pod(1, cpuRequest, memoryRequest, cpu, memory)).Services.Single();
        Assert.Equal((paidCpu, paidMemory), (cost.CpuCores, cost.MemoryGiB));
        Assert.Equal(Math.Round((paidCpu * 0.031247m + paidMemory * 0.004188m) * 730, 1), Math.Round(cost.Monthly, 1));
    }

    [Fact]
    public void Efficiency_is_usage_by_request()
    {
        var cost = Estimate(M5, Pod(1, 0.5m, 2, 0.1m, 1)).Services.Single();
        Assert.Equal((0.2m, 0.5m), (cost.CpuEfficiency, cost.MemoryEfficiency));
        var without = Estimate(M5, Pod(1, null, null, 0.1m, 1)).Services.Single();
        Assert.Equal((null, null), (without.CpuEfficiency, without.MemoryEfficiency));
    }

    [Fact]
    public void The_bill_is_of_whole_nodes_and_idle_is_the_rest()
    {
        var section = Estimate(M5, Pod(4, 0.5m, 0.5m, null, null));
        Assert.Equal(2, section.NodePools.Single().Count);
        Assert.Equal(2 * 0.096m * 730, section.Billed);
        Assert.Equal(section.Billed, section.Allocated + section.Idle);
        Assert.Equal(2, section.Nodes.Length);
        Assert.Equal((0.43m, 3), (section.Nodes.Min(n => n.CpuCores), section.Nodes.Max(n => n.Pods)));
        Assert.Equal(Math.Round(section.Idle, 4), Math.Round(section.Nodes.Sum(n => n.Monthly), 4));
    }

    [Fact]
    public void A_DaemonSet_runs_on_every_node()
    {
        var daemon = Pod(1, 0.4m, 0.1m, null, null, "agent") with { EveryNode = true };
        var section = Estimate(M5, Pod(4, 0.5m, 0.5m, null, null), daemon);
        Assert.Equal(2, section.NodePools.Single().Count);
        Assert.Equal(Math.Round(2 * (0.4m * 0.031247m + 0.1m * 0.004188m) * 730, 1), Math.Round(section.Services.Single(s => s.Name == "agent").Monthly, 1));
        Assert.Equal(5, Estimate(M5, Pod(4, 0.5m, 0.5m, null, null), daemon with { Containers = [new("a", 0.95m, 0.1m, null, null)] }, Pod(1, 0.9m, 0.1m, null, null, "more")).NodePools.Single().Count);
    }

    [Fact]
    public void A_pod_that_fits_no_node_is_a_gap_and_not_priced()
    {
        var section = Estimate(M5, Pod(1, 64, 1, null, null, "giant"));
        Assert.Contains(section.Gaps, g => g.StartsWith("giant:", StringComparison.Ordinal) && g.Contains("64 cores", StringComparison.Ordinal));
        Assert.Equal(0, section.Billed);
        Assert.Contains("3 of 5 pods", Estimate(M5 with { Nodes = 1 }, Pod(5, 0.7m, 1, null, null)).Gaps.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_takes_the_cheapest_type_that_holds_everything()
    {
        var small = Estimate(new CostSettings(), Pod(1, 0.1m, 0.1m, null, null));
        Assert.Equal("t3.medium", small.NodePools.Single().Type);
        var memory = Estimate(new CostSettings(), Pod(10, 0.1m, 6.5m, null, null));
        Assert.Equal("r6i.large", memory.NodePools.Single().Type);
        Assert.Equal("t4g.medium", Estimate(new CostSettings { Architecture = "arm64" }, Pod(1, 0.1m, 0.1m, null, null)).NodePools.Single().Type);
    }

    [Fact]
    public void Auto_finds_what_trying_every_type_finds() => Services.Sample(services =>
    {
        var settings = new CostSettings();
        var tried = Aws.Nodes.Where(n => n.Gpus == 0 && n.Architecture == "amd64").Select(n => new NodesScheme(Aws, n, null, "on-demand", 730).Price(services, Bound.Expected, Bound.Expected)).ToList();
        var cheapest = tried.OrderBy(b => b.Unplaced).ThenBy(b => b.Total).First();
        var chosen = NodeChoice.Cheapest(Aws, settings, services, _ => true)!.Value.Bill;
        Assert.Equal((cheapest.Unplaced, cheapest.Total), (chosen.Unplaced, chosen.Total));
    });

    [Fact]
    public void A_type_that_cannot_hold_the_pods_of_every_node_holds_nothing()
    {
        var agent = Pod(1, 3m, 1m, null, null, "agent") with { EveryNode = true };
        var bill = new NodesScheme(Aws, Aws.Node("t3.medium"), null, "on-demand", 730).Price([agent], Bound.Expected, Bound.Expected);
        Assert.Equal((1, 0m), (bill.Unplaced, bill.Total));
        Assert.Contains("does not fit a t3.medium", Assert.Single(bill.Gaps), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_price_is_a_gap_and_never_zero()
    {
        var settings = M5 with { Storage = [new("io9", 10)], Extras = [new("teleport", 1)], ControlPlane = "free" };
        var section = Estimate(settings, Pod(1, 0.1m, 0.1m, null, null));
        Assert.Equal(3, section.Gaps.Length);
        Assert.DoesNotContain(section.Lines, l => l.Monthly == 0);
    }

    [Theory]
    [InlineData(50, "budget-exceeded")]
    [InlineData(100, "budget-at-risk")]
    [InlineData(10_000, null)]
    public void A_budget_is_held_against_the_estimate(decimal budget, string? rule)
    {
        var section = Estimate(M5 with { BudgetMonthly = budget }, Measured(new Estimate(0.1m, 0.5m, 1.9m), Around(1)), Pod(1, 0.5m, 0.5m, null, null, "b"));
        Assert.Equal(rule, section.Findings.SingleOrDefault()?.Rule);
        Assert.Equal(budget, section.Budget);
    }

    [Fact]
    public void The_largest_source_of_error_comes_first()
    {
        ServiceDemand[] noisy = [Measured(new Estimate(0.1m, 0.2m, 1.9m), Around(1), "noisy"), Pod(1, 1.5m, 0.5m, null, null, "calm")];
        var usage = Estimate(M5, noisy);
        Assert.Contains("\"noisy\"", usage.Assumptions[0], StringComparison.Ordinal);
        var spot = Estimate(M5 with { Purchase = "spot" }, noisy[1]);
        Assert.Contains("spot price", spot.Assumptions[0], StringComparison.Ordinal);
        Assert.Equal(new CostRange(23.287m, 28.178m, 33.069m), spot.Monthly);
        Assert.Contains("whole nodes", Estimate(M5, noisy[1]).Assumptions[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Fargate_bills_each_pod_by_its_size()
    {
        var section = Estimate(new CostSettings { Scheme = "fargate", ControlPlane = "none" }, Pod(3, 0.3m, 0.5m, null, null), Pod(1, 0.1m, 0.1m, null, null, "agent") with { EveryNode = true });
        Assert.Equal(Math.Round(3 * 730 * (0.5m * 0.04048m + 1 * 0.004445m), 6), section.Services.Single(s => s.Name == "svc").Monthly);
        Assert.Equal(0, section.Idle);
        Assert.Contains(section.Gaps, g => g.Contains("no DaemonSets", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.5, 2, 0.5, 2)]
    [InlineData(0.01, 0.01, 0.05, 0.05078125)] // the least a pod can ask for; memory never below 1 GiB a core
    [InlineData(1, 0.5, 1, 1)] // at least 1 GiB a core
    [InlineData(1, 13, 2, 13)] // at most 6.5 GiB a core
    public void Autopilot_bills_requests_within_its_bounds(decimal cpuRequest, decimal memoryRequest, decimal cpu, decimal memory)
    {
        var pod = Pod(2, cpuRequest, memoryRequest, 100, 100);
        Assert.Equal((cpu, memory), AutopilotScheme.Billed(pod));
        var section = CostModel.Estimate(new CostInput(new CostSettings { Provider = "gcp", Scheme = "autopilot", ControlPlane = "none" }, Gcp, [pod], [], []));
        Assert.Equal(2 * 730 * (cpu * 0.0445m + memory * 0.0049225m + 0.0000548m), section.Billed, 4);
    }

    [Fact]
    public void Without_requests_Autopilot_takes_its_defaults_and_says_so()
    {
        var pod = Pod(1, null, null, 0.1m, 0.1m);
        Assert.Equal((0.5m, 2m), AutopilotScheme.Billed(pod));
        var section = CostModel.Estimate(new CostInput(new CostSettings { Provider = "gcp", Scheme = "autopilot" }, Gcp, [pod], [], []));
        Assert.Contains(section.Gaps, g => g.Contains("requests nothing", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_to_price_is_a_finding() =>
        Assert.Equal("nothing-to-price", Estimate(M5).Findings.Single().Rule);

    [Fact]
    public void What_is_allocated_adds_up_to_the_bill_less_idle() => Gen.Select(Services, Gen.Bool.Select(fargate => fargate ? "fargate" : "nodes")).Sample((services, scheme) =>
    {
        var section = Estimate(new CostSettings { Scheme = scheme, NodeType = "m5.2xlarge", EgressGB = 100 }, [.. services]);
        var fees = section.Lines.Where(l => l.Category != "compute").Sum(l => l.Monthly);
        Assert.Equal(section.Billed, section.Allocated + section.Idle + fees);
        Assert.Equal(section.Allocated, section.Services.Sum(s => s.Monthly));
        Assert.True(section.Idle >= (scheme == "nodes" ? 0 : -0.001m));
        Assert.True(section.Monthly.Low <= section.Monthly.Expected && section.Monthly.Expected <= section.Monthly.High);
        Assert.All(section.Services, s => Assert.True(s.Low <= s.Monthly && s.Monthly <= s.High));
    });

    [Fact]
    public void More_usage_never_costs_a_service_less() => Gen.Select(Service, Gen.Int[1, 300]).Sample((service, more) =>
    {
        var busier = service with { Containers = [.. service.Containers.Select(c => c with { CpuUsage = Around((c.CpuUsage?.Expected ?? 0) + more / 1000m) })] };
        foreach (var settings in new[] { M5 with { NodeType = "m5.2xlarge" }, new CostSettings { Scheme = "fargate" } })
        {
            var (before, after) = (Estimate(settings, service), Estimate(settings, busier));
            Assert.True(after.Billed >= before.Billed);
            Assert.True(after.Allocated >= before.Allocated);
        }
    });

    private static CostSection Estimate(CostSettings settings, params ServiceDemand[] services) => CostModel.Estimate(new CostInput(settings, Aws, [.. services], [], []));

    private static ServiceDemand Pod(int replicas, decimal? cpuRequest, decimal? memoryRequest, decimal? cpu, decimal? memory, string name = "svc") =>
        new(name, replicas, false, [new ContainerDemand("main", cpuRequest, memoryRequest, Known(cpu), Known(memory))]);

    private static ServiceDemand Measured(Estimate cpu, Estimate memory, string name = "svc") => new(name, 1, false, [new ContainerDemand("main", null, null, cpu, memory)]);

    private static Estimate? Known(decimal? value) => value is { } known ? TalosPlatform.Cost.Estimate.Exactly(known) : null;

    private static Estimate Around(decimal value) => new(value * 0.8m, value, value * 1.3m);
}
