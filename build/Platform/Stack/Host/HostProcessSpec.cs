using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace TalosPlatform.Stack.Host;

/// <summary>A process that shall run.</summary>
public sealed record HostProcessSpec
{
    /// <summary>How long a process may take to become ready unless the settings say otherwise.</summary>
    public static readonly TimeSpan UsualReadyTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Component or application.</summary>
    public required string Name { get; init; }

    /// <summary><c>stack</c>, <c>database</c> or <c>sample</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Version of the binary; empty for applications.</summary>
    public string Version { get; init; } = "";

    /// <summary>Absolute path of the binary.</summary>
    public required string File { get; init; }

    /// <summary>Arguments.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Folder to run in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Environment without the owner variable.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Ports by name.</summary>
    public ImmutableSortedDictionary<string, int> Ports { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Address that answers 200 when it is ready; one of scheme <c>tcp</c> is ready when it accepts a connection.</summary>
    public required Uri Ready { get; init; }

    /// <summary>Address that reads the configuration anew by POST; null when a restart is needed.</summary>
    public Uri? Reload { get; init; }

    /// <summary>How long it may take to become ready.</summary>
    public required TimeSpan ReadyTimeout { get; init; }

    /// <summary>Digest of its configuration files.</summary>
    public string ConfigFingerprint { get; init; } = "";

    /// <summary>Digest of binary, arguments and environment.</summary>
    public string ProcessFingerprint => Fingerprint([File, WorkingDirectory, .. Arguments, .. Environment.Select(e => $"{e.Key}={e.Value}")]);

    /// <summary>A digest of texts, in their order.</summary>
    public static string Fingerprint(IEnumerable<string> texts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts))))[..16];
}
