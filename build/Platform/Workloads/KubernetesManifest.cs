using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Workloads;

/// <summary>Reads workloads out of Kubernetes manifests; other objects are passed over.</summary>
public static class KubernetesManifest
{
    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet"];

    /// <summary>Workloads of a manifest with one or more documents.</summary>
    /// <param name="file">The manifest.</param>
    /// <param name="namespace">Namespace of objects that name none.</param>
    public static ImmutableArray<Workload> Read(YamlFile file, string @namespace = "default") =>
        [.. file.Documents.Where(document => Kinds.Contains(document.Text("kind"))).Select(document => ReadWorkload(document, @namespace)).OfType<Workload>()];

    private static Workload? ReadWorkload(YamlMapping document, string @namespace)
    {
        var metadata = document.Mapping("metadata");
        var template = document.Mapping("spec")?.Mapping("template");
        if (metadata is null || template is null)
        {
            document.Report("spec", "missing-key", "a workload needs metadata and spec.template");
            return null;
        }

        return new Workload(
            document.RequiredText("kind"),
            metadata.RequiredText("name"),
            metadata.Text("namespace") ?? @namespace,
            document.Mapping("spec")!.Integer("replicas") ?? 1,
            Texts(template.Mapping("metadata")?.Mapping("labels")),
            Texts(template.Mapping("metadata")?.Mapping("annotations")),
            [.. (template.Mapping("spec")?.Mappings("containers") ?? []).Select(Container)]);
    }

    private static WorkloadContainer Container(YamlMapping container)
    {
        var ports = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var port in container.Mappings("ports"))
        {
            if (port.Integer("containerPort") is { } number)
                ports[port.Text("name") ?? number.ToString(CultureInfo.InvariantCulture)] = number;
        }

        var requests = container.Mapping("resources")?.Mapping("requests");
        var limits = container.Mapping("resources")?.Mapping("limits");
        return new WorkloadContainer(
            container.RequiredText("name"),
            container.Text("image") ?? "",
            ports.ToImmutable(),
            Quantity(requests, "cpu"),
            Quantity(requests, "memory"),
            Quantity(limits, "cpu"),
            Quantity(limits, "memory"));
    }

    private static decimal? Quantity(YamlMapping? map, string key)
    {
        if (map?.Text(key) is not { } text)
            return null;
        var quantity = KubernetesQuantity.TryParse(text);
        if (quantity is null)
            map.Report(key, "invalid-value", $"\"{text}\" is no quantity such as 250m or 128Mi");
        return quantity;
    }

    private static ImmutableSortedDictionary<string, string> Texts(YamlMapping? map) =>
        map?.AllTexts().ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty;
}
