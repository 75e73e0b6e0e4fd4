using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Processes;

namespace TalosPlatform.Stack.Host;

/// <summary>What the host provider started: survives the build, a crash and a reboot.</summary>
public sealed record HostState
{
    /// <summary>Version of this file's format.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Processes by name.</summary>
    public ImmutableSortedDictionary<string, HostProcessState> Processes { get; init; } = ImmutableSortedDictionary<string, HostProcessState>.Empty;

    /// <summary>Components that were left out, with the reason.</summary>
    public ImmutableSortedDictionary<string, string> LeftOut { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Applications that were left out, with the reason.</summary>
    public ImmutableSortedDictionary<string, string> LeftOutApps { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Databases and exporters that were asked for and left out, with the reason.</summary>
    public ImmutableSortedDictionary<string, string> LeftOutDatabases { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>One process of the platform.</summary>
/// <param name="Name">Component or application.</param>
/// <param name="Kind"><c>stack</c>, <c>database</c> or <c>sample</c>.</param>
/// <param name="Version">Version of its binary; empty for applications.</param>
/// <param name="Process">Number and start time.</param>
/// <param name="Ports">Ports it was given, by name.</param>
/// <param name="ProcessFingerprint">Digest of binary, arguments and environment: a change needs a restart.</param>
/// <param name="ConfigFingerprint">Digest of its configuration files: a change needs a reload.</param>
/// <param name="LogFile">Where its output goes.</param>
public sealed record HostProcessState(
    string Name,
    string Kind,
    string Version,
    ProcessIdentity Process,
    ImmutableSortedDictionary<string, int> Ports,
    string ProcessFingerprint,
    string ConfigFingerprint,
    string LogFile);

/// <summary>Reads and writes the state of a cluster on the host.</summary>
public sealed class HostStateFile(string path)
{
    private readonly Lock _gate = new();

    /// <summary>The state; an empty one when there is none or when it cannot be read, since processes are found by their owner variable too.</summary>
    public HostState Read()
    {
        lock (_gate)
            return ReadUnlocked();
    }

    /// <summary>Changes the state, atomically on disk and between the threads of this process.</summary>
    public void Update(Func<HostState, HostState> change)
    {
        lock (_gate)
            AtomicFile.WriteAllText(path, JsonSerializer.Serialize(change(ReadUnlocked()), HostStateJson.Default.HostState));
    }

    private HostState ReadUnlocked()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), HostStateJson.Default.HostState) ?? new HostState() : new HostState();
        }
        catch (JsonException)
        {
            return new HostState();
        }
    }
}

[JsonSerializable(typeof(HostState))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class HostStateJson : JsonSerializerContext;
