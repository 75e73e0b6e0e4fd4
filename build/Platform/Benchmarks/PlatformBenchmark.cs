using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Cost;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Dashboards;
using TalosPlatform.Reports;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Benchmarks;

/// <summary>The target Benchmark: measures on this machine what the project promises, with the commands a user would type.</summary>
/// <param name="commands">Runs the commands.</param>
/// <param name="progress">Shows what is being measured.</param>
/// <param name="platformRoot">The platform's repository.</param>
public sealed class PlatformBenchmark(ICommandRunner commands, IProgressReporter progress, string platformRoot)
{
    private const string Cluster = "benchmark";
    private const int HelpRuns = 15;

    private string Script => Path.Combine(platformRoot, OperatingSystem.IsWindows() ? "build.ps1" : "build.sh");

    /// <summary>Measures everything; the cluster it starts is its own and is gone afterwards.</summary>
    public async Task<ImmutableArray<Measurement>> RunAsync(CancellationToken cancellation)
    {
        var workspace = Directory.CreateTempSubdirectory("talos-dev-benchmark-").FullName;
        try
        {
            var results = ImmutableArray.CreateBuilder<Measurement>();
            results.Add(await progress.StepAsync("--help", _ => HelpAsync(workspace, cancellation)));
            results.AddRange(await progress.StepAsync("the whole default run", _ => DefaultRunAsync(workspace, cancellation)));
            results.AddRange(await progress.StepAsync("dashboards, offline", _ => DashboardsAsync(cancellation)));
            results.Add(await progress.StepAsync("cost of 10,000 pods", _ => Task.Run(Cost, cancellation)));
            return results.ToImmutable();
        }
        finally
        {
            await RunAsync(workspace, ["Teardown"], CancellationToken.None);
            Directory.Delete(workspace, recursive: true);
        }
    }

    private static string Seconds(double seconds) => seconds.ToString(seconds < 10 ? "0.00 's'" : "0.0 's'", CultureInfo.InvariantCulture);

    private Task<CommandResult> RunAsync(string workspace, IEnumerable<string> arguments, CancellationToken cancellation) =>
        commands.RunAsync(Command.Of(Script, [.. arguments, "--workspace", workspace, "--cluster-name", Cluster]) with { WorkingDirectory = workspace, Deadline = TimeSpan.FromMinutes(5) }, cancellation: cancellation);

    private async Task<Measurement> HelpAsync(string workspace, CancellationToken cancellation)
    {
        var times = new List<double>();
        for (var i = 0; i < HelpRuns; i++)
            times.Add((await RunAsync(workspace, ["--help"], cancellation)).Elapsed.TotalSeconds);
        var median = times.Order().ElementAt(HelpRuns / 2);
        return new Measurement("`./build.sh --help`, nothing to build", "< 0.5 s", Seconds(median), median < 0.5, $"median of {HelpRuns} runs, the check for changes included");
    }

    private async Task<IEnumerable<Measurement>> DefaultRunAsync(string workspace, CancellationToken cancellation)
    {
        await RunAsync(workspace, ["DeploySamples"], cancellation);
        await RunAsync(workspace, ["Teardown"], cancellation);

        using var memory = new PeakMemory("talos-build");
        var result = await RunAsync(workspace, [], cancellation);
        var peak = memory.PeakMegabytes;
        if (!File.Exists(Path.Combine(workspace, "artifacts", "run.json")))
            throw new PlatformException("The default run wrote no report.", "Run it by hand.", result.Tail());
        var run = RunJson.Load(Path.Combine(workspace, "artifacts", "run.json"));
        // The run's own clock starts with its first target; what comes before it is start-up.
        var startUp = result.Elapsed.TotalSeconds - (run.Timings?.TotalSeconds ?? 0);
        var first = startUp + (run.Timings?.FirstMetricSeconds ?? double.PositiveInfinity);
        var teardown = (await RunAsync(workspace, ["Teardown"], cancellation)).Elapsed.TotalSeconds;
        return
        [
            new Measurement("host provider: `./build.sh` to the first sample metric", "< 15 s", Seconds(first), first < 15, "from the start of the script, warm caches, empty workspace"),
            new Measurement("host provider: whole default run", "< 60 s", Seconds(result.Elapsed.TotalSeconds), result.Elapsed.TotalSeconds < 60, $"the same run, {run.Apps()} samples, exit code {result.ExitCode}"),
            new Measurement("peak memory of the build", "< 200 MB", $"{peak:0} MB", peak is > 0 and < 200, "largest VmHWM of the build's process during that run"),
            new Measurement("`./build.sh Teardown`", "< 5 s", Seconds(teardown), teardown < 5, "after that run"),
        ];
    }

    private async Task<IEnumerable<Measurement>> DashboardsAsync(CancellationToken cancellation)
    {
        var files = Glob.Files(platformRoot, "dashboards/**/*.json").Select(path => new DashboardFile(path, Path.GetRelativePath(platformRoot, path))).ToImmutableArray();
        var result = await DashboardBenchmark.RunAsync(files, cancellation: cancellation);
        return
        [
            new Measurement("ValidateDashboards, offline", "> 200 dashboards/s", $"{result.PerSecond:0} dashboards/s", result.PerSecond > 200, $"{result.Dashboards} dashboards with {result.Queries} queries, median of 5"),
            new Measurement("its memory", "< 200 MB", $"{result.PeakMebibytes:0} MB", result.PeakMebibytes < 200, "peak resident memory of this process"),
        ];
    }

    private Measurement Cost()
    {
        var prices = new PriceCatalog(Path.Combine(platformRoot, "stack", "prices")).Load(new CostSettings().Provider);
        var results = CostBenchmark.Run(prices);
        var goal = results.First(r => r.Pods == 10_000);
        return new Measurement("EstimateCost, 10,000 pods", "< 1 s, linear", Seconds(goal.Seconds), goal.Seconds < 1, string.Join(", ", results.Select(r => $"{r.Pods} pods {Seconds(r.Seconds)}")));
    }
}

/// <summary>Counts for the benchmark's text.</summary>
internal static class RunCounts
{
    public static int Apps(this RunDocument run) => run.Components.Count(c => c is { Kind: "sample", Status: "running" });
}
