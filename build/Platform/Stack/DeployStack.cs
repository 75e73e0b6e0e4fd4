using TalosPlatform.Alerts;
using TalosPlatform.Clusters;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack;

/// <summary>The target DeployStack: makes the components run.</summary>
public static class DeployStack
{
    /// <summary>Runs the target.</summary>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        var started = run.Elapsed;
        var provider = run.Provider ?? throw new PlatformException("There is no cluster to deploy to.", "Run \"ProvisionCluster\" first; skipping it is not possible.");
        var rules = await LoadableRules.SelectAsync(run, cancellation);
        run.Gateway = await provider.DeployStackAsync(new StackContent(rules, PlatformFiles.Dashboards(run)), cancellation);
        run.Record(d => d with
        {
            Components = run.Gateway.Components,
            Timings = (d.Timings ?? new TimingsSection()) with { DeploySeconds = (run.Elapsed - started).TotalSeconds },
        });
    }
}
