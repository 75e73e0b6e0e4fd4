using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Clusters;

/// <summary>The target ProvisionCluster: chooses a provider and makes the cluster exist.</summary>
public static class ProvisionCluster
{
    /// <summary>Runs the target.</summary>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        var started = run.Elapsed;
        await run.LockAsync(cancellation);
        var (provider, reason) = await ProviderSelector.SelectAsync(run.Settings.Cluster.Provider, run.Services.Providers(run.Workspace, run.Settings), cancellation);
        run.Progress.Info($"Cluster \"{run.Settings.Cluster.Name}\", provider {provider.Name}: {reason}.");
        var cluster = await provider.ProvisionAsync(cancellation);
        run.Provider = provider;
        run.Record(d => d with
        {
            Cluster = cluster with { Reason = reason },
            Timings = (d.Timings ?? new TimingsSection()) with { ProvisionSeconds = (run.Elapsed - started).TotalSeconds },
        });
    }
}
