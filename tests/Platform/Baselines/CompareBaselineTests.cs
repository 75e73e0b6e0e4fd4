using System.Collections.Immutable;
using TalosPlatform.Baselines;
using TalosPlatform.Publishing;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Baselines;

/// <summary>The target: run after run in one workspace.</summary>
public sealed class CompareBaselineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private StringWriter _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Runs_of_a_branch_are_recorded_and_a_dearer_one_fails_when_asked()
    {
        for (var i = 0; i < 10; i++)
            await RunAsync(cost: 100);
        Assert.Contains("9 runs of main, 0 regressions, recorded", _log.ToString(), StringComparison.Ordinal);
        var reported = await RunAsync(cost: 150);
        Assert.Contains("cost a month rose from $100 to $150 (+50%), above median + 3 IQR of 10 runs.", reported.Baseline!.Regressions);
        Assert.Equal(50, reported.Baseline.Cost!.Delta);

        var error = await Assert.ThrowsAsync<PlatformException>(() => RunAsync(cost: 200, mode: "fail"));
        Assert.Equal("1 regression against \"main\".", error.What);
        Assert.Contains("--regression-mode report", error.Fix, StringComparison.Ordinal);
        Assert.DoesNotContain("recorded", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_request_is_compared_with_its_target_and_not_recorded()
    {
        await RunAsync(cost: 100);
        var before = await File.ReadAllTextAsync(Store, TestContext.Current.CancellationToken);
        var run = await RunAsync(cost: 110, reference: "refs/pull/7/merge", target: "main");
        Assert.Equal(("main", 10m), (run.Baseline!.Ref, run.Baseline.Cost!.Delta));
        Assert.Equal(before, await File.ReadAllTextAsync(Store, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_damaged_baseline_is_told_kept_and_replaced()
    {
        _folder.Write("artifacts/baselines/main.json", "precious");
        Assert.Null((await RunAsync(cost: 100)).Baseline);
        Assert.Contains("is no baseline: ", _log.ToString(), StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(Store + ".damaged", TestContext.Current.CancellationToken));
        Assert.Equal(1, (await RunAsync(cost: 100)).Baseline!.Runs);
    }

    [Theory]
    [InlineData("git", "The store \"git\" needs a repository")]
    [InlineData("gitlab", "The store \"gitlab\" works inside jobs of GitLab only.")]
    public async Task A_store_that_cannot_be_used_is_explained_and_fails_nothing(string store, string expected)
    {
        Assert.Null((await RunAsync(cost: 100, store: store)).Baseline);
        Assert.Contains("No baseline: ", _log.ToString(), StringComparison.Ordinal);
        Assert.Contains(expected, _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_failed_is_no_measure_for_others()
    {
        await RunAsync(cost: 100, status: "failed");
        Assert.False(File.Exists(Store));
    }

    private string Store => _folder.File("artifacts/baselines/main.json");

    private async Task<RunDocument> RunAsync(decimal cost, string mode = "report", string store = "auto", string status = "passed", string reference = "refs/heads/main", string target = "")
    {
        _log = new StringWriter();
        using var run = new RunContext(
            RunServices.Create(new LineProgressReporter(_log), new Redactor()), new Workspace(_folder.Path, Repository.Root),
            new RunSettings { Baseline = new() { Mode = mode, Store = store } });
        run.Record(d => d with
        {
            Cluster = new("talos-dev", "host", "", 1),
            Smoke = new(status == "passed" ? 1 : 0, status == "passed" ? 0 : 1, 0, [new("check", status, 1, "")]),
            Cost = new() { Currency = "USD", Provider = "aws", Region = "us-east-1", PricesAsOf = "2026-06-30", Scheme = "nodes", Monthly = new(cost, cost, cost) },
        });
        var ci = new CiVariables(ImmutableDictionary<string, string>.Empty.SetItems([new("GITHUB_ACTIONS", "true"), new("GITHUB_REF", reference), new("GITHUB_BASE_REF", target), new("GITHUB_SHA", new string('a', 40))]));
        await CompareBaseline.RunAsync(run, null, ci, TestContext.Current.CancellationToken);
        return run.Document;
    }
}
