using System.Collections.Immutable;
using TalosPlatform.Baselines;
using TalosPlatform.Reports;
using TalosPlatform.Settings;
using TalosPlatform.Workloads.Load;

namespace TalosPlatform.Tests.Baselines;

public sealed class BaselineComparisonTests
{
    private static readonly RunKind Kind = new("github-hosted ubuntu24 linux-x64 4 processors", "host", "prometheus 2.42.0", "5/15/45 a second for 7 s");
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static RunDocument Run(decimal cost = 100, double p95 = 0.1, double series = 200, string asOf = "2026-06-30") => new()
    {
        StartedAt = Start,
        Timings = new() { FirstMetricSeconds = 9, TotalSeconds = 40 },
        Load = [new LoadLevel("shop", 1, 5, Start, Start, 35, 0, 0.01, 0.02, 0.03), new LoadLevel("shop", 2, 45, Start, Start, 315, 7, 0.05, p95, 0.3)],
        Services = [new("shop") { CpuCores = 0.4, MemoryBytes = 100e6, Series = series }],
        Cost = new() { Provider = "aws", Region = "us-east-1", PricesAsOf = asOf, Scheme = "nodes", Monthly = new(cost, cost, cost), Services = [new("shop", cost)] },
    };

    private static BaselineRun Earlier(int number, RunDocument run, RunKind? kind = null) => new(
        Start.AddHours(-100 + number), $"{number:x40}", kind ?? Kind, PriceBasis.Of(run.Cost!), Measurements.Of(run).ToImmutableSortedDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal));

    private static List<BaselineRun> Earlier(int count) => [.. Enumerable.Range(0, count).Select(i => Earlier(i, Run(p95: 0.1 + i % 3 * 0.001)))];

    [Fact]
    public void Everything_a_run_measures_is_compared()
    {
        Assert.Equal(
            ["first-metric", "total-time", "error-rate/shop", "latency-p50/shop", "latency-p95/shop", "latency-p99/shop", "cpu/shop", "memory/shop", "series/shop", "cost", "cost/shop"],
            Measurements.Of(Run()).Select(m => m.Key));
        Assert.Equal(0.02, Measurements.Of(Run()).Single(m => m.Kind == MetricKind.ErrorRate).Value);
        Assert.All(Measurements.Of(Run()), m => Assert.Equal(m.Kind == MetricKind.Series || m.Kind == MetricKind.Cost || m.Kind == MetricKind.ImageSize, m.Kind.Deterministic));
        Assert.Empty(Measurements.Of(new RunDocument { Timings = new() }));
    }

    [Fact]
    public void From_ten_runs_on_it_is_judged_before_only_shown()
    {
        var slow = Run(p95: 0.2);
        var few = BaselineComparison.Of(slow, Kind, "main", Earlier(9), new())!;
        Assert.Empty(few.Regressions);
        Assert.All(few.Metrics, m => Assert.Equal("too-few", m.Change));
        Assert.Equal(98, few.Metrics.Single(m => m.Metric == "latency-p95/shop").Percent!.Value, 0.0);
        var enough = BaselineComparison.Of(slow, Kind, "main", Earlier(10), new())!;
        Assert.Equal("latency p95 of shop rose from 101 ms to 200 ms (+98%), above median + 3 IQR of 10 runs.", Assert.Single(enough.Regressions));
        Assert.Equal((10, $"{9:x40}", "report"), (enough.Runs, enough.Sha, enough.Mode));
    }

    [Fact]
    public void Only_runs_of_the_same_kind_count()
    {
        RunKind[] others = [Kind with { Runner = "local linux-x64 2 processors" }, Kind with { Provider = "talos" }, Kind with { Version = "prometheus 3.0.0" }, Kind with { Load = "10 a second for 7 s" }];
        var earlier = others.Select((kind, i) => Earlier(i, Run(), kind)).ToList();
        Assert.Null(BaselineComparison.Of(Run(), Kind, "main", earlier, new()));
        Assert.Equal(1, BaselineComparison.Of(Run(), Kind, "main", [.. earlier, Earlier(9, Run())], new())!.Runs);
    }

    [Fact]
    public void The_change_of_the_cost_is_against_the_last_run_at_the_same_prices()
    {
        var section = BaselineComparison.Of(Run(cost: 112.5m), Kind, "main", [Earlier(1, Run(cost: 90)), Earlier(2, Run(cost: 100)), Earlier(3, Run(cost: 50, asOf: "2026-07-31"))], new())!;
        Assert.Equal(new CostDelta(12.5m, 12.5m), section.Cost);
        Assert.Equal(new ServiceCost("shop", 100), Assert.Single(section.Services));
        Assert.Equal(2, section.Metrics.Single(m => m.Metric == "cost").Runs);
        var changed = BaselineComparison.Of(Run(asOf: "2026-08-31"), Kind, "main", [Earlier(1, Run())], new())!;
        Assert.Null(changed.Cost);
        Assert.DoesNotContain(changed.Metrics, m => m.Metric.StartsWith("cost", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("report", "latency", Outcome.Passed)]
    [InlineData("fail", "latency", Outcome.Passed)]
    [InlineData("report", "series", Outcome.Passed)]
    [InlineData("fail", "series", Outcome.Failed)]
    [InlineData("fail", "cost", Outcome.Failed)]
    [InlineData("fail", "nothing", Outcome.Passed)]
    public void Only_what_is_deterministic_fails_a_run_and_only_when_asked(string mode, string worse, Outcome expected)
    {
        var run = worse switch { "latency" => Run(p95: 0.5), "series" => Run(series: 260), "cost" => Run(cost: 140), _ => Run() };
        var compared = run with { Baseline = BaselineComparison.Of(run, Kind, "main", Earlier(10), new BaselineSettings { Mode = mode }) };
        Assert.Equal(worse != "nothing", compared.Baseline!.Regressions.Length > 0);
        Assert.Equal(expected, Verdict.Of(compared).Outcome);
    }

    [Fact]
    public void Files_are_read_as_they_are_written_and_keep_the_latest_runs()
    {
        var runs = Earlier(60);
        var reading = BaselineFile.Parse(BaselineFile.Write(runs.AsEnumerable().Reverse()));
        Assert.Null(reading.Damage);
        var read = reading.Runs;
        Assert.Equal(50, read.Length);
        Assert.Equal(runs[^1].Values, read[^1].Values);
        Assert.Equal((runs[^1].At, runs[^1].Kind, runs[^1].Prices), (read[^1].At, read[^1].Kind, read[^1].Prices));
    }

    [Theory]
    [InlineData("", "does not contain any JSON tokens")]
    [InlineData("null", "it names no runs")]
    [InlineData("[]", "could not be converted")]
    [InlineData("""{"schema":2,"runs":[]}""", "its schema is 2, and this version of the platform reads 1")]
    [InlineData("""{"schema":1}""", "it names no runs")]
    [InlineData("""{"schema":1,"runs":[{"at":"soon"}]}""", "could not be converted")]
    [InlineData("""{"schema":1,"runs":[""", "Expected depth to be zero")]
    public void What_is_no_baseline_is_explained(string text, string damage)
    {
        var reading = BaselineFile.Parse(text);
        Assert.Empty(reading.Runs);
        Assert.Contains(damage, reading.Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_far_too_large_is_not_read() =>
        Assert.Equal("it is larger than 8 MiB", BaselineFile.Parse(new string(' ', BaselineFile.MaxBytes + 1)).Damage);

    [Fact]
    public void Runs_that_are_not_whole_are_left_out()
    {
        var reading = BaselineFile.Parse(BaselineFile.Write(Earlier(2)).Replace("\"runs\":[", "\"runs\":[null,{\"at\":\"2026-01-01T00:00:00Z\"},", StringComparison.Ordinal));
        Assert.Equal((2, null), (reading.Runs.Length, reading.Damage));
    }

    [Theory]
    [InlineData("main", "main.json")]
    [InlineData("v1-2_x", "v1-2_x.json")]
    [InlineData("Main", "main.")]
    [InlineData("feature/a", "feature-a.")]
    [InlineData("feature-a.", "feature-a-.")]
    [InlineData("../../etc/passwd", "------etc-passwd.")]
    [InlineData("ünïcode", "-n-code.")]
    public void Branches_have_files_of_their_own(string branch, string start)
    {
        var name = BaselineFile.NameOf(branch);
        Assert.StartsWith(start, name, StringComparison.Ordinal);
        Assert.Matches(@"\A[a-z0-9_-]+(\.[0-9a-f]{12})?\.json\z", name);
    }
}
