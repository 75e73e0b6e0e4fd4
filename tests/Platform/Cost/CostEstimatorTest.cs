using System.Collections.Immutable;
using System.Net;
using TalosPlatform.Cost;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Queries;
using TalosPlatform.Reports;
using TalosPlatform.Shared;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Load;

namespace TalosPlatform.Tests.Cost;

/// <summary>The way from a Prometheus that answers over HTTP to the finished section.</summary>
public class CostEstimatorTest
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);
    private static readonly MeasurementWindow Window = new(Start, Start.AddSeconds(60));
    private static readonly Workload Orders = Load("orders", 2, cpu: 0.1m, memoryMiB: 128);

    [Fact]
    public async Task Measured_usage_becomes_cost()
    {
        using var server = Prometheus(cpu: Ramp(0.25), memory: Flat(512 << 20));
        var section = await EstimateAsync(server, new CostSettings { NodeType = "m5.large", ControlPlane = "none" }, Orders);
        var service = section.Services.Single();
        Assert.Equal(("orders", 0.5m, 1m), (service.Name, Math.Round(service.CpuCores, 3), Math.Round(service.MemoryGiB, 3)));
        Assert.Equal((2.5m, 4m), (service.CpuEfficiency, service.MemoryEfficiency));
        Assert.Equal(Math.Round((0.5m * 0.031247m + 1 * 0.004188m) * 730, 1), Math.Round(service.Monthly, 1));
        Assert.Equal(0.096m * 730, section.Billed);
        Assert.Empty(section.Gaps);
        Assert.Equal("2026-06-01", section.PricesAsOf);
        Assert.Contains("process_cpu_seconds_total{job=\"orders\"}[1m]", WebUtility.UrlDecode(server.Requests[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Levels_of_load_are_projected_to_production()
    {
        // 0.05 cores idle and 2 ms for each request; three levels of 20 s at 10, 20 and 40 requests a second.
        static double Cpu(int second) => 0.05 * second + 0.002 * (10 * Math.Min(second, 20) + 20 * Math.Clamp(second - 20, 0, 20) + 40 * Math.Clamp(second - 40, 0, 20));
        using var server = Prometheus([.. Enumerable.Range(0, 61).Select(i => (i, Text(Cpu(i))))], Flat(512 << 20));
        ImmutableArray<LoadLevel> levels = [Level(1, 10, 0), Level(2, 20, 20), Level(3, 40, 40)];
        var target = ImmutableSortedDictionary<string, decimal>.Empty.Add("orders", 1000);
        var settings = new CostSettings { NodeType = "m5.2xlarge", TargetRps = target };
        var section = await EstimateAsync(server, settings, Orders, levels);
        // Two replicas idle and share 1000 requests a second: 2 × 0.05 + 1000 × 0.002.
        Assert.Equal(2.1m, Math.Round(section.Services.Single().CpuCores, 3));
        Assert.DoesNotContain(section.Gaps, g => g.Contains("no extrapolation of CPU", StringComparison.Ordinal));
        Assert.Contains(section.Assumptions, a => a.Contains("far beyond", StringComparison.Ordinal));

        var two = await EstimateAsync(server, settings, Orders, levels[..2]);
        Assert.Contains(two.Gaps, g => g.StartsWith("orders: no extrapolation of CPU", StringComparison.Ordinal) && g.Contains("2 load levels", StringComparison.Ordinal));
        Assert.InRange(two.Services.Single().CpuCores, 0.15m, 0.3m);
    }

    [Fact]
    public async Task An_empty_Prometheus_leaves_requests_and_says_so()
    {
        using var server = Prometheus([], []);
        var section = await EstimateAsync(server, new CostSettings(), Orders);
        Assert.Equal((0.2m, 0.25m), (section.Services.Single().CpuCores, section.Services.Single().MemoryGiB));
        Assert.Contains(section.Gaps, g => g.Contains("CPU not measured", StringComparison.Ordinal));
        Assert.Contains(section.Gaps, g => g.Contains("memory not measured", StringComparison.Ordinal));
        Assert.Contains(section.Gaps, g => g == "orders: not measured: priced by its requests");
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("-1")]
    [InlineData("+Inf")]
    [InlineData("1e300")]
    public async Task Samples_that_cannot_be_are_left_out_and_counted(string bad)
    {
        var cpu = Ramp(0.25);
        cpu[30] = (30, bad);
        var memory = Flat(512 << 20);
        memory[10] = (10, bad);
        using var server = Prometheus(cpu, memory);
        var section = await EstimateAsync(server, new CostSettings(), Orders);
        Assert.Equal((0.5m, 1m), (Math.Round(section.Services.Single().CpuCores, 3), Math.Round(section.Services.Single().MemoryGiB, 3)));
        Assert.Contains("orders: 2 samples", section.Gaps.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_counter_that_starts_anew_loses_nothing_but_the_restart()
    {
        var cpu = Ramp(0.25).Select(s => s.Second < 30 ? s : (s.Second, Text(0.25 * (s.Second - 30)))).ToArray();
        using var server = Prometheus(cpu, Flat(512 << 20));
        var section = await EstimateAsync(server, new CostSettings(), Orders);
        Assert.InRange(section.Services.Single().CpuCores, 0.49m, 0.5m);
    }

    [Fact]
    public async Task Prometheus_out_of_reach_is_asked_once_and_everything_unmeasured_is_a_gap()
    {
        using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:9/"), Timeout = TimeSpan.FromSeconds(2) };
        var request = Request(new CostSettings(), Orders) with { Sources = [UsageSource.Process("orders"), UsageSource.Process("lonely")] };
        var section = await new CostEstimator(new PriceCatalog(CostTestFiles.PriceFolder)).EstimateAsync(request, new PrometheusClient(http), default);
        Assert.Equal(2, section.Gaps.Count(g => g.Contains("cannot be reached", StringComparison.Ordinal)));
        Assert.Equal("orders", section.Services.Single().Name);
        Assert.DoesNotContain(section.Findings, f => f.Rule == "nothing-to-price");
        var nothing = await new CostEstimator(new PriceCatalog(CostTestFiles.PriceFolder)).EstimateAsync(request with { Workloads = [] }, new PrometheusClient(http), default);
        Assert.Equal("nothing-to-price", nothing.Findings.Single().Rule);
        Assert.Empty(nothing.Services);
    }

    [Theory]
    [InlineData(500, "{\"status\":\"error\",\"error\":\"boom\"}", "boom")]
    [InlineData(200, "<html>", "not JSON")]
    [InlineData(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}", "parse error")]
    public async Task What_Prometheus_complains_of_is_told(int status, string body, string told)
    {
        using var server = new LoopbackServer((_, _) => (status, body));
        var section = await EstimateAsync(server, new CostSettings(), Orders);
        Assert.Contains(section.Gaps, g => g.StartsWith("orders: not measured:", StringComparison.Ordinal) && g.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workload_with_neither_requests_nor_usage_is_never_zero()
    {
        using var server = Prometheus([], []);
        var section = await EstimateAsync(server, new CostSettings(), Load("ghost", 1, null, null));
        Assert.Empty(section.Services);
        Assert.Contains("ghost: neither requests nor measured usage: not priced", section.Gaps);
    }

    [Fact]
    public async Task Missing_requests_are_gaps_priced_by_usage()
    {
        using var server = Prometheus(Ramp(0.25), Flat(512 << 20));
        var section = await EstimateAsync(server, new CostSettings(), Load("orders", 1, null, null));
        Assert.Equal(0.25m, Math.Round(section.Services.Single().CpuCores, 3));
        Assert.Equal(2, section.Gaps.Count(g => g.Contains("priced by measured usage", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("provider", "ams", "did you mean \"aws\"")]
    [InlineData("scheme", "fargat", "did you mean \"fargate\"")]
    [InlineData("purchase", "spott", "did you mean \"spot\"")]
    [InlineData("nodeType", "m5.lareg", "did you mean \"m5.large\"")]
    [InlineData("region", "us-east-2", "did you mean \"us-east-1\"")]
    [InlineData("currency", "EUR", "cost.exchangeRate")]
    [InlineData("nodes", "0", "no number of nodes")]
    [InlineData("autopilot", "", "is one of gcp")]
    [InlineData("custom", "", "cost.priceFile")]
    public async Task Settings_that_make_no_sense_are_refused(string what, string value, string told)
    {
        var settings = what switch
        {
            "provider" => new CostSettings { Provider = value },
            "scheme" => new CostSettings { Scheme = value },
            "purchase" => new CostSettings { Purchase = value },
            "nodeType" => new CostSettings { NodeType = value },
            "region" => new CostSettings { Region = value },
            "currency" => new CostSettings { Currency = value },
            "nodes" => new CostSettings { Nodes = 0 },
            "autopilot" => new CostSettings { Scheme = "autopilot" },
            _ => new CostSettings { Provider = "custom" },
        };
        using var server = Prometheus([], []);
        var error = await Assert.ThrowsAnyAsync<PlatformException>(() => EstimateAsync(server, settings, Orders));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_currency_takes_an_exchange_rate()
    {
        using var server = Prometheus([], []);
        var settings = new CostSettings { NodeType = "m5.large", ControlPlane = "none", Currency = "EUR", ExchangeRate = 0.9m };
        var section = await EstimateAsync(server, settings, Orders);
        Assert.Equal(("EUR", 0.096m * 730 * 0.9m), (section.Currency, section.Billed));
    }

    [Fact]
    public async Task A_price_file_of_ones_own_is_used()
    {
        using var server = Prometheus(Ramp(0.25), Flat(512 << 20));
        var settings = new CostSettings { Provider = "custom", PriceFile = Path.Combine(CostTestFiles.Fixtures, "valid-per-resource.yaml") };
        var section = await EstimateAsync(server, settings, Orders);
        Assert.Equal("per-resource", section.Scheme);
        Assert.Equal(Math.Round(730 * (0.5m * 0.02m + 1 * 0.003m), 3), Math.Round(section.Billed, 3));
        Assert.Equal(section.Billed, section.Allocated);
    }

    private static Task<CostSection> EstimateAsync(LoopbackServer server, CostSettings settings, Workload workload, ImmutableArray<LoadLevel> levels = default)
    {
        var http = new HttpClient { BaseAddress = server.Root, Timeout = TimeSpan.FromSeconds(5) };
        var request = Request(settings, workload) with { LoadLevels = levels.IsDefault ? [] : levels };
        return new CostEstimator(new PriceCatalog(CostTestFiles.PriceFolder)).EstimateAsync(request, new PrometheusClient(http), TestContext.Current.CancellationToken);
    }

    private static CostRequest Request(CostSettings settings, Workload workload) => new(settings, [workload], [UsageSource.Process("orders")], [], Window);

    private static LoadLevel Level(int number, double rps, int from) => new("orders", number, rps, Start.AddSeconds(from), Start.AddSeconds(from + 20), 0, 0, 0, 0, 0);

    private static Workload Load(string name, int replicas, decimal? cpu, decimal? memoryMiB) => new(
        "Deployment", name, "default", replicas, ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, string>.Empty,
        [new WorkloadContainer("main", "example/main:1", ImmutableSortedDictionary<string, int>.Empty, cpu, memoryMiB * 1024 * 1024, null, null)]);

    private static (int Second, string Value)[] Ramp(double cores) => [.. Enumerable.Range(0, 61).Select(i => (i, Text(cores * i)))];

    private static (int Second, string Value)[] Flat(double bytes) => [.. Enumerable.Range(0, 61).Select(i => (i, Text(bytes)))];

    private static string Text(double value) => FormattableString.Invariant($"{value:R}");

    private static LoopbackServer Prometheus((int Second, string Value)[] cpu, (int Second, string Value)[] memory) => new((_, body) =>
    {
        var samples = WebUtility.UrlDecode(body).Contains("cpu", StringComparison.Ordinal) ? cpu : memory;
        var values = string.Join(',', samples.Select(s => FormattableString.Invariant($"[{Start.ToUnixTimeSeconds() + s.Second},\"{s.Value}\"]")));
        var result = samples.Length == 0 ? "" : $"{{\"metric\":{{\"job\":\"orders\",\"instance\":\"a\"}},\"values\":[{values}]}}";
        return (200, $"{{\"status\":\"success\",\"data\":{{\"resultType\":\"matrix\",\"result\":[{result}]}}}}");
    });
}
