using System.Collections.Immutable;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Docker;

/// <summary>What a clean-up took away.</summary>
/// <param name="Containers">Names of containers.</param>
/// <param name="Networks">Names of networks.</param>
public sealed record CleanupResult(ImmutableArray<string> Containers, ImmutableArray<string> Networks)
{
    /// <summary>Whether there was nothing to do.</summary>
    public bool Nothing => Containers.IsEmpty && Networks.IsEmpty;

    /// <summary>Such as <c>3 containers, 1 network</c>.</summary>
    public override string ToString() => Nothing ? "nothing was left" : $"{Count(Containers.Length, "container")}, {Count(Networks.Length, "network")}";

    private static string Count(int number, string what) => FormattableString.Invariant($"{number} {what}{(number == 1 ? "" : "s")}");
}

/// <summary>Removes containers and networks by their labels: the way out when no state tells what there is.</summary>
public sealed class DockerCleanup(IDockerEngine engine, TimeProvider clock)
{
    private const int Rounds = 6;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Removes everything that has one of the sets of labels, until nothing is found any more.</summary>
    /// <param name="labelSets">The sets of labels.</param>
    /// <param name="quiet">How long nothing must be found before it is believed: the engine goes on with what it was asked for when whoever asked is dead.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PlatformException">A network does not go away; the message says what the engine says.</exception>
    public async Task<CleanupResult> RemoveAsync(IReadOnlyList<IReadOnlyCollection<string>> labelSets, TimeSpan quiet, CancellationToken cancellation)
    {
        var since = clock.GetUtcNow();
        var containers = new SortedSet<string>(StringComparer.Ordinal);
        var networks = new SortedSet<string>(StringComparer.Ordinal);
        string? refusal = null;
        for (var round = 0; round < Rounds;)
        {
            var foundContainers = await FindAsync(labelSets, engine.ContainersAsync, c => c.Id, cancellation);
            await Failures.FirstAsync([.. foundContainers.Select(c => engine.RemoveContainerAsync(c.Id, cancellation))]);
            containers.UnionWith(foundContainers.Select(c => c.Name));

            var foundNetworks = await FindAsync(labelSets, engine.NetworksAsync, n => n.Id, cancellation);
            refusal = null;
            foreach (var network in foundNetworks)
                refusal = await RemoveAsync(network, cancellation) ?? refusal;
            networks.UnionWith(foundNetworks.Select(n => n.Name));
            if (foundContainers.Count == 0 && foundNetworks.Count == 0)
            {
                if (clock.GetUtcNow() - since >= quiet)
                    return new CleanupResult([.. containers], [.. networks]);
                await Task.Delay(Pause, clock, cancellation);
                continue;
            }

            since = clock.GetUtcNow();
            round++;
            if (refusal is not null)
                await Task.Delay(Pause * round, clock, cancellation);
        }

        throw new PlatformException($"Docker does not let go of {string.Join(", ", networks.Concat(containers).Select(n => $"\"{n}\""))}{(refusal is null ? "" : $": {refusal.TrimEnd('.')}")}.", "Restart Docker, then run \"./build.sh Teardown\" again.");
    }

    // Containers that are not ours, a registry or a debugging shell, may stand in the network: they stay, but outside of it.
    private async Task<string?> RemoveAsync(DockerNetwork network, CancellationToken cancellation)
    {
        var refusal = await engine.RemoveNetworkAsync(network.Id, cancellation);
        if (refusal is null || !refusal.Contains("active endpoints", StringComparison.Ordinal))
            return refusal;
        foreach (var container in network.Containers)
            await engine.DisconnectAsync(network.Id, container, cancellation);
        return await engine.RemoveNetworkAsync(network.Id, cancellation);
    }

    private static async Task<List<T>> FindAsync<T>(IReadOnlyList<IReadOnlyCollection<string>> labelSets, Func<IReadOnlyCollection<string>, CancellationToken, Task<ImmutableArray<T>>> find, Func<T, string> id, CancellationToken cancellation)
    {
        var found = new List<T>();
        foreach (var labels in labelSets)
        {
            if (labels.Count == 0)
                throw new ArgumentException("without labels everything would be removed", nameof(labelSets));
            found.AddRange(await find(labels, cancellation));
        }

        return [.. found.DistinctBy(id)];
    }
}
