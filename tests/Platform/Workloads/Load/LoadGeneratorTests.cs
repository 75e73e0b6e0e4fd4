using System.Collections.Immutable;
using System.Diagnostics;
using TalosPlatform.Shared.Network;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Load;

namespace TalosPlatform.Tests.Workloads.Load;

public sealed class LoadGeneratorTests
{
    private static readonly ImmutableArray<AppRequest> Root = [new("GET", "/", 1, null, null)];

    [Fact]
    public async Task Every_level_reaches_its_rate_on_every_service()
    {
        using var a = new LoadServer();
        using var b = new LoadServer();
        var levels = await RunAsync(new LoadPlan { Services = [new("a", a.Root, Root), new("b", b.Root, Root)], Levels = [Step(20, 0.5), Step(60, 0.5)] });
        Assert.Equal([("a", 1, 10L), ("b", 1, 10L), ("a", 2, 30L), ("b", 2, 30L)], levels.Select(l => (l.Service, l.Level, l.Requests)));
        Assert.Equal((40, 40), (a.Count, b.Count));
        Assert.All(levels, l =>
        {
            Assert.Equal(0, l.Errors);
            Assert.InRange((l.End - l.Start).TotalSeconds, 0.45, 2);
            Assert.InRange(l.RequestsPerSecond, l.Requests / 2.0, l.Requests / 0.45);
            Assert.True(l.P50Seconds > 0 && l.P50Seconds <= l.P95Seconds && l.P95Seconds <= l.P99Seconds);
        });
    }

    [Fact]
    public async Task Requests_carry_method_path_and_body_by_weight()
    {
        using var server = new LoadServer();
        var requests = ImmutableArray.Create(new AppRequest("GET", "/orders?x=1", 3, null, null), new AppRequest("POST", "orders", 1, "{\"a\":1}", "application/json"));
        await RunAsync(new LoadPlan { Services = [new("a", server.Root, requests)], Levels = [Step(40, 0.5)] });
        var seen = server.Seen.CountBy(s => s).ToDictionary();
        Assert.Equal((15, 5), (seen["GET /orders?x=1"], seen["POST /orders application/json; charset=utf-8 {\"a\":1}"]));
    }

    [Fact]
    public void Weights_are_spread_evenly()
    {
        var wheel = new WeightedRequests([new("GET", "a", 5, null, null), new("GET", "b", 1, null, null), new("GET", "c", 1, null, null)]);
        Assert.Equal("aabacaa", string.Concat(Enumerable.Range(0, 7).Select(_ => wheel.Next().Path)));
    }

    // One slow answer must not keep the generator from sending: with a closed loop a stall of 400 ms would appear once,
    // at a rate of 100/s it was met by some forty callers.
    [Fact]
    public async Task A_stall_is_felt_by_everybody_who_arrived_during_it()
    {
        var clock = Stopwatch.StartNew();
        using var server = new LoadServer(_ => clock.Elapsed is var at && at > TimeSpan.FromSeconds(0.3) && at < TimeSpan.FromSeconds(0.7) ? Task.Delay(TimeSpan.FromSeconds(0.7) - at) : Task.CompletedTask);
        clock.Restart();
        var level = Assert.Single(await RunAsync(new LoadPlan { Services = [new("a", server.Root, Root)], Levels = [Step(100, 1)], MaxInFlight = 1 }));
        Assert.Equal(100, level.Requests + level.Dropped);
        Assert.True(level.P95Seconds > 0.3, $"p95 {level.P95Seconds}");
        Assert.True(level.P99Seconds is > 0.3 and < 2, $"p99 {level.P99Seconds}");
    }

    [Fact]
    public async Task No_more_are_under_way_than_allowed()
    {
        using var server = new LoadServer(_ => Task.Delay(100));
        var level = Assert.Single(await RunAsync(new LoadPlan { Services = [new("a", server.Root, Root)], Levels = [Step(200, 0.5)], MaxInFlight = 3 }));
        Assert.InRange(server.MostAtOnce, 1, 3);
        Assert.Equal(100, level.Requests + level.Dropped);
        Assert.True(level.Dropped > 0);
        Assert.InRange(level.Errors, level.Dropped, level.Dropped + 3);
        Assert.True(level.P99Seconds > 1, $"waiting counts: {level.P99Seconds}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(25)]
    public async Task No_more_are_sent_than_stated(int most)
    {
        using var a = new LoadServer();
        using var b = new LoadServer();
        var levels = await RunAsync(new LoadPlan { Services = [new("a", a.Root, Root), new("b", b.Root, Root)], Levels = [Step(50, 0.2), Step(50, 0.2), Step(50, 0.2)], MaxRequests = most });
        Assert.Equal(most, a.Count + b.Count);
        Assert.Equal(most, levels.Sum(l => l.Requests));
    }

    [Fact]
    public async Task The_deadline_ends_it_with_what_was_measured()
    {
        using var server = new LoadServer();
        var clock = Stopwatch.StartNew();
        var level = Assert.Single(await RunAsync(new LoadPlan { Services = [new("a", server.Root, Root)], Levels = [Step(20, 60), Step(20, 60)], Deadline = TimeSpan.FromSeconds(0.5) }));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.4, 5);
        Assert.InRange(level.Requests, 3, 12);
    }

    [Fact]
    public async Task Cancellation_is_an_exception()
    {
        using var server = new LoadServer();
        using var source = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            LoadGenerator.RunAsync(new LoadPlan { Services = [new("a", server.Root, Root)], Levels = [Step(20, 60)] }, null, source.Token));
    }

    [Fact]
    public async Task Failures_are_counted()
    {
        var index = 0;
        using var server = new LoadServer(context =>
        {
            context.Response.StatusCode = (Interlocked.Increment(ref index) % 5) switch { 0 => 500, 1 => 404, 2 => 302, _ => 200 };
            context.Response.RedirectLocation = "http://192.0.2.1/";
            return Task.CompletedTask;
        });
        var level = Assert.Single(await RunAsync(new LoadPlan { Services = [new("a", server.Root, Root)], Levels = [Step(50, 0.4)] }));
        Assert.Equal((20, 4), (level.Requests, level.Errors));
    }

    [Fact]
    public async Task A_service_that_hangs_costs_the_timeout_and_no_more()
    {
        using var server = new LoadServer(_ => Task.Delay(TimeSpan.FromMinutes(1)));
        var clock = Stopwatch.StartNew();
        var level = Assert.Single(await RunAsync(new LoadPlan { Services = [new("a", server.Root, Root)], Levels = [Step(20, 0.3)], RequestTimeout = TimeSpan.FromSeconds(0.5) }));
        Assert.Equal((6, 6), (level.Requests, level.Errors));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.7, 4);
    }

    [Fact]
    public async Task A_service_that_is_gone_is_all_errors()
    {
        var gone = new Uri($"http://127.0.0.1:{TalosPlatform.Tests.Smoke.FakeServices.FreePort()}/");
        var level = Assert.Single(await RunAsync(new LoadPlan { Services = [new("a", gone, Root)], Levels = [Step(20, 0.3)] }));
        Assert.Equal((6, 6, 0), (level.Requests, level.Errors, level.RequestsPerSecond));
    }

    [Theory]
    [InlineData("http://93.184.216.34/")]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://[2001:db8::1]/")]
    [InlineData("http://[::ffff:8.8.8.8]/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("ftp://127.0.0.1/")]
    public async Task Only_this_machine_and_private_networks_are_driven(string address) =>
        await Assert.ThrowsAsync<PlatformException>(() => RunAsync(new LoadPlan { Services = [new("a", new Uri(address), Root)], Levels = [Step(5, 0.1)] }));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.8.8", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("192.169.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fe80::1", false)]
    [InlineData("::ffff:10.0.0.1", true)]
    public void Private_addresses(string address, bool expected) => Assert.Equal(expected, PrivateAddress.Is(System.Net.IPAddress.Parse(address)));

    [Fact]
    public async Task A_path_that_leads_elsewhere_is_refused() =>
        await Assert.ThrowsAsync<PlatformException>(() => RunAsync(new LoadPlan { Services = [new("a", new Uri("http://127.0.0.1:1/"), [new("GET", "/../x", 1, null, null)])] }));

    [Fact]
    public async Task Progress_tells_the_level_and_the_outcome()
    {
        using var server = new LoadServer();
        var lines = new StringWriter();
        await LoadGenerator.RunAsync(new LoadPlan { Services = [new("a", server.Root, Root)], Levels = [Step(20, 0.2)] }, new LineProgressReporter(lines), TestContext.Current.CancellationToken);
        Assert.Contains("✓ generating load: 4 requests, 0 errors", lines.ToString(), StringComparison.Ordinal);
    }

    private static LoadStep Step(double rate, double seconds) => new(rate, TimeSpan.FromSeconds(seconds));

    private static Task<IReadOnlyList<LoadLevel>> RunAsync(LoadPlan plan) => LoadGenerator.RunAsync(plan, null, TestContext.Current.CancellationToken);
}
