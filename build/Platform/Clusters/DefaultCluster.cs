using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Clusters;

/// <summary>The cluster of runs that name none: chosen once by the target UseCluster and kept in <c>.talos-dev/default-cluster</c>.
/// The parameter and <c>cluster.name</c> of the settings win over it.</summary>
public static class DefaultCluster
{
    /// <summary>Path inside a workspace.</summary>
    public const string RelativePath = ".talos-dev/default-cluster";

    /// <summary>The chosen name; null when none was chosen, or what stands there is no name.</summary>
    public static string? Read(string workspace)
    {
        try
        {
            var path = Path.Combine(workspace, RelativePath);
            var name = File.Exists(path) ? File.ReadAllText(path).Trim() : "";
            return name.Length > 0 && SettingsRules.ClusterNameProblem(name) is null ? name : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Names of the clusters that exist in a workspace.</summary>
    public static IReadOnlyList<string> Names(Workspace workspace) => !Directory.Exists(workspace.Clusters) ? [] :
        [.. Directory.EnumerateDirectories(workspace.Clusters).Select(folder => Path.GetFileName(folder)).Where(name => SettingsRules.ClusterNameProblem(name) is null).Order(StringComparer.Ordinal)];

    /// <summary>The target UseCluster.</summary>
    /// <returns>What to tell the user.</returns>
    /// <exception cref="PlatformException">No cluster was named, or there is none of that name.</exception>
    public static string Choose(Workspace workspace, string? name)
    {
        var names = Names(workspace);
        if (name is null)
            throw new PlatformException("UseCluster needs the name of a cluster.", $"Add --cluster-name with one of: {(names.Count == 0 ? "(there are none yet)" : string.Join(", ", names))}.");
        if (!names.Contains(name))
            throw new PlatformException($"There is no cluster \"{name}\" in \"{workspace.Root}\".", names.Count == 0 ? $"\"./build.sh ProvisionCluster --cluster-name {name}\" makes it." : NearestName.Hint(name, [.. names]));
        AtomicFile.WriteAllText(Path.Combine(workspace.Root, RelativePath), name + "\n");
        return $"Runs that name no cluster now work on \"{name}\".";
    }

    /// <summary>Forgets the choice when its cluster is gone.</summary>
    public static void ForgetIf(Workspace workspace, string removed)
    {
        if (Read(workspace.Root) == removed)
            File.Delete(Path.Combine(workspace.Root, RelativePath));
    }
}
