using System.Collections.Immutable;

namespace TalosPlatform.Stack.Tools;

/// <summary>A tool as <c>stack/versions.yaml</c> pins it.</summary>
/// <param name="Name">Name of the tool, such as <c>prometheus</c>.</param>
/// <param name="Version">Version that is downloaded.</param>
/// <param name="Minimum">Oldest version that suffices when the machine already has one.</param>
/// <param name="Binaries">What the tool provides; the first is the main one.</param>
/// <param name="VersionArguments">Arguments that make the main binary print its version.</param>
/// <param name="Release">The official release; null when there is none for download.</param>
/// <param name="DebianPackage">Debian package that carries it; null when Debian has none.</param>
/// <param name="DebianData">Absolute folder that Debian's build reads its own files from; null when it reads none.</param>
public sealed record ToolPin(
    string Name,
    Version Version,
    Version Minimum,
    ImmutableArray<ToolBinary> Binaries,
    ImmutableArray<string> VersionArguments,
    ToolRelease? Release,
    string? DebianPackage,
    string? DebianData)
{
    /// <summary>Debian packages with libraries that the binaries need and that a small machine may lack; unpacked beside them.</summary>
    public ImmutableArray<string> DebianLibraries { get; init; } = [];
}

/// <summary>One executable of a tool.</summary>
/// <param name="Name">Name the platform asks for, such as <c>promtool</c>.</param>
/// <param name="PathNames">Names it may have in PATH.</param>
/// <param name="ReleaseMember">Its path inside the release archive.</param>
/// <param name="DebianMember">Its path inside the Debian package.</param>
public sealed record ToolBinary(string Name, ImmutableArray<string> PathNames, string ReleaseMember, string? DebianMember);

/// <summary>Where an official release lives. Placeholders: <c>${version}</c>, <c>${os}</c>, <c>${arch}</c>.</summary>
/// <param name="Url">Address of the archive or executable.</param>
/// <param name="Checksums">Address of the published checksum file, in the format of <c>sha256sum</c> or a bare digest.</param>
/// <param name="Sha256">Pinned digests by <c>os-arch</c>; they win over the published file.</param>
public sealed record ToolRelease(string Url, string? Checksums, ImmutableSortedDictionary<string, string> Sha256);
