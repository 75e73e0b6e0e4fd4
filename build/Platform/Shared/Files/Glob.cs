using System.IO.Enumeration;

namespace TalosPlatform.Shared.Files;

/// <summary>Finds files by patterns with <c>*</c>, <c>?</c> and <c>**</c>.</summary>
public static class Glob
{
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal) { ".git", "node_modules", "bin", "obj", ".talos-dev", "artifacts" };

    /// <summary>Files under a folder that match the pattern, sorted; links are not followed, and dependency and build folders are passed over unless the pattern names them.</summary>
    public static IReadOnlyList<string> Files(string root, string pattern) => Match(root, pattern, folders: false);

    /// <summary>Folders under a folder that match the pattern, sorted.</summary>
    public static IReadOnlyList<string> Folders(string root, string pattern) => Match(root, pattern, folders: true);

    private static List<string> Match(string root, string pattern, bool folders)
    {
        var parts = pattern.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").ToArray();
        if (parts.Contains("..") || Path.IsPathRooted(pattern))
            throw new PlatformException($"The pattern \"{pattern}\" leads out of \"{root}\".", "Write patterns relative to the workspace, without \"..\".");
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Walk(root, parts, 0, folders, found);
        return [.. found];
    }

    private static void Walk(string folder, string[] parts, int index, bool folders, SortedSet<string> found)
    {
        if (index == parts.Length || !Directory.Exists(folder))
            return;
        var part = parts[index];
        var last = index == parts.Length - 1;
        if (part == "**")
        {
            Walk(folder, parts, index + 1, folders, found);
            foreach (var child in Children(folder))
                Walk(child, parts, index, folders, found);
            return;
        }

        if (last && !folders)
        {
            foreach (var file in Directory.EnumerateFiles(folder))
            {
                if (FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(file), ignoreCase: false))
                    found.Add(file);
            }

            return;
        }

        foreach (var child in Children(folder, named: part))
        {
            if (!FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(child), ignoreCase: false))
                continue;
            if (last)
                found.Add(child);
            else
                Walk(child, parts, index + 1, folders, found);
        }
    }

    private static IEnumerable<string> Children(string folder, string named = "") =>
        Directory.EnumerateDirectories(folder).Where(child => Path.GetFileName(child) is var name && (name == named || !Skipped.Contains(name)) && new DirectoryInfo(child).LinkTarget is null);
}
