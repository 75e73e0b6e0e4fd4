namespace Nuke.Common.IO;

/// <summary>What can be done with the file or directory a path names.</summary>
public static class AbsolutePathExtensions
{
    /// <summary>True when a file is there.</summary>
    public static bool FileExists(this AbsolutePath path) => File.Exists(path);

    /// <summary>True when a directory is there.</summary>
    public static bool DirectoryExists(this AbsolutePath path) => Directory.Exists(path);

    /// <summary>True when a file or a directory is there.</summary>
    public static bool Exists(this AbsolutePath path) => Path.Exists(path);

    /// <summary>Creates the directory and those above it; nothing happens when it is there.</summary>
    public static AbsolutePath CreateDirectory(this AbsolutePath path)
    {
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>Creates the directory, or empties it when it is there.</summary>
    public static AbsolutePath CreateOrCleanDirectory(this AbsolutePath path)
    {
        var directory = new DirectoryInfo(path);
        if (!directory.Exists) return path.CreateDirectory();
        foreach (var entry in directory.EnumerateFileSystemInfos()) Delete(entry);
        return path;
    }

    /// <summary>Deletes the file; nothing happens when there is none.</summary>
    public static void DeleteFile(this AbsolutePath path)
    {
        var file = new FileInfo(path);
        if (file.Exists || file.LinkTarget is not null) Delete(file);
    }

    /// <summary>Deletes the directory and what it contains, never what links in it point to; nothing happens when there is none.</summary>
    public static void DeleteDirectory(this AbsolutePath path)
    {
        var directory = new DirectoryInfo(path);
        if (directory.Exists || directory.LinkTarget is not null) Delete(directory);
    }

    /// <summary>Text of the file, as UTF-8 unless it starts with another byte order mark.</summary>
    public static string ReadAllText(this AbsolutePath path) => File.ReadAllText(path);

    /// <summary>Writes the file as UTF-8 without byte order mark, with the directories above it.</summary>
    public static AbsolutePath WriteAllText(this AbsolutePath path, string content)
    {
        path.Parent?.CreateDirectory();
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>
    /// Files below the directory that match one of the patterns (<c>**</c>, <c>*</c>, <c>?</c>, <c>[a-z]</c>,
    /// <c>{a,b}</c>), sorted. Links to directories are not followed by <c>**</c>.
    /// </summary>
    public static IReadOnlyCollection<AbsolutePath> GlobFiles(this AbsolutePath directory, params string[] patterns) =>
        Globbing.Find(directory, patterns, directories: false);

    /// <summary>Directories below the directory that match one of the patterns, sorted. See <see cref="GlobFiles"/>.</summary>
    public static IReadOnlyCollection<AbsolutePath> GlobDirectories(this AbsolutePath directory, params string[] patterns) =>
        Globbing.Find(directory, patterns, directories: true);

    private static void Delete(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo { LinkTarget: null } directory)
            foreach (var child in directory.EnumerateFileSystemInfos())
                Delete(child);
        if (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.ReadOnly))
            entry.Attributes &= ~FileAttributes.ReadOnly;
        entry.Delete();
    }
}
