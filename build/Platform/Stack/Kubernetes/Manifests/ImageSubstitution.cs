using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Kubernetes.Manifests;

/// <summary>Takes images from elsewhere: single ones by name, whole registries by mirrors.</summary>
public sealed class ImageSubstitution
{
    private readonly ImmutableDictionary<string, string> _overrides;
    private readonly ImmutableArray<RegistryMirror> _mirrors;

    /// <summary>Creates substitutions.</summary>
    /// <param name="overrides">References by the image's name in <c>stack/versions.yaml</c>, or by its repository.</param>
    /// <param name="mirrors"><c>registry=mirror</c>, or a mirror alone for all registries; a mirror may have a path.</param>
    /// <param name="repositories">Repositories by the image's name in <c>stack/versions.yaml</c>.</param>
    /// <exception cref="PlatformException">An override names no image.</exception>
    public ImageSubstitution(IReadOnlyDictionary<string, string> overrides, IEnumerable<string> mirrors, IReadOnlyDictionary<string, string> repositories)
    {
        _overrides = overrides.ToImmutableDictionary(o => NameOf(o.Key, repositories), o => o.Value, StringComparer.Ordinal);
        _mirrors = [.. mirrors.Select(RegistryMirror.Parse).OrderBy(m => m.Registry == "*")];
    }

    /// <summary>Where an image is taken from.</summary>
    public string Of(string reference)
    {
        var image = ImageReference.Parse(reference);
        if (_overrides.TryGetValue(image.Name, out var replacement))
            return replacement;
        return _mirrors.Select(m => m.NameOf(reference)).FirstOrDefault(name => name is not null) ?? reference;
    }

    /// <summary>The object with its images taken from there, those of pods written into ConfigMaps included.</summary>
    public Manifest Apply(Manifest manifest)
    {
        if (_overrides.IsEmpty && _mirrors.IsEmpty)
            return manifest;
        var json = (JsonObject)manifest.Json.DeepClone();
        if (PodTemplates.SpecOf(json) is { } spec)
        {
            foreach (var container in PodTemplates.Containers(spec).Where(c => c["image"] is not null))
                container["image"] = Of(container["image"]!.GetValue<string>());
        }
        else if (manifest.Key.Kind == "ConfigMap" && json["data"] is JsonObject data)
        {
            foreach (var (name, value) in data.ToList().Where(d => d.Value is not null))
                data[name] = InText(value!.GetValue<string>());
        }

        return manifest with { Json = json };
    }

    // A pod that a component starts itself is a template in its configuration.
    private string InText(string text) => !text.Contains("kind: Pod", StringComparison.Ordinal)
        ? text
        : string.Join('\n', text.Split('\n').Select(line =>
        {
            const string key = "image: ";
            var at = line.IndexOf(key, StringComparison.Ordinal);
            return at < 0 ? line : line[..(at + key.Length)] + Of(line[(at + key.Length)..].Trim('"', ' ', '\r'));
        }));

    private static string NameOf(string name, IReadOnlyDictionary<string, string> repositories) =>
        repositories.TryGetValue(name, out var repository) ? ImageReference.Parse(repository).Name
        : name.Contains('/', StringComparison.Ordinal) ? ImageReference.Parse(name).Name
        : throw new PlatformException($"There is no image \"{name}\" to override.", Shared.Text.NearestName.Hint(name, [.. repositories.Keys]));
}
