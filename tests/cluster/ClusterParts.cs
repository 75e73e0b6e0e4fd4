using System.Security.Cryptography;
using System.Text;
using TalosPlatform.Tests.Cluster.Debian;
using TalosPlatform.Tests.Cluster.Images;
using TalosPlatform.Tests.Cluster.Compilation;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Tests.Cluster;

/// <summary>What a cluster runs from, made once and kept in the tool cache.</summary>
/// <param name="Binaries">Folder of the server binaries of Kubernetes.</param>
/// <param name="NodeRoot">Root file system of the node; never written to.</param>
/// <param name="Images">Archive of all images.</param>
/// <param name="Layers">Folder of the layers that further images may be built on.</param>
/// <param name="KubernetesVersion">Upstream version, such as <c>1.20.2</c>.</param>
public sealed record ClusterParts(string Binaries, string NodeRoot, string Images, string Layers, string KubernetesVersion);

/// <summary>Makes what is missing in the cache. Runs on one machine wait for each other.</summary>
internal sealed class ClusterPartsCache(ToolCache cache, ICommandRunner commands, IProgressReporter progress)
{
    // Raised when the result of a recipe changes without its text.
    private const string Format = "1";

    private static readonly RootFileSystemRecipe NodeRecipe = new(PrivateApt.Release, "minbase",
    [
        "containerd", "runc", "containernetworking-plugins", "iptables", "conntrack", "iproute2", "etcd-server", "etcd-client", "kubernetes-client",
        "dnsmasq-base", "runit", "busybox-static", "kmod", "procps", "mount", "util-linux", "socat", "ethtool",
    ]);

    private readonly PrivateApt _apt = new(commands, Directory.CreateDirectory(Path.Combine(cache.Root, "reference-cluster", "apt")).FullName);
    private readonly string _root = Path.Combine(cache.Root, "reference-cluster");

    /// <summary>The parts; the first time takes minutes.</summary>
    public async Task<ClusterParts> GetAsync(CancellationToken cancellation)
    {
        // Filling the cache may take longer than its own lock waits; this one waits for as long as a build can take.
        using var held = await FileLock.TakeAsync(cache.LockFile("reference-cluster-parts"), $"process {Environment.ProcessId}, which builds Kubernetes", TimeSpan.FromHours(2), other => progress.Info($"waiting for {other}"), cancellation);
        var version = await progress.StepAsync("Kubernetes of Debian", async step =>
        {
            var found = await SourceVersionAsync(step, cancellation);
            if (!Directory.Exists(KubernetesFolder(found)))
            {
                await _apt.RefreshAsync(PrivateApt.DownloadAge, Status(step), cancellation);
                found = await SourceVersionAsync(step, cancellation);
            }

            await FillAsync(KubernetesFolder(found), async temporary =>
            {
                var work = Path.Combine(_root, "work");
                await RemoveAsync(work, CancellationToken.None);
                Directory.CreateDirectory(work);
                try
                {
                    await new KubernetesBuild(commands, _apt).MakeAsync(found, temporary, work, Status(step), cancellation);
                }
                finally
                {
                    await RemoveAsync(work, CancellationToken.None);
                }
            }, cancellation);
            step.Note(KubernetesBuild.UpstreamVersion(found));
            return found;
        });
        var node = await NodeAsync(cancellation);
        var images = await ImagesAsync(node, cancellation);
        return new ClusterParts(KubernetesFolder(version), node, Path.Combine(images, "images.archive"), images, KubernetesBuild.UpstreamVersion(version));
    }

    private async Task<string> SourceVersionAsync(IStep step, CancellationToken cancellation) =>
        await _apt.SourceVersionAsync(KubernetesBuild.SourcePackage, Status(step), cancellation)
            ?? throw new PlatformException($"Debian {PrivateApt.Release} has no source package \"{KubernetesBuild.SourcePackage}\" on this machine's mirror.");

    /// <summary>iproute2 of this machine, or that of the node where the machine has none.</summary>
    public static Command IpCommand(ToolCache cache, IReadOnlyList<string> arguments) =>
        ((string[])["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"]).FirstOrDefault(File.Exists) is { } own
            ? Command.Of(own, arguments)
            : Command.Of("chroot", [NodeRoot(cache), "/usr/sbin/ip", .. arguments]);

    private static string NodeRoot(ToolCache cache) => Path.Combine(cache.Root, "reference-cluster", "node", KeyOf(NodeRecipe.Key), "root");

    private string KubernetesFolder(string version) => Path.Combine(_root, "kubernetes", version);

    private async Task<string> NodeAsync(CancellationToken cancellation)
    {
        var root = NodeRoot(cache);
        await progress.StepAsync("file system of the node", step =>
            FillAsync(Path.GetDirectoryName(root)!, temporary => new RootFileSystem(commands, _apt).MakeAsync(NodeRecipe, Path.Combine(temporary, "root"), Status(step), cancellation), cancellation));
        return root;
    }

    private async Task<string> ImagesAsync(string node, CancellationToken cancellation)
    {
        string[] kept = [ReferenceImages.NodeJsLayer, ReferenceImages.FilesLayer, ReferenceImages.BusyBoxLayer];
        var recipe = string.Join('\n', [string.Join(' ', kept), ReferenceImages.Servers.Key, ReferenceImages.NodeJsFiles.Key, .. ReferenceImages.All.Select(image => string.Join(' ', [image.Reference, image.User, image.WorkingDirectory, .. image.Layers, .. image.Entrypoint, .. image.Arguments, .. image.Environment]))]);
        var folder = Path.Combine(_root, "images", KeyOf(recipe));
        await progress.StepAsync("images", step => FillAsync(folder, async temporary =>
        {
            var busybox = Path.Combine(node, "bin/busybox");
            var programs = (await commands.RunCheckedAsync(Command.Of(busybox, "--list"), "Asking busybox for its programs", cancellation: cancellation)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string Layer(string name) => Path.Combine(temporary, name + ".tar");
            var maker = new RootFileSystem(commands, _apt);
            await maker.MakeAsync(ReferenceImages.Servers, Layer(ReferenceImages.ServersLayer), Status(step), cancellation);
            await maker.MakeAsync(ReferenceImages.NodeJsFiles, Layer(ReferenceImages.NodeJsLayer), Status(step), cancellation);
            step.Update("packing");
            LayerWriter.BusyBox(Layer(ReferenceImages.BusyBoxLayer), busybox, programs);
            var present = LayerWriter.Names(Layer(ReferenceImages.ServersLayer)).Concat(LayerWriter.Names(Layer(ReferenceImages.NodeJsLayer))).ToHashSet(StringComparer.Ordinal);
            LayerWriter.Files(Layer(ReferenceImages.FilesLayer), programs, present);
            var layers = new[] { ReferenceImages.ServersLayer, ReferenceImages.NodeJsLayer, ReferenceImages.BusyBoxLayer, ReferenceImages.FilesLayer }.ToDictionary(name => name, Layer);
            await ImageArchive.WriteAsync(Path.Combine(temporary, "images.archive"), ReferenceImages.All, layers, ToolCache.ArchName, cancellation);
            foreach (var layer in layers.Where(layer => !kept.Contains(layer.Key)))
                File.Delete(layer.Value);
        }, cancellation));
        return folder;
    }

    /// <summary>File systems that images of the samples are built with; the first time takes minutes.</summary>
    public async Task<SampleParts> SamplePartsAsync(CancellationToken cancellation)
    {
        using var held = await FileLock.TakeAsync(cache.LockFile("reference-cluster-samples"), $"process {Environment.ProcessId}, which prepares the samples", TimeSpan.FromHours(1), other => progress.Info($"waiting for {other}"), cancellation);
        return new SampleParts(
            await FileSystemAsync(SampleParts.Python, "python.tar", cancellation),
            await FileSystemAsync(SampleParts.Postgres, "postgres.tar", cancellation),
            await FileSystemAsync(SampleParts.Go, "go", cancellation));
    }

    /// <summary>Layers with the databases' programs, and with PostgreSQL; the first time takes minutes.</summary>
    public async Task<(string Servers, string Postgres)> DatabasePartsAsync(CancellationToken cancellation)
    {
        using var held = await FileLock.TakeAsync(cache.LockFile("reference-cluster-samples"), $"process {Environment.ProcessId}, which prepares the databases", TimeSpan.FromHours(1), other => progress.Info($"waiting for {other}"), cancellation);
        return (await FileSystemAsync(DatabaseImages.Servers, "databases.tar", cancellation), await FileSystemAsync(SampleParts.Postgres, "postgres.tar", cancellation));
    }

    private async Task<string> FileSystemAsync(RootFileSystemRecipe recipe, string name, CancellationToken cancellation)
    {
        var folder = Path.Combine(_root, "samples", KeyOf(recipe.Key));
        await progress.StepAsync($"file system of {Path.GetFileNameWithoutExtension(name)}", step =>
            FillAsync(folder, async temporary =>
            {
                await _apt.RefreshAsync(PrivateApt.DownloadAge, Status(step), cancellation);
                await new RootFileSystem(commands, _apt).MakeAsync(recipe, Path.Combine(temporary, name), Status(step), cancellation);
            }, cancellation));
        return Path.Combine(folder, name);
    }

    private Task FillAsync(string folder, Func<string, Task> fill, CancellationToken cancellation) =>
        Directory.Exists(folder) ? Task.CompletedTask : cache.FillAsync(folder, fill, other => progress.Info($"waiting for {other}"), cancellation);

    // Go's caches and unpacked file systems hold read-only folders and names that only rm can be trusted with.
    private Task<CommandResult> RemoveAsync(string path, CancellationToken cancellation) =>
        commands.RunCheckedAsync(Command.Of("rm", "-rf", "--one-file-system", path) with { Deadline = TimeSpan.FromMinutes(10) }, $"Removing \"{path}\"", cancellation: cancellation);

    private static Progress Status(IStep step) => new(step);

    private static string KeyOf(string recipe) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Format}\n{recipe}")))[..12];

    // Unlike System.Progress this one reports in order and at once.
    private sealed class Progress(IStep step) : IProgress<string>
    {
        public void Report(string value) => step.Update(value);
    }
}
