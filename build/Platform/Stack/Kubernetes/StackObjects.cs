using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TalosPlatform.Clusters;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>The objects of the stack: the manifests of <c>stack/</c> as the settings want them, with the workspace's rules and dashboards.</summary>
/// <param name="workspace">The repositories.</param>
/// <param name="settings">What the run was told.</param>
/// <param name="kustomizer">Renders.</param>
public sealed partial class StackObjects(Workspace workspace, RunSettings settings, Kustomizer kustomizer)
{
    /// <summary>Namespace of everything that is not bound to a node.</summary>
    public const string Namespace = "observability";

    // etcd refuses larger objects; the rest of the object needs some of it.
    private const int LargestConfigMap = 1_000_000;

    /// <summary>Renders them.</summary>
    /// <param name="selection">Components.</param>
    /// <param name="content">Rules and dashboards.</param>
    /// <param name="cancellation">Stops kubectl.</param>
    public async Task<IReadOnlyList<Manifest>> RenderAsync(StackSelection selection, StackContent content, CancellationToken cancellation)
    {
        var folder = Path.Combine(workspace.ClusterFolder(settings.Cluster.Name), "stack");
        var rendered = await kustomizer.RenderAsync(folder, selection.Resources, selection.Patches.Concat(settings.Stack.Kustomize.Select(Own)), cancellation);
        var images = Images();
        return
        [
            .. rendered.Select(images.Apply).Select(new EnvironmentSubstitution(Environment(settings)).Apply),
            .. OfWorkspace("prometheus-rules-workspace", "prometheus", Beyond(content.RuleFiles, "alerts"), ".yaml"),
            .. selection.Components.Contains("grafana") ? OfWorkspace("grafana-dashboards-workspace", "grafana", Beyond(content.Dashboards, "dashboards"), ".json") : [],
        ];
    }

    /// <summary>Takes images from where the settings say.</summary>
    internal ImageSubstitution Images() => new(settings.Stack.ImageOverrides, settings.Stack.RegistryMirrors, Repositories());

    private string Own(string folder)
    {
        var path = Path.GetFullPath(Path.Combine(workspace.Root, folder));
        return File.Exists(Path.Combine(path, "kustomization.yaml"))
            ? path
            : throw new PlatformException($"\"{folder}\" of stack.kustomize has no kustomization.yaml.", "Name a folder of your repository that holds a kustomize component.");
    }

    /// <summary>What the manifests leave to the environment of containers: the cluster that leaving metrics say they are from, and how long data is kept.</summary>
    internal static ImmutableDictionary<string, string> Environment(RunSettings settings)
    {
        var values = ImmutableDictionary<string, string>.Empty.Add("CLUSTER_NAME", settings.Cluster.Name);
        return settings.Stack.RetentionHours is { } retention ? values.Add("RETENTION", retention) : values;
    }

    // The platform's own are in the manifests.
    private IEnumerable<WorkspaceFile> Beyond(IReadOnlyList<WorkspaceFile> files, string folder)
    {
        var own = Path.Combine(workspace.PlatformRoot, folder) + Path.DirectorySeparatorChar;
        return files.Where(f => !f.Path.StartsWith(own, StringComparison.Ordinal));
    }

    private static IEnumerable<Manifest> OfWorkspace(string name, string component, IEnumerable<WorkspaceFile> files, string extension)
    {
        var data = new JsonObject();
        foreach (var file in files)
            data[Unusual().Replace(Path.ChangeExtension("workspace-" + file.Name.Replace('/', '-'), extension), "_")] = File.ReadAllText(file.Path);
        if (data.Count == 0)
            yield break;
        var size = data.Sum(d => Encoding.UTF8.GetByteCount(d.Value!.GetValue<string>()));
        if (size > LargestConfigMap)
        {
            throw new PlatformException(
                $"The workspace's files for {component} take {size / 1000} kB, and a ConfigMap holds {LargestConfigMap / 1000} kB.",
                "Leave some out: list fewer files in .talos-dev/config.yaml.");
        }

        yield return Manifest.Of(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = Namespace,
                ["labels"] = new JsonObject { ["app.kubernetes.io/name"] = component, ["app.kubernetes.io/managed-by"] = "talos-observability" },
            },
            ["data"] = data,
        }, name);
    }

    private Dictionary<string, string> Repositories()
    {
        var file = YamlFile.Load(Path.Combine(workspace.PlatformRoot, "stack", "versions.yaml"), "stack/versions.yaml");
        var images = file.Root?.Mapping("images");
        var repositories = (images?.Keys ?? []).ToDictionary(name => name, name => images!.Mapping(name)?.Text("repository") ?? "", StringComparer.Ordinal);
        file.ThrowIfInvalid();
        return repositories;
    }

    // Keys of a ConfigMap: https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object
    [GeneratedRegex("[^-._a-zA-Z0-9]")]
    private static partial Regex Unusual();
}
