using k8s;
using k8s.Models;

namespace TalosPlatform.Tests.Stack.Support;

/// <summary>An object and where it stands.</summary>
/// <param name="Component">Folder of <c>stack/</c>.</param>
/// <param name="File">Path below the repository.</param>
internal sealed record Manifest(string Component, string File, IKubernetesObject<V1ObjectMeta> Object)
{
    public override string ToString() => $"{File}: {Object.Kind} {Object.Metadata.Name}";
}

/// <summary>A pod template and the workload it belongs to.</summary>
internal sealed record Workload(Manifest Manifest, V1PodTemplateSpec Template)
{
    public string Name => Manifest.Object.Metadata.Name;

    public string Namespace => Manifest.Object.Metadata.NamespaceProperty;

    public V1PodSpec Pod => Template.Spec;

    public V1Container Container => Assert.Single(Pod.Containers);

    public override string ToString() => Name;
}

/// <summary>The objects as they are written in stack/, read with unknown and duplicate keys refused.</summary>
internal static class Manifests
{
    public static string StackRoot { get; } = Path.Combine(Repository.Root, "stack");

    // For the namespaces of applications, or beside the stack; no profile has them.
    private static readonly string[] ForApplications = ["databases", "network-policies", "pod-security", "quotas", "rbac"];

    /// <summary>Folders of stack/ that are components.</summary>
    public static IReadOnlyList<string> Components { get; } =
        [.. Directory.EnumerateFiles(StackRoot, "kustomization.yaml", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(StackRoot, Path.GetDirectoryName(path)!).Replace('\\', '/'))
            .Where(folder => !folder.Contains('/', StringComparison.Ordinal) && !ForApplications.Contains(folder)).Order(StringComparer.Ordinal)];

    /// <summary>Every object that some kustomization lists.</summary>
    public static IReadOnlyList<Manifest> All { get; } = [.. Kustomizations().SelectMany(Read)];

    /// <summary>Every deployment and daemon set.</summary>
    public static IReadOnlyList<Workload> Workloads { get; } = [.. All.Where(m => TemplateOf(m.Object) is not null).Select(m => new Workload(m, TemplateOf(m.Object)!))];

    public static IEnumerable<T> OfType<T>() => All.Select(m => m.Object).OfType<T>();

    /// <summary>The pod template of a workload; null for other objects.</summary>
    public static V1PodTemplateSpec? TemplateOf(object item) => item switch
    {
        V1Deployment deployment => deployment.Spec.Template,
        V1DaemonSet daemonSet => daemonSet.Spec.Template,
        V1StatefulSet statefulSet => statefulSet.Spec.Template,
        _ => null,
    };

    /// <summary>Objects of YAML, each read into the type it says it is.</summary>
    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Parse(string yaml) =>
        [.. KubernetesYaml.LoadAllFromString(yaml, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];

    /// <summary>Folders with a kustomization.yaml, components of kustomize included.</summary>
    public static IEnumerable<string> Kustomizations() => AllKustomizations().Where(path => !ForApplications.Contains(TopFolder(path)));

    /// <summary>Every object for the namespaces of applications.</summary>
    public static IReadOnlyList<Manifest> OfApplications { get; } = [.. AllKustomizations().Where(path => ForApplications.Contains(TopFolder(path))).SelectMany(Read)];

    /// <summary>The objects of a folder for applications, such as <c>quotas/small</c>.</summary>
    public static IReadOnlyList<Manifest> In(string folder) => [.. AllKustomizations().Where(path => Path.GetDirectoryName(path) == Path.Combine(StackRoot, folder.Replace('/', Path.DirectorySeparatorChar))).SelectMany(Read)];

    private static IEnumerable<string> AllKustomizations() => Directory.EnumerateFiles(StackRoot, "kustomization.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string TopFolder(string path) => Path.GetRelativePath(StackRoot, path).Split('/', '\\')[0];

    private static IEnumerable<Manifest> Read(string kustomization)
    {
        var folder = Path.GetDirectoryName(kustomization)!;
        foreach (var resource in Yaml.Load(kustomization).Texts("resources").Where(r => r.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            var path = Path.Combine(folder, resource);
            foreach (var item in Parse(File.ReadAllText(path)))
                yield return new Manifest(Path.GetRelativePath(StackRoot, folder).Split('/', '\\')[0], Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), item);
        }
    }
}
