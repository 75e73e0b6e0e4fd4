using System.Collections.Immutable;
using TalosPlatform.Alerts;
using TalosPlatform.Dashboards;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Workloads;

namespace TalosPlatform.Smoke;

/// <summary>The target SmokeTest: proves that metrics, logs, traces and alerts flow.</summary>
public static class SmokeTest
{
    /// <summary>Runs the target.</summary>
    /// <exception cref="PlatformException">A check failed or a smoke file has mistakes.</exception>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        var gateway = run.Gateway ?? throw new PlatformException("Nothing is deployed that could be tested.", "Run \"DeploySamples\" first; skipping it is not possible.");
        var request = await RequestAsync(run, cancellation);
        var section = await run.Progress.StepAsync("smoke checks", async step =>
        {
            var result = await SmokeRunner.RunAsync(request, gateway, cancellation);
            step.Note($"{result.Passed} passed, {result.Failed} failed, {result.Skipped} skipped");
            return result;
        });
        run.Record(d => d with { Smoke = section });
        var failures = section.Checks.Where(c => c.Status == "failed").Select(c => $"{c.Name}: {c.Detail}").ToList();
        if (failures.Count > 0)
            throw new PlatformException($"{failures.Count} smoke {(failures.Count == 1 ? "check" : "checks")} failed.", "Mend what the lines above say; \"./build.sh Status\" shows what runs.", string.Join('\n', failures));
        Findings.ThrowIfAny(section.Findings, run.Settings.Strict, "smoke files");
    }

    private static async Task<SmokeRequest> RequestAsync(RunContext run, CancellationToken cancellation)
    {
        var scraped = run.Apps.Where(app => ScrapeAnnotations.Of(app.Workload) is not null).ToImmutableArray();
        var rules = await LoadableRules.SelectAsync(run, cancellation);
        return new SmokeRequest
        {
            Apps = [.. run.Apps.Select(app => new SmokeApp(app.Name) { ReadyPath = app.ReadyPath, Job = app.Workload.Job, TraceService = app.Name })],
            Targets = [.. scraped.Select(app => new ExpectedTarget(app.Workload.Job) { App = app.Name, Namespace = app.Workload.Namespace, Container = app.Workload.Containers[0].Name, Service = app.Name })],
            RuleGroups = [.. rules.SelectMany(file => RuleGroups.Names(file))],
            DashboardUids = [.. PlatformFiles.Dashboards(run).Select(f => DashboardUid.Read(f.Path)).OfType<string>()],
            WebhookPort = run.Provider?.WebhookPort,
            Files = [.. PlatformFiles.SmokeChecks(run).Select(f => new WorkspaceFile(f.Path, f.Name))],
            OtherServices = [.. PlatformFiles.SampleNames(run.Workspace), .. PlatformFiles.ComponentNames(run.Workspace)],
        };
    }
}
