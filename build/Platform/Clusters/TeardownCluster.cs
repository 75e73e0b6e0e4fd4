using TalosPlatform.Runs;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Clusters;

/// <summary>The target Teardown: removes everything a run made but the reports and the cache of tools.</summary>
public static class TeardownCluster
{
    /// <summary>Runs the target; a second time it finds nothing to do.</summary>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        await run.LockAsync(cancellation);
        foreach (var provider in run.Services.Providers(run.Workspace, run.Settings))
            await run.Progress.StepAsync($"removing cluster \"{run.Settings.Cluster.Name}\" ({provider.Name})", _ => provider.TeardownAsync(cancellation));
        DefaultCluster.ForgetIf(run.Workspace, run.Settings.Cluster.Name);
        RemoveIfEmpty(run.Workspace.Clusters);
        RemoveIfEmpty(Path.GetDirectoryName(run.Workspace.Clusters)!);
    }

    private static void RemoveIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }
}
