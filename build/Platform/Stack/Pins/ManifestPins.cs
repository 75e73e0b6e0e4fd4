using System.Text.RegularExpressions;

namespace TalosPlatform.Stack.Pins;

/// <summary>Keeps manifests in step with the pins: their images, and the labels that say the version.</summary>
public static partial class ManifestPins
{
    private const string Label = "app.kubernetes.io/";

    /// <summary>The text of a manifest with the images and versions of the pins. Nothing else changes, not even line ends.</summary>
    /// <param name="text">The manifest.</param>
    /// <param name="pins">The pins.</param>
    public static string Apply(string text, PinnedVersions pins)
    {
        var references = pins.Images.Values.ToDictionary(i => i.Repository, i => i.Reference, StringComparer.Ordinal);
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Image().Match(lines[i]) is { Success: true } image && references.TryGetValue(image.Groups["repository"].Value, out var reference))
                lines[i] = lines[i][..image.Groups["reference"].Index] + reference + lines[i][(image.Groups["reference"].Index + image.Groups["reference"].Length)..];
            else if (Version().Match(lines[i]) is { Success: true } version && pins.Images.TryGetValue(Component(lines, i), out var pin))
                lines[i] = lines[i][..version.Groups["version"].Index] + pin.Tag.TrimStart('v') + lines[i][(version.Groups["version"].Index + version.Groups["version"].Length)..];
        }

        return string.Join('\n', lines);
    }

    // The name stands among the same labels.
    private static string Component(string[] lines, int at)
    {
        var (first, last) = (at, at);
        while (first > 0 && lines[first - 1].TrimStart().StartsWith(Label, StringComparison.Ordinal))
            first--;
        while (last < lines.Length - 1 && lines[last + 1].TrimStart().StartsWith(Label, StringComparison.Ordinal))
            last++;
        return lines[first..(last + 1)].Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith(Label + "name:", StringComparison.Ordinal))?[(Label + "name:").Length..].Trim().Trim('"') ?? "";
    }

    [GeneratedRegex(@"^[\s-]*image:\s*(?<reference>(?<repository>[a-z0-9.-]+(:\d+)?(/[a-z0-9._-]+)+)(:[\w.-]+)?(@sha256:[0-9a-f]{64})?)\s*$")]
    private static partial Regex Image();

    [GeneratedRegex(@"^\s*app\.kubernetes\.io/version:\s*""?(?<version>\d+\.\d+(\.\d+)?)""?\s*$")]
    private static partial Regex Version();
}
