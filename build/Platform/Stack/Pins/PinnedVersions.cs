using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Pins;

/// <summary>A tool as <c>stack/versions.yaml</c> pins it, as far as an update needs it.</summary>
/// <param name="Name">Name of the tool.</param>
/// <param name="Version">Its version.</param>
/// <param name="Repository">Its repository on GitHub, <c>owner/name</c>; null when it cannot be told.</param>
/// <param name="Url">Address of its release, with placeholders.</param>
/// <param name="Checksums">Address of its published checksums, with placeholders; null when there are none.</param>
/// <param name="Sha256">Pinned digests by <c>os-arch</c>.</param>
public sealed record PinnedTool(string Name, Version Version, string? Repository, string Url, string? Checksums, ImmutableSortedDictionary<string, string> Sha256);

/// <summary>An image as <c>stack/versions.yaml</c> pins it.</summary>
/// <param name="Name">Name of the pin: the folder that uses it.</param>
/// <param name="Repository">Registry and repository.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Digest">Digest of the index of all architectures; null when none is pinned.</param>
public sealed record PinnedImage(string Name, string Repository, string Tag, string? Digest)
{
    /// <summary>The reference that manifests write.</summary>
    public string Reference => Digest is null ? $"{Repository}:{Tag}" : $"{Repository}:{Tag}@{Digest}";
}

/// <summary>Everything <c>stack/versions.yaml</c> pins.</summary>
/// <param name="Tools">Tools with a release, by name.</param>
/// <param name="Images">Images, by name.</param>
public sealed record PinnedVersions(ImmutableSortedDictionary<string, PinnedTool> Tools, ImmutableSortedDictionary<string, PinnedImage> Images)
{
    private const string GitHub = "https://github.com/";

    /// <summary>Reads the file.</summary>
    /// <exception cref="PlatformException">It has mistakes; all of them are listed.</exception>
    public static PinnedVersions Parse(string text, string name)
    {
        var file = YamlFile.Parse(text, name);
        var (tools, images) = (file.Root?.Mapping("tools"), file.Root?.Mapping("images"));
        var result = new PinnedVersions(
            Entries(tools).Select(e => Tool(e.Name, e.Entry)).OfType<PinnedTool>().ToImmutableSortedDictionary(t => t.Name, t => t, StringComparer.Ordinal),
            Entries(images).Select(e => new PinnedImage(e.Name, e.Entry.RequiredText("repository"), e.Entry.RequiredText("tag"), e.Entry.Text("digest"))).ToImmutableSortedDictionary(i => i.Name, i => i, StringComparer.Ordinal));
        file.ThrowIfInvalid();
        return result;
    }

    private static IEnumerable<(string Name, YamlMapping Entry)> Entries(YamlMapping? section) =>
        section is null ? [] : section.Keys.Select(name => (name, section.Mapping(name))).Where(e => e.Item2 is not null).Select(e => (e.name, e.Item2!));

    private static PinnedTool? Tool(string name, YamlMapping entry)
    {
        if (entry.Mapping("release") is not { } release || PinnedVersion.TryParse(entry.RequiredText("version")) is not { } version)
            return null;
        var url = release.RequiredText("url");
        return new PinnedTool(name, version.Version, release.Text("repository") ?? Repository(url), url, release.Text("checksums"),
            release.Mapping("sha256")?.AllTexts().ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty);
    }

    private static string? Repository(string url) =>
        url.StartsWith(GitHub, StringComparison.Ordinal) && url[GitHub.Length..].Split('/') is [var owner, var name, "releases", ..] ? $"{owner}/{name}" : null;
}
