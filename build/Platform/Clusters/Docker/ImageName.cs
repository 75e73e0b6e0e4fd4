namespace TalosPlatform.Clusters.Docker;

/// <summary>Names of images: <c>registry/repository:tag@digest</c>.</summary>
public static class ImageName
{
    /// <summary>Registry of names that mention none.</summary>
    public const string DockerHub = "docker.io";

    /// <summary>Name without tag, and tag (<c>latest</c> when there is none, the digest when there is one).</summary>
    public static (string Name, string Tag) Split(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var plain = at < 0 ? image : image[..at];
        var colon = plain.LastIndexOf(':');
        var name = colon > plain.LastIndexOf('/') ? plain[..colon] : plain;
        return (name, at >= 0 ? image[(at + 1)..] : colon > plain.LastIndexOf('/') ? plain[(colon + 1)..] : "latest");
    }

    /// <summary>The registry, and the rest of the name with tag and digest.</summary>
    public static (string Registry, string Path) Registry(string image)
    {
        var slash = image.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : image[..slash];
        if (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost")
            return (first, image[(slash + 1)..]);
        return (DockerHub, slash < 0 ? $"library/{image}" : image);
    }
}
