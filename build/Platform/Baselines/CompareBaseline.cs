using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Publishing;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Workloads.Measurements;

namespace TalosPlatform.Baselines;

/// <summary>The target CompareBaseline: measures the applications, compares with earlier runs of the branch and becomes one of them.</summary>
public static class CompareBaseline
{
    /// <summary>Runs the target.</summary>
    /// <param name="run">The run.</param>
    /// <param name="token">A token for the repository; null leaves it to git.</param>
    /// <param name="ci">Variables of the CI system.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="PlatformException">A deterministic metric is worse, and that is to fail.</exception>
    public static async Task RunAsync(RunContext run, string? token, CiVariables ci, CancellationToken cancellation)
    {
        await MeasureAsync(run, cancellation);
        var settings = run.Settings.Baseline;
        if (settings.Store == "off")
            return;
        try
        {
            await run.Progress.StepAsync("baseline", step => CompareAsync(run, token, ci, step, cancellation));
        }
        catch (PlatformException problem)
        {
            // What was compared before the store failed still counts.
            run.Progress.Warn($"No baseline: {problem.Message}");
        }

        var gating = (run.Document.Baseline?.Metrics ?? []).Where(m => m is { Change: "worse", Deterministic: true }).ToList();
        if (settings.Mode == "fail" && gating.Count > 0)
            throw new PlatformException($"{Verdict.Count(gating.Count, "regression")} against \"{run.Document.Baseline!.Ref}\".", "Undo what made it worse, or set --regression-mode report where it is meant.", string.Join('\n', run.Document.Baseline.Regressions));
    }

    private static async Task MeasureAsync(RunContext run, CancellationToken cancellation)
    {
        if (run.LoadLevels.IsEmpty || run.Gateway?.Connect("prometheus", TimeSpan.FromSeconds(20)) is not { } http)
            return;
        using (http)
        {
            var services = await ServiceMeter.MeasureAsync(new Queries.PrometheusClient(http), run.Apps, run.LoadLevels.Min(l => l.Start), run.LoadLevels.Max(l => l.End), cancellation);
            if (run.Provider is { } provider && await provider.ImageSizesAsync(cancellation) is { IsEmpty: false } sizes)
            {
                // The cluster may run other images than the manifests name: those that were built for it.
                var live = (await provider.MeasureAsync(run.Apps, cancellation)).Zip(run.Apps, (measured, app) => (app.Name, measured.Workload)).ToDictionary(w => w.Name, w => w.Workload, StringComparer.Ordinal);
                services = [.. services.Select(s => s with { ImageBytes = ImageSizes.Of(live[s.Name], sizes) })];
            }

            run.Record(d => d with { Services = services });
        }
    }

    private static async Task CompareAsync(RunContext run, string? token, CiVariables ci, IStep step, CancellationToken cancellation)
    {
        var settings = run.Settings.Baseline;
        if (await BaselineBranches.FindAsync(settings, ci, run.Services.Commands, run.Workspace.Root, cancellation) is not { } branches)
        {
            step.Note("no branch to compare with");
            return;
        }

        var opened = await BaselineStores.OpenAsync(run, token, ci, step.Update, cancellation);
        using var owned = opened as IDisposable;
        step.Update($"reading the runs of {branches.Compare}");
        var document = run.Document with { Timings = (run.Document.Timings ?? new TimingsSection()) with { TotalSeconds = run.Elapsed.TotalSeconds } };
        var kind = KindOf(run, ci);
        var earlier = await opened.ReadAsync(branches.Compare, cancellation);
        if (earlier.Damage is { } damage)
            run.Progress.Warn(damage);
        var section = BaselineComparison.Of(document, kind, branches.Compare, earlier.Runs, settings);
        run.Record(d => d with { Baseline = section });
        var recorded = false;
        // A run that failed is no measure for others.
        if (branches.Record is { } branch && Verdict.Of(run.Document).Outcome == Outcome.Passed)
        {
            step.Update($"recording for {branch}");
            var values = Measurements.Of(document).ToImmutableSortedDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
            await opened.AddAsync(branch, new BaselineRun(document.StartedAt ?? run.Services.Clock.GetUtcNow(), ci.Sha, kind, document.Cost is { } cost ? PriceBasis.Of(cost) : null, values), cancellation);
            recorded = true;
        }

        step.Note($"{(section is null ? $"no earlier run of {branches.Compare} is comparable" : $"{Verdict.Count(section.Runs, "run")} of {branches.Compare}, {Verdict.Count(section.Regressions.Length, "regression")}")}{(recorded ? ", recorded" : "")}");
    }

    private static RunKind KindOf(RunContext run, CiVariables ci)
    {
        var cluster = run.Document.Cluster;
        var prometheus = run.Document.Components.FirstOrDefault(c => c.Name == "prometheus")?.Version ?? "";
        var load = run.Settings.Load;
        return new RunKind(
            RunnerName.Of(ci),
            cluster?.Provider ?? "",
            cluster is { KubernetesVersion.Length: > 0 } ? $"kubernetes {cluster.KubernetesVersion}" : $"prometheus {prometheus}",
            $"{string.Join('/', load.Levels.Select(l => l.ToString("0.##", CultureInfo.InvariantCulture)))} a second for {load.LevelDuration.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture)} s");
    }
}
