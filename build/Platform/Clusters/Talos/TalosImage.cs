using System.Text.RegularExpressions;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Talos;

/// <summary>The image of the nodes. Its tag, not the version of talosctl, says which dialect its configuration speaks.</summary>
/// <param name="Reference">Name with tag.</param>
/// <param name="Version">Version in the tag.</param>
public sealed partial record TalosImage(string Reference, Version Version)
{
    /// <summary>Whether the configuration consists of several documents, as from 1.14 on; there, patches of the old single one conflict.</summary>
    public bool IsMultiDocument => Version >= new Version(1, 14);

    /// <summary>The image of a version.</summary>
    /// <param name="repository">Repository, such as <c>ghcr.io/siderolabs/talos</c>.</param>
    /// <param name="version">Version with or without <c>v</c>.</param>
    /// <exception cref="PlatformException">It is no version.</exception>
    public static TalosImage Of(string repository, string version) => Problem(version) is { } problem
        ? throw new PlatformException($"{problem}.")
        : new TalosImage($"{repository}:v{version.TrimStart('v')}", Version.Parse(Pattern().Match(version).Groups[1].Value));

    /// <summary>What is wrong with a version; null when nothing is.</summary>
    public static string? Problem(string version) => Pattern().IsMatch(version) ? null : $"\"{version}\" is no version such as 1.13.9";

    [GeneratedRegex(@"^v?(\d+\.\d+\.\d+)(-[0-9A-Za-z.]+)?$")]
    private static partial Regex Pattern();
}
