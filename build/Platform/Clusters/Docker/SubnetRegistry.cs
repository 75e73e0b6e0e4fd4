using System.Net;
using System.Text.Json;
using TalosPlatform.Shared.Files;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Clusters.Docker;

/// <summary>Which cluster of this user was given which subnet: two builds that choose at the same moment would take the same one otherwise.</summary>
public sealed class SubnetRegistry(ToolCache cache)
{
    private string FilePath => Path.Combine(cache.Root, "subnets.json");

    /// <summary>Chooses a subnet for a cluster while no other build does.</summary>
    /// <param name="folder">Folder of the cluster; it must exist, and what it was given before is replaced.</param>
    /// <param name="used">Networks that are in use otherwise.</param>
    /// <param name="cancellation">Stops waiting for another build.</param>
    public async Task<IPNetwork> ChooseAsync(string folder, IEnumerable<IPNetwork> used, CancellationToken cancellation)
    {
        using var held = await LockAsync("chooses a subnet", cancellation);
        var all = Read();
        all.Remove(folder);
        var subnet = Subnets.Choose([.. used, .. Subnets.Parse(all.Values)]);
        all[folder] = subnet.ToString();
        AtomicFile.WriteAllText(FilePath, JsonSerializer.Serialize(all));
        return subnet;
    }

    /// <summary>Gives back what a cluster had.</summary>
    public async Task ForgetAsync(string folder, CancellationToken cancellation)
    {
        if (!File.Exists(FilePath))
            return;
        using var held = await LockAsync("gives back a subnet", cancellation);
        var all = Read();
        if (all.Remove(folder))
            AtomicFile.WriteAllText(FilePath, JsonSerializer.Serialize(all));
    }

    private Task<FileLock> LockAsync(string purpose, CancellationToken cancellation) =>
        FileLock.TakeAsync(cache.LockFile("subnets"), $"process {Environment.ProcessId}, which {purpose}", TimeSpan.FromSeconds(30), null, cancellation);

    // A cluster whose folder is gone needs no subnet any more.
    private SortedDictionary<string, string> Read()
    {
        try
        {
            var all = File.Exists(FilePath) ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(FilePath)) ?? [] : [];
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
