using System.Formats.Tar;
using System.Text;
using Docker.DotNet.Models;

namespace TalosPlatform.Tests.Docker.Engine;

/// <summary>Small images that are made here, since no registry can be reached: a static busybox, and programs of this machine with their libraries.</summary>
internal static class StandInImages
{
    /// <summary>An image of busybox that does nothing until it is stopped.</summary>
    /// <param name="docker">The engine.</param>
    /// <param name="name">Name of the image.</param>
    /// <param name="ballast">Bytes of random data, so that there is something to transfer.</param>
    public static Task ImportAsync(RealDocker docker, string name, int ballast = 0) => ImportAsync(docker, name, ["CMD [\"/bin/busybox\", \"sleep\", \"86400\"]"], tar => AddBallast(tar, ballast));

    /// <summary>An image of a registry that listens on port 5000.</summary>
    public static Task ImportRegistryAsync(RealDocker docker, string name) => ImportAsync(docker, name, ["CMD [\"/bin/docker-registry\", \"serve\", \"/config.yml\"]"], tar =>
    {
        AddProgram(tar, MachineRequirements.Find("docker-registry")!, "bin/docker-registry");
        AddText(tar, "config.yml", "version: 0.1\nstorage: { filesystem: { rootdirectory: /data } }\nhttp: { addr: ':5000' }\n");
    });

    private static async Task ImportAsync(RealDocker docker, string name, IList<string> changes, Action<TarWriter> fill)
    {
        using var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var folder in (string[])["bin", "tmp", "data", "etc", "proc", "sys", "dev"])
                tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, folder) { Mode = (UnixFileMode)0b111_111_111 });
            AddProgram(tar, MachineRequirements.Find("busybox")!, "bin/busybox");
            foreach (var applet in (string[])["sh", "sleep", "wget", "dd"])
                tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "/bin/busybox" });
            fill(tar);
        }

        archive.Position = 0;
        var (repository, tag) = TalosPlatform.Clusters.Docker.ImageName.Split(name);
        using var client = docker.Client();
        await client.Images.CreateImageAsync(new ImagesCreateParameters { FromSrc = "-", Repo = repository, Tag = tag, Changes = changes }, archive, new AuthConfig(), new Progress<JSONMessage>());
    }

    private static void AddBallast(TarWriter tar, int bytes)
    {
        if (bytes == 0)
            return;
        var data = new byte[bytes];
        new Random(7).NextBytes(data);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "ballast") { DataStream = new MemoryStream(data) });
    }

    private static void AddText(TarWriter tar, string name, string text) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)), Mode = (UnixFileMode)0b110_100_100 });

    // ldd prints "name => path (address)", and the loader as a path alone.
    private static void AddProgram(TarWriter tar, string path, string name)
    {
        AddFile(tar, path, name);
        using var ldd = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("ldd", [path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        foreach (var line in ldd.StandardOutput.ReadToEnd().Split('\n'))
        {
            var library = line.Trim().Split(' ').FirstOrDefault(part => part.StartsWith('/'));
            if (library is not null)
                AddFile(tar, library, library.TrimStart('/'));
        }
    }

    private static void AddFile(TarWriter tar, string path, string name)
    {
        using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = (UnixFileMode)0b111_101_101 });
    }
}
