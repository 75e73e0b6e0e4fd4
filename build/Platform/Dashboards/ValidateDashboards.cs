using TalosPlatform.Queries;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack;

namespace TalosPlatform.Dashboards;

/// <summary>The target ValidateDashboards: runs every query of every panel against the live backends.</summary>
public static class ValidateDashboards
{
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(1);

    /// <summary>Runs the target.</summary>
    /// <exception cref="PlatformException">A dashboard is broken or a query failed.</exception>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        var gateway = run.Gateway ?? throw new PlatformException("Nothing is deployed that could be asked.", "Run \"DeployStack\" first; skipping it is not possible.");
        var section = await CheckAsync(run, gateway, cancellation);
        run.Record(d => d with { Dashboards = section });
        if (section.Ok > 0)
            run.Record(d => d with { Timings = (d.Timings ?? new TimingsSection()) with { FirstDashboardSeconds = run.Elapsed.TotalSeconds } });
        Findings.ThrowIfAny(section.Findings, run.Settings.Strict, "dashboards");
    }

    /// <summary>Checks the dashboards and records nothing.</summary>
    /// <param name="run">The run.</param>
    /// <param name="gateway">Who answers queries; what it does not lead to is skipped with the reason.</param>
    /// <param name="cancellation">Stops checking.</param>
    public static async Task<DashboardsSection> CheckAsync(RunContext run, IServiceGateway gateway, CancellationToken cancellation)
    {
        var ours = DashboardExclusions.Load(Path.Combine(run.Workspace.PlatformRoot, "dashboards", "exclusions.yaml"), "dashboards/exclusions.yaml");
        var theirs = DashboardExclusions.Load(Path.Combine(run.Workspace.Root, ".talos-dev", "dashboard-exclusions.yaml"), ".talos-dev/dashboard-exclusions.yaml");
        var request = new DashboardRequest([.. PlatformFiles.Dashboards(run).Select(f => new DashboardFile(f.Path, f.Name))])
        {
            ScrapeInterval = await ScrapeInterval.AskAsync(gateway, cancellation),
            Window = run.Elapsed > ShortestWindow ? run.Elapsed : ShortestWindow,
            ExpectedEmpty = [.. ours.ExpectedEmpty, .. theirs.ExpectedEmpty],
            Exclusions = [.. ours.Exclusions, .. theirs.Exclusions],
            Strict = run.Settings.Strict,
        };
        return await run.Progress.StepAsync("dashboards", async step =>
        {
            var result = await DashboardValidator.ValidateAsync(request, gateway, cancellation);
            step.Note($"{result.Files} files, {result.Queries} queries: {result.Ok} ok, {result.Empty} empty, {result.Failed} failed, {result.Skipped} skipped");
            return result with { Findings = [.. ours.Findings, .. theirs.Findings, .. result.Findings] };
        });
    }
}
