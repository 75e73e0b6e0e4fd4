namespace TalosPlatform.Tests.Stack.Support;

/// <summary>A pinned image.</summary>
internal sealed record ImagePin(string Repository, string Tag, string? Digest)
{
    /// <summary>The reference that manifests write.</summary>
    public string Reference => Digest is null ? $"{Repository}:{Tag}" : $"{Repository}:{Tag}@{Digest}";
}

/// <summary>The section images of stack/versions.yaml.</summary>
internal static class Images
{
    public static IReadOnlyDictionary<string, ImagePin> Pins { get; } =
        ((YamlDotNet.RepresentationModel.YamlMappingNode)Yaml.Load(Path.Combine(Manifests.StackRoot, "versions.yaml")).Get("images")!).Children
        .ToDictionary(e => ((YamlDotNet.RepresentationModel.YamlScalarNode)e.Key).Value!, e => new ImagePin(e.Value.Text("repository")!, e.Value.Text("tag")!, e.Value.Text("digest")));

    /// <summary>Every image that a file of stack/ names, with the file.</summary>
    public static IEnumerable<(string File, string Reference)> Used() =>
        from path in Directory.EnumerateFiles(Manifests.StackRoot, "*.yaml", SearchOption.AllDirectories)
        where !path.Contains($"{Path.DirectorySeparatorChar}host{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        from line in File.ReadLines(path)
        let text = line.TrimStart(' ', '-')
        where text.StartsWith("image:", StringComparison.Ordinal)
        select (Path.GetRelativePath(Manifests.StackRoot, path).Replace('\\', '/'), text["image:".Length..].Trim());
}
