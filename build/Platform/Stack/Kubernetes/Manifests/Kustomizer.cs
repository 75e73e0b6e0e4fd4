using System.Text;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Stack.Kubernetes.Manifests;

/// <summary>Renders kustomizations with the kustomize that kubectl brings, so that the result is what <c>kubectl apply -k</c> would apply.</summary>
/// <param name="commands">Runs kubectl.</param>
/// <param name="kubectl">Path of kubectl.</param>
public sealed class Kustomizer(ICommandRunner commands, string kubectl)
{
    /// <summary>Renders a folder with a kustomization of its own.</summary>
    /// <exception cref="PlatformException">kustomize refuses it.</exception>
    public async Task<IReadOnlyList<Manifest>> RenderAsync(string folder, CancellationToken cancellation)
    {
        // Relative paths lead from the cluster's folder to stack/, so out of the folder that is rendered.
        var command = Command.Of(kubectl, "kustomize", "--load-restrictor=LoadRestrictionsNone", folder) with { Deadline = TimeSpan.FromSeconds(60) };
        var rendered = await commands.RunCheckedAsync(command, "Rendering the manifests", "Correct the kustomization that the message names.", cancellation: cancellation);
        return Manifest.ReadAll(rendered.Output, folder);
    }

    /// <summary>Writes a kustomization over folders anywhere and renders it.</summary>
    /// <param name="folder">Folder of the kustomization, which is ours alone.</param>
    /// <param name="resources">Resources, absolute.</param>
    /// <param name="components">Kustomize components, absolute, in the order in which they change what is above.</param>
    /// <param name="cancellation">Stops kubectl.</param>
    public Task<IReadOnlyList<Manifest>> RenderAsync(string folder, IEnumerable<string> resources, IEnumerable<string> components, CancellationToken cancellation)
    {
        var text = new StringBuilder("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n");
        Append("resources", resources);
        Append("components", components);
        AtomicFile.WriteAllText(Path.Combine(folder, "kustomization.yaml"), text.ToString());
        return RenderAsync(folder, cancellation);

        void Append(string key, IEnumerable<string> paths)
        {
            var lines = paths.Select(p => $"  - '{Path.GetRelativePath(folder, p).Replace('\\', '/').Replace("'", "''", StringComparison.Ordinal)}'\n").ToList();
            if (lines.Count > 0)
                text.Append(key).Append(":\n").AppendJoin("", lines);
        }
    }
}
