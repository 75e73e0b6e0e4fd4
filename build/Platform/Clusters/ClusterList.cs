using TalosPlatform.Runs;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters;

/// <summary>The target Clusters: every cluster of the workspace with its provider and how it stands; changes nothing.</summary>
public static class ClusterList
{
    /// <summary>One line a cluster; a star marks the one that a run without a name works on.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(RunContext run, CancellationToken cancellation)
    {
        var names = DefaultCluster.Names(run.Workspace);
        if (names.Count == 0)
            return [$"There is no cluster in \"{run.Workspace.Root}\". \"./build.sh\" makes one."];
        // Each asks an engine or its processes; side by side the slowest counts.
        var lines = await Task.WhenAll(names.Select(async name => (Name: name, Found: await FindAsync(run, name, cancellation))));
        var width = names.Max(name => name.Length);
        return [.. lines.Select(l => $"{(l.Name == run.Settings.Cluster.Name ? "*" : " ")} {l.Name.PadRight(width)}  {l.Found}")];
    }

    private static async Task<string> FindAsync(RunContext run, string name, CancellationToken cancellation)
    {
        var found = new List<string>();
        foreach (var provider in run.Services.Providers(run.Workspace, run.Settings with { Cluster = run.Settings.Cluster with { Name = name } }))
        {
            try
            {
                if (await provider.HealthAsync(cancellation) is { } health)
                    found.Add($"{provider.Name,-8} {health}");
            }
            catch (PlatformException error)
            {
                found.Add($"{provider.Name,-8} unknown: {error.What}");
            }
        }

        return found.Count == 0 ? "(only files are left; Teardown removes them)" : string.Join("; ", found);
    }
}
