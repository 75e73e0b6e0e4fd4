using System.Text.Json;
using TalosPlatform.Shared.Files;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Stack.Host;

/// <summary>Which cluster of this user was given which ports, and what for: two builds that choose at the same moment, or a port that
/// only now and then has a listener, would clash otherwise.</summary>
public sealed class PortRegistry(ToolCache cache)
{
    private string FilePath => Path.Combine(cache.Root, "ports.json");

    /// <summary>Chooses ports for a cluster while no other build does. What the cluster was given for other purposes stays its own:
    /// an application that is still being built has a port and no process.</summary>
    /// <param name="folder">Folder of the cluster.</param>
    /// <param name="purposes">What ports are chosen for; what the cluster was given for these before is free to be given again.</param>
    /// <param name="choose">Chooses with an allocator that knows all other ports; gives a port for each purpose.</param>
    /// <param name="cancellation">Stops waiting for another build.</param>
    public async Task ChooseAsync(string folder, IReadOnlyCollection<string> purposes, Func<PortAllocator, IReadOnlyDictionary<string, int>> choose, CancellationToken cancellation)
    {
        using var held = await FileLock.TakeAsync(cache.LockFile("ports"), $"process {Environment.ProcessId}, which chooses ports", TimeSpan.FromSeconds(30), null, cancellation);
        var all = Read();
        var ours = all.GetValueOrDefault(folder) ?? [];
        foreach (var purpose in purposes)
            ours.Remove(purpose);
        all[folder] = ours;
        var allocator = PortAllocator.ForThisMachine();
        foreach (var port in all.Values.SelectMany(ports => ports.Values))
            allocator.Keep(port);
        foreach (var (purpose, port) in choose(allocator))
            ours[purpose] = port;
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
    private SortedDictionary<string, SortedDictionary<string, int>> Read()
    {
        try
        {
            var all = File.Exists(FilePath) ? JsonSerializer.Deserialize<SortedDictionary<string, SortedDictionary<string, int>>>(File.ReadAllText(FilePath)) ?? [] : [];
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
