using System.Collections.Immutable;

namespace TalosPlatform.Tests.Cluster.Images;

/// <summary>An image of the reference cluster: layers and how to start it.</summary>
/// <param name="Reference">Name with tag, as manifests and <c>--image-override</c> name it.</param>
/// <param name="Layers">Layers, the lowest first.</param>
public sealed record ReferenceImage(string Reference, ImmutableArray<string> Layers)
{
    /// <summary>Program that is always run.</summary>
    public ImmutableArray<string> Entrypoint { get; init; } = [];

    /// <summary>Arguments unless the pod has its own.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Variables, <c>NAME=value</c>.</summary>
    public ImmutableArray<string> Environment { get; init; } = [];

    /// <summary>Folder it starts in.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Signal that asks it to end; null for SIGTERM.</summary>
    public string? StopSignal { get; init; }

    /// <summary>Numeric user and group.</summary>
    public string User { get; init; } = "65534:65534";
}
