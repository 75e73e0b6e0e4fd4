using System.Collections.Immutable;
using TalosPlatform.Publishing;
using TalosPlatform.Queries;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack;
using TalosPlatform.Workloads.Measurements;

namespace TalosPlatform.Integration;

/// <summary>The target IntegrationTest: runs the workspace's own tests against the platform, and measures the applications meanwhile.</summary>
public static class IntegrationTest
{
    private const int TestsKept = 1000;

    private static readonly TimeSpan Scrape = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs the target.</summary>
    /// <exception cref="PlatformException">No command is set, or it failed.</exception>
    public static async Task RunAsync(RunContext run, CiVariables ci, CancellationToken cancellation)
    {
        var settings = run.Settings.Test;
        var command = settings.Command ?? throw new PlatformException("There is no command to run.", "Set test.command in .talos-dev/config.yaml, or give --test-command.");
        var gateway = run.Gateway ?? throw new PlatformException("Nothing is deployed that could be tested.", "Run \"DeploySamples\" first; skipping it is not possible.");
        SecretVariables.Register(run.Services.Redactor, ci);
        await using var addresses = PlatformAddresses.Open(gateway, run.Apps.Select(a => a.Name));
        var section = await run.Progress.StepAsync("integration tests", async step =>
        {
            var result = await ExecuteAsync(run, command, addresses, ci, step, cancellation);
            step.Note(Reports.Markdown.MarkdownIntegration.Summary(result));
            return result;
        });
        run.Record(d => d with { Integration = section });
        if (section.Status != "passed")
            throw new PlatformException($"The integration tests failed: {VerdictProblems.Ended(section)}.", "Its output is above and in \"artifacts/integration.log\".");
    }

    private static async Task<IntegrationSection> ExecuteAsync(RunContext run, string command, PlatformAddresses addresses, CiVariables ci, IStep step, CancellationToken cancellation)
    {
        var clock = run.Services.Clock;
        var folder = run.Workspace.ClusterFolder(run.Settings.Cluster.Name);
        var kubeconfig = Path.Combine(folder, "kubeconfig");
        var environment = TestEnvironment.Of(ci.All, addresses.Variables, run.Settings.Report.TokenVariable, File.Exists(kubeconfig) ? kubeconfig : null);
        var log = new List<string>();
        var start = clock.GetUtcNow();
        var result = await new TestCommand(run.Services.Redactor, clock).RunAsync(command, run.Workspace.Root, environment, Path.Combine(folder, "integration.raw.log"), run.Settings.Test.Timeout, line =>
        {
            log.Add(line);
            step.Update(SafeText.OneLine(line, 100));
            run.Progress.Info($"| {line}");
        }, cancellation);
        var end = clock.GetUtcNow();
        AtomicFile.WriteAllText(Path.Combine(run.Workspace.Artifacts, "integration.log"), string.Concat(log.Select(l => l + "\n")));
        var tests = Tests(run, start);
        if (tests.IsEmpty && !run.Settings.Test.JUnit.IsEmpty)
            run.Progress.Warn($"No test was read: the tests wrote no JUnit file that matches {string.Join(", ", run.Settings.Test.JUnit.Select(glob => $"\"{glob}\""))}. Correct test.junit in .talos-dev/config.yaml; until then the exit code alone decides.");
        var failed = tests.Count(t => t.Status == "failed");
        return new IntegrationSection(run.Services.Redactor.Redact(command), result.Status == "passed" && failed > 0 ? "failed" : result.Status, result.ExitCode, Math.Round((end - start).TotalSeconds, 3))
        {
            Start = start,
            End = end,
            Passed = tests.Count(t => t.Status == "passed"),
            Failed = failed,
            Skipped = tests.Count(t => t.Status == "skipped"),
            Tests = [.. tests.OrderBy(t => t.Status switch { "failed" => 0, "skipped" => 2, _ => 1 }).Take(TestsKept)],
            Variables = [.. addresses.Variables.Keys],
            Output = string.Join('\n', result.Lines.TakeLast(40)),
            Services = await MeasureAsync(run, start, end, cancellation),
        };
    }

    private static ImmutableArray<CheckEntry> Tests(RunContext run, DateTimeOffset since) => JUnitFiles.Read(
        run.Settings.Test.JUnit.SelectMany(glob => Glob.Files(run.Workspace.Root, glob)).Distinct()
            // What an earlier run left behind says nothing about this one; clocks of file systems are coarse.
            .Where(path => File.GetLastWriteTimeUtc(path) >= since.UtcDateTime - TimeSpan.FromSeconds(2)));

    private static async Task<ImmutableArray<ServiceMeasurement>> MeasureAsync(RunContext run, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellation)
    {
        using var http = run.Gateway?.Connect("prometheus", TimeSpan.FromSeconds(20));
        if (http is null)
            return [];
        // The last scrape that lies wholly inside the tests comes a little after them.
        var last = end + await ScrapeInterval.AskAsync(run.Gateway!, cancellation) + Scrape;
        var wait = last - run.Services.Clock.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, run.Services.Clock, cancellation);
        return await ServiceMeter.MeasureAsync(new PrometheusClient(http), run.Apps, start, last, cancellation);
    }
}
