using TalosPlatform.Shared.Files;

namespace TalosPlatform.Settings;

/// <summary>The user's repository, and the platform's own files beside it. They are the same folder when the platform runs on its own samples.</summary>
/// <param name="Root">Absolute path of the user's repository.</param>
/// <param name="PlatformRoot">Absolute path of the platform's repository.</param>
public sealed record Workspace(string Root, string PlatformRoot)
{
    /// <summary>Where reports are written.</summary>
    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>Where the state of clusters lives.</summary>
    public string Clusters => Path.Combine(Root, ".talos-dev", "clusters");

    /// <summary>State of one cluster.</summary>
    public string ClusterFolder(string name) => Path.Combine(Clusters, name);

    /// <summary>Whether the workspace is the platform's own repository.</summary>
    public bool IsPlatform => Path.TrimEndingDirectorySeparator(Root) == Path.TrimEndingDirectorySeparator(PlatformRoot);

    /// <summary>Files of the platform and of the workspace that match; never outside either of them.</summary>
    /// <returns>Absolute paths with the names to show, sorted by name.</returns>
    public IReadOnlyList<WorkspaceFile> Files(IEnumerable<string> platformGlobs, IEnumerable<string> workspaceGlobs)
    {
        var files = new SortedDictionary<string, WorkspaceFile>(StringComparer.Ordinal);
        foreach (var path in platformGlobs.SelectMany(glob => Glob.Files(PlatformRoot, glob)))
            files[path] = new WorkspaceFile(path, Path.GetRelativePath(PlatformRoot, path).Replace('\\', '/'));
        foreach (var path in workspaceGlobs.SelectMany(glob => Glob.Files(Root, glob)))
            files.TryAdd(path, new WorkspaceFile(path, Path.GetRelativePath(Root, path).Replace('\\', '/')));
        return [.. files.Values];
    }
}

/// <summary>A file to check.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Name">Path relative to its repository, with forward slashes: what findings show.</param>
public sealed record WorkspaceFile(string Path, string Name);
