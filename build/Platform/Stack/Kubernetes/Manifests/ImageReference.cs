namespace TalosPlatform.Stack.Kubernetes.Manifests;

/// <summary>A reference to an image, taken apart as containerd does: https://github.com/distribution/reference.</summary>
/// <param name="Registry">Host of the registry; <c>docker.io</c> where the reference names none.</param>
/// <param name="Repository">Path in the registry; <c>library/</c> before single names of docker.io.</param>
/// <param name="Tag">Tag; null when there is none.</param>
/// <param name="Digest">Digest such as <c>sha256:…</c>; null when there is none.</param>
public sealed record ImageReference(string Registry, string Repository, string? Tag, string? Digest)
{
    /// <summary>Takes a reference apart.</summary>
    public static ImageReference Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? null : text[(at + 1)..];
        var name = at < 0 ? text : text[..at];
        var colon = name.LastIndexOf(':');
        var tag = colon > name.LastIndexOf('/') ? name[(colon + 1)..] : null;
        if (tag is not null)
            name = name[..colon];
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        // A host has a dot or a port, or is localhost; anything else is the first part of a path on docker.io.
        return first == "localhost" || first.AsSpan().ContainsAny('.', ':')
            ? new ImageReference(first, name[(slash + 1)..], tag, digest)
            : new ImageReference("docker.io", slash < 0 ? "library/" + name : name, tag, digest);
    }

    /// <summary>Registry and repository.</summary>
    public string Name => $"{Registry}/{Repository}";

    /// <inheritdoc/>
    public override string ToString() => Name + (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);
}
