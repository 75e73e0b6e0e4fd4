using System.Text.Json;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Stack.Tools;

/// <summary>Hosts that could not be reached a short while ago are not tried again for every tool and every run.</summary>
public sealed class UnreachableHosts(string path, TimeProvider clock)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);
    private readonly Lock _gate = new();

    /// <summary>Why a host is not worth trying now; null when it is.</summary>
    public string? Reason(string host)
    {
        lock (_gate)
            return Read().TryGetValue(host, out var entry) && clock.GetUtcNow() - entry.At < Memory ? Text(host) : null;
    }

    /// <summary>Remembers a failure.</summary>
    public string Remember(string host, string why)
    {
        lock (_gate)
        {
            var all = Read();
            all[host] = new Entry(clock.GetUtcNow(), why);
            try
            {
                AtomicFile.WriteAllText(path, JsonSerializer.Serialize(all));
            }
            catch (PlatformException)
            {
                // Only an optimisation: without the note the host is simply tried again.
            }
        }

        return Text(host);
    }

    private static string Text(string host) => $"{host} cannot be reached";

    private Dictionary<string, Entry> Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, Entry>>(File.ReadAllText(path)) ?? [] : [];
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            return [];
        }
    }

    private sealed record Entry(DateTimeOffset At, string Why);
}
