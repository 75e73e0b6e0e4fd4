using System.Collections.Immutable;

namespace TalosPlatform.Stack.Tools;

/// <summary>A tool this machine can run, or the reasons why it cannot.</summary>
/// <param name="Name">Name of the tool.</param>
/// <param name="Version">Version found; empty when missing.</param>
/// <param name="Source"><c>PATH</c>, <c>cache</c>, <c>release</c> or <c>Debian package</c>; empty when missing.</param>
/// <param name="Home">Folder of the unpacked archive; empty for a tool of PATH.</param>
/// <param name="Binaries">Absolute paths by name; a secondary binary may be absent.</param>
/// <param name="MissingReason">Why it cannot be had; null when it can.</param>
public sealed record ResolvedTool(
    string Name,
    string Version,
    string Source,
    string Home,
    ImmutableSortedDictionary<string, string> Binaries,
    string? MissingReason)
{
    /// <summary>Folder the tool has to run in; null for any.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether the tool can be run.</summary>
    public bool Found => MissingReason is null;

    /// <summary>A tool that cannot be had.</summary>
    public static ResolvedTool Missing(string name, string reason) => new(name, "", "", "", ImmutableSortedDictionary<string, string>.Empty, reason);
}
