using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using TalosPlatform.Shared;

namespace TalosPlatform.Workloads.Images;

/// <summary>The files an image is built from: those the Dockerfile copies, and it itself.</summary>
/// <param name="Root">Folder that its sources are relative to.</param>
/// <param name="Dockerfile">Path of the Dockerfile below the root.</param>
/// <param name="Files">Paths below the root, sorted.</param>
public sealed record BuildContext(string Root, string Dockerfile, ImmutableArray<string> Files)
{
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal) { "bin", "obj", "node_modules", ".git", ".talos-dev", "artifacts" };
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    /// <summary>Finds the context of a Dockerfile: the nearest folder, from its own upwards, below which everything it copies exists.</summary>
    /// <param name="folder">Folder of the Dockerfile.</param>
    /// <param name="limit">Folder above which nothing is read.</param>
    /// <exception cref="PlatformException">Something it copies is nowhere.</exception>
    public static BuildContext Find(string folder, string limit)
    {
        var dockerfile = Path.Combine(folder, "Dockerfile");
        var sources = Images.Dockerfile.Sources(File.ReadAllText(dockerfile));
        if (sources.FirstOrDefault(s => s.Split('/', '\\').Contains("..")) is { } escape)
            throw new PlatformException($"\"{dockerfile}\" copies \"{escape}\", which leads out of its context.", "Copy files of the repository only.");
        for (var root = folder; root is not null && Inside(root, limit); root = Path.GetDirectoryName(root))
        {
            var files = sources.Select(s => Match(root, s)).ToList();
            if (files.TrueForAll(f => f.Count > 0))
                return new BuildContext(root, Relative(root, dockerfile), [.. files.SelectMany(f => f).Append(Relative(root, dockerfile)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        }

        var missing = sources.FirstOrDefault(s => Match(folder, s).Count == 0) ?? "";
        throw new PlatformException($"\"{dockerfile}\" copies \"{missing}\", which is neither beside it nor in a folder above.", "Correct the path: it is relative to the folder the image is built from.");
    }

    /// <summary>A digest of everything that decides about the image, 16 hexadecimal digits.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file}\0{Executable(file)}\0"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(Path.Combine(Root, file))));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Writes the context as an archive; times and owners are left out, so that the engine's cache sees equal files as equal.</summary>
    public async Task WriteAsync(Stream target, CancellationToken cancellation)
    {
        await using var tar = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var file in Files)
        {
            await using var content = File.OpenRead(Path.Combine(Root, file));
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, file) { DataStream = content, ModificationTime = Epoch, Mode = (UnixFileMode)(Executable(file) ? 0b111_101_101 : 0b110_100_100) }, cancellation);
        }
    }

    private bool Executable(string file) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path.Combine(Root, file)) & UnixFileMode.UserExecute) != 0;

    private static bool Inside(string folder, string limit) => folder == limit || folder.StartsWith(Path.TrimEndingDirectorySeparator(limit) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static List<string> Match(string root, string source)
    {
        IEnumerable<string> found = [root];
        foreach (var part in source.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != "."))
            found = found.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFileSystemEntries(folder).Where(e => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(e), ignoreCase: false)));
        return [.. found.SelectMany(Below).Select(f => Relative(root, f))];
    }

    // Links are left out: one that leads out of the repository would send a stranger's file to the engine.
    private static IEnumerable<string> Below(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
            return [];
        if (File.Exists(path))
            return [path];
        return Directory.EnumerateFileSystemEntries(path).Where(e => !Skipped.Contains(Path.GetFileName(e))).SelectMany(Below);
    }

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
}
