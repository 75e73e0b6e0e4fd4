using System.Text.Json;
using TalosPlatform.Shared.Files;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Stack.Host;

/// <summary>Which cluster of this user was given which ports: two builds that choose at the same moment, or a port that
/// only now and then has a listener, would clash otherwise.</summary>
public sealed class PortRegistry(ToolCache cache)
{
    private string FilePath => Path.Combine(cache.Root, "ports.json");

    /// <summary>Chooses ports for a cluster while no other build does.</summary>
    /// <param name="folder">Folder of the cluster; what it was given before is replaced.</param>
    /// <param name="choose">Chooses with an allocator that knows the ports of the other clusters; gives every port the cluster shall keep.</param>
    /// <param name="cancellation">Stops waiting for another build.</param>
    public async Task ChooseAsync(string folder, Func<PortAllocator, IEnumerable<int>> choose, CancellationToken cancellation)
    {
        using var held = await FileLock.TakeAsync(cache.LockFile("ports"), $"process {Environment.ProcessId}, which chooses ports", TimeSpan.FromSeconds(30), null, cancellation);
        var all = Read();
        var allocator = PortAllocator.ForThisMachine();
        foreach (var port in all.Where(entry => entry.Key != folder).SelectMany(entry => entry.Value))
            allocator.Keep(port);
        all[folder] = [.. choose(allocator).Distinct().Order()];
        AtomicFile.WriteAllText(FilePath, JsonSerializer.Serialize(all));
    }

    /// <summary>Gives back what a cluster had.</summary>
    public async Task ForgetAsync(string folder, CancellationToken cancellation)
    {
        if (!File.Exists(FilePath))
            return;
        using var held = await FileLock.TakeAsync(cache.LockFile("ports"), $"process {Environment.ProcessId}, which gives back ports", TimeSpan.FromSeconds(30), null, cancellation);
        var all = Read();
        if (all.Remove(folder))
            AtomicFile.WriteAllText(FilePath, JsonSerializer.Serialize(all));
    }

    // A cluster whose folder is gone needs no ports any more.
    private SortedDictionary<string, int[]> Read()
    {
        try
        {
            var all = File.Exists(FilePath) ? JsonSerializer.Deserialize<SortedDictionary<string, int[]>>(File.ReadAllText(FilePath)) ?? [] : [];
            foreach (var gone in all.Keys.Where(folder => !Directory.Exists(folder)).ToList())
                all.Remove(gone);
            return all;
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
