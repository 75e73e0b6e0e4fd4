using System.Collections.Immutable;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Yaml;
using TalosPlatform.Stack.Policies.NetworkPolicies;
using TalosPlatform.Stack.Quotas;

namespace TalosPlatform.Stack.Policies;

/// <summary>All manifests that are deployed together, read.</summary>
public sealed class ManifestSet
{
    private ManifestSet(ImmutableArray<YamlFile> files, ImmutableArray<ManifestObject> objects, QuotaProfile? quota, string appNamespace)
    {
        Files = files;
        Objects = objects;
        Quota = quota;
        AppNamespace = appNamespace;
        Namespaces = objects.Where(o => o.Kind == "Namespace").DistinctBy(o => o.Name).ToImmutableDictionary(o => o.Name, StringComparer.Ordinal);
        Policies = new NetworkPolicyEvaluator(objects.Where(o => o.Kind == "NetworkPolicy").Select(o => NetworkPolicyReader.Read(o.Root, appNamespace)));
    }

    /// <summary>The files, with what was found in each.</summary>
    public ImmutableArray<YamlFile> Files { get; }

    /// <summary>Every object, in the order of files and lines.</summary>
    public ImmutableArray<ManifestObject> Objects { get; }

    /// <summary>Namespaces that are among the objects.</summary>
    public ImmutableDictionary<string, ManifestObject> Namespaces { get; }

    /// <summary>The network policies among the objects.</summary>
    public NetworkPolicyEvaluator Policies { get; }

    /// <summary>The resource profile of the applications' namespace; null for none.</summary>
    public QuotaProfile? Quota { get; }

    /// <summary>Namespace of objects that name none.</summary>
    public string AppNamespace { get; }

    /// <summary>Objects that make pods, with their pods.</summary>
    public IEnumerable<(ManifestObject Object, PodTemplate Pod)> Workloads => Objects.Where(o => o.Pod is not null).Select(o => (o, o.Pod!));

    /// <summary>Reads manifests; a file that is no YAML is a finding, and a document that is no object of Kubernetes is passed over.</summary>
    /// <param name="files">The files.</param>
    /// <param name="quota">The resource profile; null for none.</param>
    /// <param name="appNamespace">Namespace of objects that name none.</param>
    public static ManifestSet Read(IEnumerable<WorkspaceFile> files, QuotaProfile? quota, string appNamespace)
    {
        var read = files.Select(f => YamlFile.Load(f.Path, f.Name)).ToImmutableArray();
        return new ManifestSet(read, [.. read.SelectMany(f => f.Documents).SelectMany(Items).Select(root => Object(root, appNamespace))], quota, appNamespace);
    }

    /// <summary>The pod of a workload as an end of connections.</summary>
    public NetworkPeer Peer(ManifestObject item) => NetworkPeer.Pod(
        item.Namespace,
        item.Pod!.Labels,
        from container in item.Pod.Containers
        from port in container.Mappings("ports")
        where port.Integer("containerPort") is not null
        select new PeerPort(port.Text("name") ?? "", port.Integer("containerPort")!.Value, port.Text("protocol") ?? "TCP"),
        Namespaces.GetValueOrDefault(item.Namespace)?.Root.Mapping("metadata")?.Mapping("labels")?.AllTexts());

    private static ManifestObject Object(YamlMapping root, string appNamespace)
    {
        var metadata = root.Mapping("metadata");
        return new ManifestObject(root, root.Text("kind")!, metadata?.Text("name") ?? "", metadata?.Text("namespace") ?? appNamespace, PodTemplate.Of(root));
    }

    private static IEnumerable<YamlMapping> Items(YamlMapping document) =>
        !document.Has("apiVersion") || document.Text("kind") is not { } kind ? []
        : kind == "List" ? document.Mappings("items").SelectMany(Items)
        : kind is "Kustomization" or "Component" ? []
        : [document];
}
