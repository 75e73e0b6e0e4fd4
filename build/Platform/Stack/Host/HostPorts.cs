using System.Collections.Immutable;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Stack.Host;

/// <summary>Ports of the processes of one cluster: a running one keeps its own, the others get their old or preferred one when it is free.</summary>
internal sealed class HostPorts(HostFolder folder, HostStateFile state, HostSupervisor supervisor, PortRegistry registry)
{
    // Several builds may choose ports at the same moment; whoever loses chooses again.
    private const int Attempts = 5;

    /// <summary>Starts something that listens, again with other ports when somebody took one of them meanwhile.</summary>
    public static async Task<T> RetryAsync<T>(IProgressReporter progress, Func<Task<T>> start)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await start();
            }
            catch (PortTakenException taken) when (attempt < Attempts)
            {
                progress.Info(taken.What + " Choosing another.");
            }
        }
    }

    /// <inheritdoc cref="RetryAsync{T}"/>
    public static Task RetryAsync(IProgressReporter progress, Func<Task> start) => RetryAsync<object?>(progress, async () =>
    {
        await start();
        return null;
    });

    /// <summary>Chooses ports.</summary>
    /// <param name="wanted">Preferred ports by process and name.</param>
    /// <param name="cancellation">Stops waiting for another build.</param>
    public async Task<Dictionary<string, ImmutableSortedDictionary<string, int>>> AllocateAsync(IReadOnlyDictionary<string, ImmutableSortedDictionary<string, int>> wanted, CancellationToken cancellation)
    {
        var result = new Dictionary<string, ImmutableSortedDictionary<string, int>>(StringComparer.Ordinal);
        var known = state.Read().Processes;
        var kept = known.Values.Where(process => supervisor.Runs(process)).SelectMany(process => process.Ports.Values).ToList();
        await registry.ChooseAsync(folder.Root, [.. wanted.SelectMany(process => process.Value.Keys.Select(port => Purpose(process.Key, port)))], allocator =>
        {
            kept.ForEach(allocator.Keep);
            foreach (var (name, ports) in wanted)
            {
                var before = known.GetValueOrDefault(name);
                var runs = before is not null && supervisor.Runs(before);
                result[name] = ports.ToImmutableSortedDictionary(
                    port => port.Key,
                    port => runs && before!.Ports.TryGetValue(port.Key, out var ours) ? ours : allocator.Take(before?.Ports.GetValueOrDefault(port.Key, port.Value) ?? port.Value),
                    StringComparer.Ordinal);
            }

            return result.SelectMany(process => process.Value.Select(port => (Purpose(process.Key, port.Key), port.Value))).ToDictionary(StringComparer.Ordinal);
        }, cancellation);
        return result;
    }

    private static string Purpose(string process, string port) => $"{process}/{port}";
}
