namespace Nuke.Common.IO;

/// <summary>Finds files by patterns, walking only directories a pattern can match.</summary>
internal static class Globbing
{
    public static IReadOnlyCollection<AbsolutePath> Find(AbsolutePath root, IReadOnlyList<string> patterns, bool directories)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
            foreach (var alternative in GlobPattern.ExpandBraces(pattern))
                Walk(root, Segments(alternative), 0, directories, found);
        return [.. found.Select(AbsolutePath.Create)];
    }

    private static string[] Segments(string pattern) =>
        pattern.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static void Walk(string directory, string[] segments, int index, bool directories, SortedSet<string> found)
    {
        if (index == segments.Length || !Directory.Exists(directory)) return;
        var segment = segments[index];
        var last = index == segments.Length - 1;
        if (segment is "." or "..")
        {
            Walk(Path.GetFullPath(Path.Combine(directory, segment)), segments, index + 1, directories, found);
            return;
        }

        if (segment == "**")
        {
            Walk(directory, segments, index + 1, directories, found);
            foreach (var child in Children(directory))
            {
                if (child is DirectoryInfo { LinkTarget: null }) Walk(child.FullName, segments, index, directories, found);
                if (last && child is DirectoryInfo == directories) found.Add(child.FullName);
            }
            return;
        }

        foreach (var child in Children(directory))
        {
            if (!GlobPattern.Matches(segment, child.Name)) continue;
            if (last && child is DirectoryInfo == directories) found.Add(child.FullName);
            else if (!last && child is DirectoryInfo) Walk(child.FullName, segments, index + 1, directories, found);
        }
    }

    private static IEnumerable<FileSystemInfo> Children(string directory) =>
        new DirectoryInfo(directory).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 });
}
