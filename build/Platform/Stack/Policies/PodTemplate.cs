using System.Collections.Immutable;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Policies;

/// <summary>The pod that an object of the API makes, as its manifest writes it.</summary>
/// <param name="Metadata">Metadata of the pod; null when it has none.</param>
/// <param name="Spec">Specification of the pod.</param>
public sealed record PodTemplate(YamlMapping? Metadata, YamlMapping Spec)
{
    /// <summary>Containers that run for as long as the pod does.</summary>
    public ImmutableArray<YamlMapping> Containers { get; } = [.. Spec.Mappings("containers")];

    /// <summary>Init containers.</summary>
    public ImmutableArray<YamlMapping> InitContainers { get; } = [.. Spec.Mappings("initContainers")];

    /// <summary>Every container: init containers, containers, ephemeral ones.</summary>
    public IEnumerable<YamlMapping> AllContainers => [.. InitContainers, .. Containers, .. Spec.Mappings("ephemeralContainers")];

    /// <summary>Labels of the pod.</summary>
    public ImmutableSortedDictionary<string, string> Labels => Texts("labels");

    /// <summary>Annotations of the pod.</summary>
    public ImmutableSortedDictionary<string, string> Annotations => Texts("annotations");

    /// <summary>The pod of an object; null when the object makes none.</summary>
    /// <param name="root">The object.</param>
    public static PodTemplate? Of(YamlMapping root) => root.Text("kind") switch
    {
        "Pod" => root.Mapping("spec") is { } spec ? new PodTemplate(root.Mapping("metadata"), spec) : null,
        "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "ReplicationController" or "Job" => In(root.Mapping("spec")?.Mapping("template")),
        "CronJob" => In(root.Mapping("spec")?.Mapping("jobTemplate")?.Mapping("spec")?.Mapping("template")),
        _ => null,
    };

    private static PodTemplate? In(YamlMapping? template) => template?.Mapping("spec") is { } spec ? new PodTemplate(template.Mapping("metadata"), spec) : null;

    private ImmutableSortedDictionary<string, string> Texts(string key) =>
        Metadata?.Mapping(key)?.AllTexts().ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty;
}
