using System.Text.RegularExpressions;

namespace TalosPlatform.Stack.Pins;

/// <summary>A tag that names a release: three numbers, with or without a <c>v</c> before them. Anything more, such as <c>-rc.1</c> or <c>-alpine</c>, is another thing.</summary>
/// <param name="Tag">The tag as it is written.</param>
/// <param name="Version">Its three numbers.</param>
public sealed partial record PinnedVersion(string Tag, Version Version)
{
    /// <summary>The tag as a version; null for another tag.</summary>
    public static PinnedVersion? TryParse(string tag) =>
        Pattern().Match(tag) is { Success: true } match && Version.TryParse(match.Groups["numbers"].Value, out var version) ? new PinnedVersion(tag, version) : null;

    /// <summary>Whether the tag is written like another one: a <c>v</c> on both or on neither.</summary>
    public bool IsWrittenLike(string tag) => Tag.StartsWith('v') == tag.StartsWith('v');

    [GeneratedRegex(@"\Av?(?<numbers>(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})){2})\z")]
    private static partial Regex Pattern();
}
