using System.Collections.Immutable;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Smoke;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Smoke;

public sealed class CheckRunTests
{
    [Fact]
    public async Task A_check_that_holds_passes_with_what_was_seen()
    {
        var entry = await RunAsync(new Scripted(Observation.Holds("42 things")));
        Assert.Equal(("passed", "42 things"), (entry.Status, entry.Detail));
    }

    [Fact]
    public async Task It_is_repeated_until_it_holds()
    {
        var check = new Scripted(Observation.NotYet("one"), Observation.NotYet("two"), Observation.Holds("three"));
        var entry = await RunAsync(check);
        Assert.Equal(("passed", "three", 3), (entry.Status, entry.Detail, check.Looks));
    }

    [Fact]
    public async Task At_its_deadline_it_fails_with_what_was_seen_last()
    {
        var entry = await RunAsync(new Scripted(Observation.NotYet("first"), Observation.NotYet("value 0")), withinMs: 400);
        Assert.Equal(("failed", "not within 400ms; last seen: value 0"), (entry.Status, entry.Detail));
        Assert.InRange(entry.Seconds, 0.39, 5);
    }

    [Fact]
    public async Task What_can_never_hold_fails_at_once()
    {
        var check = new Scripted(Observation.Never("parse error"));
        var entry = await RunAsync(check);
        Assert.Equal(("failed", "parse error", 1), (entry.Status, entry.Detail, check.Looks));
    }

    [Fact]
    public async Task A_check_that_hangs_ends_at_its_deadline()
    {
        var entry = await RunAsync(new Scripted { Hang = true }, withinMs: 300);
        Assert.Equal(("failed", "not within 300ms; no answer at all came back"), (entry.Status, entry.Detail));
    }

    [Fact]
    public async Task An_error_is_evidence_and_is_retried()
    {
        var check = new Scripted(Observation.Holds("fine")) { FirstThrows = new PlatformException("loki /ready cannot be reached", "Start it.") };
        Assert.Equal("passed", (await RunAsync(check)).Status);
        check = new Scripted { AlwaysThrows = new PlatformException("loki /ready cannot be reached", "Start it.") };
        Assert.Equal("not within 300ms; last seen: loki /ready cannot be reached", (await RunAsync(check, withinMs: 300)).Detail);
    }

    [Theory]
    [InlineData("running", "", "passed", "fine")]
    [InlineData("left-out", "no binary", "skipped", "loki is left out: no binary")]
    [InlineData("failed", "exit code 1", "failed", "loki failed: exit code 1")]
    [InlineData(null, "", "skipped", "loki is left out: \"loki\" is not part of this platform")]
    public async Task A_needed_service_decides_whether_a_check_runs(string? status, string reason, string verdict, string detail)
    {
        await using var services = new FakeServices();
        if (status == "running")
            services.Running("loki");
        else if (status is not null)
            services.Stopped("loki", status, reason);
        var entry = Assert.Single(await SmokeRunner.RunChecksAsync([new Scripted(Observation.Holds("fine")) { Needs = ["loki"] }], new SmokeRequest(), services.Gateway, TestContext.Current.CancellationToken));
        Assert.Equal((verdict, detail), (entry.Status, entry.Detail));
    }

    [Theory]
    [InlineData("orders", "")]
    [InlineData("ordres", "\"ordres\" is no service of this platform: did you mean \"orders\"?")]
    public async Task A_service_that_was_not_chosen_is_left_out_and_no_mistake(string need, string expected)
    {
        await using var services = new FakeServices();
        services.Running("prometheus");
        using var folder = new TemporaryFolder();
        var file = folder.Write("smoke/a.yaml", $"checks:\n  - {{ name: a, promql: up, equals: 1, needs: [{need}] }}\n");
        var request = new SmokeRequest { Files = [new WorkspaceFile(file, "smoke/a.yaml")], OtherServices = ["orders"], Within = TimeSpan.FromMilliseconds(300) };
        var section = await SmokeRunner.RunAsync(request, services.Gateway, TestContext.Current.CancellationToken);
        Assert.Equal(("skipped", $"{need} is left out: \"{need}\" is not part of this platform"), section.Checks.Where(c => c.Name == "a").Select(c => (c.Status, c.Detail)).Single());
        Assert.Equal(expected, string.Join('\n', section.Findings.Select(f => f.Message)));
    }

    [Fact]
    public async Task Only_so_many_run_at_the_same_time()
    {
        await using var services = new FakeServices();
        var gauge = new Gauge();
        ImmutableArray<ISmokeCheck> checks = [.. Enumerable.Range(0, 20).Select(i => new Counting(gauge, $"check {i}"))];
        var entries = await SmokeRunner.RunChecksAsync(checks, new SmokeRequest { Parallelism = 3 }, services.Gateway, TestContext.Current.CancellationToken);
        Assert.Equal(3, gauge.Most);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"check {i}"), entries.Select(e => e.Name));
    }

    [Fact]
    public async Task Cancellation_of_the_run_is_no_verdict()
    {
        await using var services = new FakeServices();
        using var source = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SmokeRunner.RunChecksAsync([new Scripted { Hang = true }], new SmokeRequest(), services.Gateway, source.Token));
    }

    private static async Task<TalosPlatform.Reports.CheckEntry> RunAsync(ISmokeCheck check, int withinMs = 5000)
    {
        await using var services = new FakeServices();
        var request = new SmokeRequest { Within = TimeSpan.FromMilliseconds(withinMs) };
        return Assert.Single(await SmokeRunner.RunChecksAsync([check], request, services.Gateway, TestContext.Current.CancellationToken));
    }

    private sealed class Scripted(params Observation[] script) : ISmokeCheck
    {
        public string Name => "scripted";

        public ImmutableArray<string> Needs { get; init; } = [];

        public bool Hang { get; init; }

        public Exception? FirstThrows { get; init; }

        public Exception? AlwaysThrows { get; init; }

        public int Looks { get; private set; }

        public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
        {
            Looks++;
            if (Hang)
                await Task.Delay(Timeout.Infinite, cancellation);
            if (AlwaysThrows is not null || (Looks == 1 && FirstThrows is not null))
                throw AlwaysThrows ?? FirstThrows!;
            return script[Math.Min(Looks, script.Length) - 1];
        }
    }

    private sealed class Gauge
    {
        private int _now;

        public int Most { get; private set; }

        public void Enter()
        {
            lock (this)
                Most = Math.Max(Most, ++_now);
        }

        public void Leave() => Interlocked.Decrement(ref _now);
    }

    private sealed class Counting(Gauge gauge, string name) : ISmokeCheck
    {
        public string Name => name;

        public ImmutableArray<string> Needs => [];

        public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
        {
            gauge.Enter();
            await Task.Delay(20, cancellation);
            gauge.Leave();
            return Observation.Holds("");
        }
    }
}
