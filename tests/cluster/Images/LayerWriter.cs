using System.Formats.Tar;
using System.Text;

namespace TalosPlatform.Tests.Cluster.Images;

/// <summary>Writes small layers of an image.</summary>
internal static class LayerWriter
{
    private const UnixFileMode Folder = (UnixFileMode)0b111_101_101;
    private const UnixFileMode Shared = (UnixFileMode)0b111_111_111 | UnixFileMode.StickyBit;
    private const UnixFileMode Data = (UnixFileMode)0b110_100_100;
    private const int Nobody = 65534;

    /// <summary>A static busybox with a link for each of its programs.</summary>
    public static void BusyBox(string layer, string busybox, IEnumerable<string> programs)
    {
        using var tar = new TarWriter(File.Create(layer));
        AddFolder(tar, "bin", Folder, 0);
        using (var content = File.OpenRead(busybox))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "bin/busybox") { Mode = Folder, DataStream = content });
        foreach (var program in programs.Where(program => program != "busybox"))
            AddLink(tar, $"bin/{program}", "busybox");
        AddFolder(tar, "tmp", Shared, 0);
    }

    /// <summary>What unpacked packages lack: users, name service, data folders, and upstream's names of the programs.</summary>
    /// <param name="layer">File to write.</param>
    /// <param name="programs">Programs of busybox.</param>
    /// <param name="present">Files of the layers below, which no link may hide.</param>
    public static void Files(string layer, IEnumerable<string> programs, IReadOnlySet<string> present)
    {
        using var tar = new TarWriter(File.Create(layer));
        AddText(tar, "etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n");
        AddText(tar, "etc/group", "root:x:0:\nnogroup:x:65534:\n");
        AddText(tar, "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
        AddFolder(tar, "tmp", Shared, 0);
        AddFolder(tar, "prometheus", Folder, Nobody);
        AddFolder(tar, "alertmanager", Folder, Nobody);
        AddLink(tar, "usr/bin/alertmanager", "prometheus-alertmanager");
        AddLink(tar, "usr/bin/node_exporter", "prometheus-node-exporter");
        foreach (var program in programs.Where(program => !present.Contains($"usr/bin/{program}") && !present.Contains($"usr/sbin/{program}")))
            AddLink(tar, $"usr/bin/{program}", "busybox");
    }

    /// <summary>Files and folders of this machine, each at a place of its own; owned by root, readable by everybody.</summary>
    public static void Folders(string layer, IEnumerable<(string Source, string Target)> sources)
    {
        using var tar = new TarWriter(File.Create(layer));
        foreach (var (source, target) in sources)
        {
            if (File.Exists(source))
                AddFile(tar, source, target);
            else
                AddTree(tar, new DirectoryInfo(source), target);
        }
    }

    private static void AddTree(TarWriter tar, DirectoryInfo folder, string target)
    {
        AddFolder(tar, target, Folder, 0);
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var name = $"{target}/{entry.Name}";
            if (entry.LinkTarget is { } link)
                AddLink(tar, name, link);
            else if (entry is DirectoryInfo below)
                AddTree(tar, below, name);
            else
                AddFile(tar, entry.FullName, name);
        }
    }

    private static void AddFile(TarWriter tar, string source, string name)
    {
        using var content = File.OpenRead(source);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = Folder, DataStream = content });
    }

    /// <summary>Names of the entries of a layer, without a leading <c>./</c>.</summary>
    public static IEnumerable<string> Names(string layer)
    {
        using var tar = new TarReader(File.OpenRead(layer));
        while (tar.GetNextEntry() is { } entry)
            yield return entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
    }

    private static void AddText(TarWriter tar, string name, string text)
    {
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(text));
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = Data, DataStream = content });
    }

    private static void AddFolder(TarWriter tar, string name, UnixFileMode mode, int owner) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, name) { Mode = mode, Uid = owner, Gid = owner });

    private static void AddLink(TarWriter tar, string name, string target) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target, Mode = Folder });
}
