using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Clusters.Talos;

/// <summary>Images that run in Docker itself, from the section <c>docker</c> of <c>stack/versions.yaml</c>.</summary>
/// <param name="NodeRepository">Repository of the nodes' image; its tag is the version of the pinned talosctl.</param>
/// <param name="KubernetesVersion">Kubernetes that the pinned Talos installs.</param>
/// <param name="RegistryImage">Image of the registry for images of applications.</param>
public sealed record TalosPins(string NodeRepository, string KubernetesVersion, string RegistryImage)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="PlatformException">The file has mistakes.</exception>
    public static TalosPins Load(string path)
    {
        var file = YamlFile.Load(path);
        var docker = file.Root?.Mapping("docker");
        var node = docker?.Mapping("talos");
        var registry = docker?.Mapping("registry");
        file.ThrowIfInvalid();
        if (node is null || registry is null)
            throw new PlatformException($"\"{path}\" pins no image of Talos or of a registry under \"docker\".", "Take the file from the repository.");
        var pins = new TalosPins(node.RequiredText("repository"), node.RequiredText("kubernetes"), $"{registry.RequiredText("repository")}:{registry.RequiredText("tag")}");
        file.ThrowIfInvalid();
        return pins;
    }

    /// <summary>The image and the version of Kubernetes to create, from what is wished for and the talosctl at hand.</summary>
    /// <param name="talosVersion">Wished version of Talos; null for the default.</param>
    /// <param name="kubernetesVersion">Wished version of Kubernetes; null for the default.</param>
    /// <param name="pinned">Version of the pinned talosctl.</param>
    /// <param name="talosctl">Version at hand; an older one does not know how to configure newer nodes.</param>
    public (TalosImage Image, string KubernetesVersion) Choose(string? talosVersion, string? kubernetesVersion, Version pinned, Version talosctl)
    {
        var older = new Version(talosctl.Major, talosctl.Minor) < new Version(pinned.Major, pinned.Minor);
        var image = TalosImage.Of(NodeRepository, talosVersion ?? (older ? talosctl : pinned).ToString());
        // The default of talosctl is right for nodes of its own minor version only; empty leaves it to talosctl.
        var fallback = image.Version.Minor == pinned.Minor && !older ? KubernetesVersion : "";
        return (image, kubernetesVersion?.TrimStart('v') ?? fallback);
    }
}
