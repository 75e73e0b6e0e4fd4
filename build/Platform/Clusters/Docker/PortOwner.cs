using System.Globalization;

namespace TalosPlatform.Clusters.Docker;

/// <summary>Finds the process that listens on a port, on Linux and as far as this user may look.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";
    private static readonly string[] Tables = ["net/tcp", "net/tcp6"];

    /// <summary>Such as <c>process 812 (nginx)</c>; null when it cannot be told.</summary>
    public static string? Process(int port, string proc = "/proc")
    {
        try
        {
            var sockets = Tables.Select(f => Path.Combine(proc, f)).Where(File.Exists).SelectMany(File.ReadLines).Select(l => Inode(l, port)).OfType<string>().Select(i => $"socket:[{i}]").ToHashSet();
            if (sockets.Count == 0)
                return null;
            foreach (var folder in Directory.EnumerateDirectories(proc).Where(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                if (Holds(Path.Combine(folder, "fd"), sockets))
                    return $"process {Path.GetFileName(folder)} ({File.ReadAllText(Path.Combine(folder, "comm")).Trim()})";
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A process ended while it was looked at; its name is a courtesy.
        }

        return null;
    }

    private static string? Inode(string line, int port)
    {
        var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return columns.Length > 9 && columns[3] == Listening && columns[1].EndsWith($":{port:X4}", StringComparison.Ordinal) ? columns[9] : null;
    }

    private static bool Holds(string descriptors, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(descriptors).Any(d => new FileInfo(d).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
