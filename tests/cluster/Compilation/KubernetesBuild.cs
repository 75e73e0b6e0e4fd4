using System.Formats.Tar;
using System.IO.Compression;
using TalosPlatform.Tests.Cluster.Debian;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Tests.Cluster.Compilation;

/// <summary>Builds the server binaries of Kubernetes from Debian's source package with Debian's Go, which is unpacked and not installed.</summary>
internal sealed class KubernetesBuild(ICommandRunner commands, PrivateApt apt)
{
    /// <summary>Debian's source package. Its patches concern kubectl alone, so the upstream tree is built as it is.</summary>
    public const string SourcePackage = "kubernetes";

    // The newest Go of the release; Kubernetes 1.20 predates modules being mandatory and builds in GOPATH mode.
    private static readonly string[] GoPackages = ["golang-1.19-go", "golang-1.19-src"];
    private const string GoRoot = "usr/lib/go-1.19";
    private const string Tree = "src/k8s.io/kubernetes";

    private static readonly string[] Programs = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"];

    /// <summary>Upstream's version in Debian's: <c>1.20.2</c> of <c>1.20.5+really1.20.2-1.1+deb12u1</c>.</summary>
    public static string UpstreamVersion(string debianVersion)
    {
        var upstream = debianVersion.Split('-')[0];
        return upstream.Split("+really")[^1];
    }

    /// <summary>Builds.</summary>
    /// <param name="debianVersion">Version of the source package.</param>
    /// <param name="into">Folder that gets the binaries.</param>
    /// <param name="work">Folder for sources and intermediate results, some three gigabytes; the caller removes it.</param>
    /// <param name="status">Told what is being done.</param>
    /// <param name="cancellation">Ends the compiler.</param>
    public async Task MakeAsync(string debianVersion, string into, string work, IProgress<string> status, CancellationToken cancellation)
    {
        var toolchain = Directory.CreateDirectory(Path.Combine(work, "toolchain")).FullName;
        await apt.UnpackAsync(GoPackages, toolchain, status, cancellation);
        await apt.DownloadSourceAsync(SourcePackage, work, status, cancellation);
        status.Report("unpacking the source");
        var tree = Path.Combine(work, "go", Tree);
        await UnpackAsync(Directory.EnumerateFiles(work, "*.orig.tar.gz").Single(), tree, cancellation);

        var go = new GoCommand(commands, Path.Combine(toolchain, GoRoot), Path.Combine(work, "go"), Path.Combine(work, "cache"), tree);
        status.Report("generating the OpenAPI definitions");
        await OpenApiDefinitions.GenerateAsync(go, commands, work, tree, cancellation);
        status.Report("compiling (about nine minutes of processor time)");
        await go.BuildAsync(["-ldflags", VersionFlags(UpstreamVersion(debianVersion)), "-o", into + "/", .. Programs.Select(program => $"./cmd/{program}")], "Compiling Kubernetes", cancellation);
        if (Programs.FirstOrDefault(program => !File.Exists(Path.Combine(into, program))) is { } missing)
            throw new PlatformException($"Compiling Kubernetes left no \"{missing}\".");
    }

    private static string VersionFlags(string version)
    {
        var parts = version.Split('.');
        var values = new[] { ("gitVersion", "v" + version), ("gitMajor", parts[0]), ("gitMinor", parts[1]), ("gitTreeState", "archive"), ("gitCommit", "debian"), ("buildDate", "1970-01-01T00:00:00Z") };
        string[] packages = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"];
        // In GOPATH mode a vendored package is linked under its full path.
        var flags = from package in packages
                    from value in values
                    select $"-X k8s.io/kubernetes/vendor/{package}.{value.Item1}={value.Item2}";
        return "-s -w " + string.Join(' ', flags);
    }

    // The archive's own top folder is left off.
    private static async Task UnpackAsync(string archive, string into, CancellationToken cancellation)
    {
        var raw = Directory.CreateDirectory(into + ".unpacking").FullName;
        await using (var file = File.OpenRead(archive))
        await using (var content = new GZipStream(file, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(content, raw, overwriteFiles: false, cancellation);
        Directory.Move(Directory.EnumerateDirectories(raw).Single(), into);
        Directory.Delete(raw);
    }
}
