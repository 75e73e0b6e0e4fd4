using System.Collections.Immutable;
using TalosPlatform.Queries;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Workloads;

/// <summary>The target DeploySamples: runs the samples, or the workspace's own applications, and waits for the first of their metrics.</summary>
public static class DeploySamples
{
    private static readonly TimeSpan FirstMetricDeadline = TimeSpan.FromSeconds(60);

    /// <summary>Runs the target.</summary>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        var provider = run.Provider ?? throw new PlatformException("There is no cluster to deploy to.", "Run \"ProvisionCluster\" first; skipping it is not possible.");
        run.Apps = Read(run);
        run.Gateway = await provider.DeployAppsAsync(run.Apps, cancellation);
        run.Record(d => d with { Components = run.Gateway.Components });
        var running = run.Apps.Where(app => run.Gateway.WhyNot(app.Name) is null && ScrapeAnnotations.Of(app.Workload) is not null).ToList();
        if (running.Count > 0)
            await WaitForFirstMetricAsync(run, running, cancellation);
    }

    private static ImmutableArray<AppDefinition> Read(RunContext run)
    {
        var folders = PlatformFiles.SampleFolders(run).Select(name => (Path: Path.Combine(run.Workspace.PlatformRoot, "samples", name), Name: $"samples/{name}"))
            .Concat(run.Settings.Apps.SelectMany(glob => Glob.Folders(run.Workspace.Root, glob)).Select(path => (Path: path, Name: Path.GetRelativePath(run.Workspace.Root, path))));
        var findings = new List<Finding>();
        var apps = folders.Select(folder => AppFile.Load(folder.Path, folder.Name, findings, run.Settings.Cluster.AppNamespace)).OfType<AppDefinition>().ToImmutableArray();
        return findings.Exists(f => f.Severity == Severity.Error)
            ? throw new PlatformException(string.Join(Environment.NewLine, findings), "Correct the files and run again.")
            : apps;
    }

    private static async Task WaitForFirstMetricAsync(RunContext run, List<AppDefinition> apps, CancellationToken cancellation)
    {
        using var http = run.Gateway!.Connect("prometheus", TimeSpan.FromSeconds(5)) ?? throw new PlatformException("Prometheus is not running.", "Run \"DeployStack\".");
        var prometheus = new PrometheusClient(http);
        var jobs = string.Join("|", apps.Select(a => a.Workload.Job));
        var expression = $"count by (job) ({{job=~\"{jobs}\", __name__!~\"up|scrape_.+\"}})";
        await run.Progress.StepAsync("first application metric", async step =>
        {
            var deadline = run.Elapsed + FirstMetricDeadline;
            while (run.Elapsed < deadline)
            {
                var result = await prometheus.QueryAsync(expression, cancellation: cancellation);
                if (result.Series.Length > 0)
                {
                    var seconds = run.Elapsed.TotalSeconds;
                    run.Record(d => d with { Timings = (d.Timings ?? new TimingsSection()) with { FirstMetricSeconds = seconds } });
                    step.Note(FormattableString.Invariant($"{seconds:0.0} s after the start"));
                    return;
                }

                step.Update("waiting for the first scrape");
                await Task.Delay(100, cancellation);
            }

            throw new PlatformException(
                $"No metric of {string.Join(", ", apps.Select(a => $"\"{a.Name}\""))} reached Prometheus within {FirstMetricDeadline.TotalSeconds:0} s.",
                $"Look at {http.BaseAddress}targets for the error of the scrape.");
        });
    }
}
