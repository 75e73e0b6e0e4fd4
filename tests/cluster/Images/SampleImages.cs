using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Tests.Cluster.Images;

/// <summary>Builds the images of the samples from source, under the names their manifests use, so that these run unchanged.</summary>
/// <param name="commands">Runs the samples' build tools: dotnet, node and Debian's Go.</param>
/// <param name="samples">Folder of the samples.</param>
/// <param name="layers">Layers of the cluster's own images, by <see cref="ClusterParts.Layers"/>.</param>
/// <param name="work">Folder for what is built; the caller removes it after the import.</param>
public sealed class SampleImages(ICommandRunner commands, string samples, string layers, string work)
{
    // What an image name without a registry stands for.
    private const string Library = "docker.io/library/";

    private string? _runtime;

    /// <summary>Every sample, and the PostgreSQL that one of them needs.</summary>
    public async Task<IReadOnlyList<SampleImage>> AllAsync(SampleParts parts, CancellationToken cancellation) =>
    [
        await GoHttpAsync(parts, cancellation), await GrpcOrdersAsync(cancellation), await NodeExpressAsync(cancellation),
        await PostgresCatalogAsync(cancellation), PythonFastapi(parts), Postgres(parts),
    ];

    /// <summary>The sample grpc-orders on the .NET runtime that runs us.</summary>
    public Task<SampleImage> GrpcOrdersAsync(CancellationToken cancellation) => DotnetAsync("grpc-orders", "GrpcOrders", cancellation);

    /// <summary>The sample postgres-catalog on the .NET runtime that runs us.</summary>
    public Task<SampleImage> PostgresCatalogAsync(CancellationToken cancellation) => DotnetAsync("postgres-catalog", "PostgresCatalog", cancellation);

    /// <summary>The sample go-http, compiled by Debian's Go: one static file.</summary>
    public async Task<SampleImage> GoHttpAsync(SampleParts parts, CancellationToken cancellation)
    {
        var output = Path.Combine(work, "go-http");
        var go = Path.Combine(parts.GoRoot, "usr/lib/go-1.19");
        await commands.RunCheckedAsync(
            Command.Of(Path.Combine(go, "bin/go"), "run", "build.go", output) with
            {
                WorkingDirectory = Path.Combine(samples, "go-http"),
                Deadline = TimeSpan.FromMinutes(10),
                Environment = Command.Of("").Environment
                    .Add("GOROOT", go).Add("GOPATH", Path.Combine(parts.GoRoot, "usr/share/gocode")).Add("GO111MODULE", "off").Add("GOCACHE", Path.Combine(work, "go-cache"))
                    .Add("PATH", $"{go}/bin:{Environment.GetEnvironmentVariable("PATH")}"),
            },
            "Building the sample \"go-http\"",
            cancellation: cancellation);
        var application = Path.Combine(work, "go-http.tar");
        LayerWriter.Folders(application, [(Path.Combine(output, "go-http"), "go-http")]);
        return new SampleImage(
            new ReferenceImage(Library + "go-http:1.0.0", ["go-http"]) { Entrypoint = ["/go-http"], User = "65532:65532" },
            new Dictionary<string, string> { ["go-http"] = application });
    }

    /// <summary>The sample python-fastapi on Debian's Python.</summary>
    public SampleImage PythonFastapi(SampleParts parts)
    {
        var application = Path.Combine(work, "python-fastapi.tar");
        LayerWriter.Folders(application, [(Path.Combine(samples, "python-fastapi", "recommendations"), "app/recommendations")]);
        return new SampleImage(
            new ReferenceImage(Library + "python-fastapi:1.0.0", ["python", ReferenceImages.FilesLayer, "python-fastapi"])
            {
                Arguments = ["/usr/bin/python3", "-m", "recommendations"],
                Environment = ["PYTHONDONTWRITEBYTECODE=1"],
                WorkingDirectory = "/app",
                User = "10001:10001",
            },
            new Dictionary<string, string> { ["python"] = parts.PythonLayer, [ReferenceImages.FilesLayer] = Own(ReferenceImages.FilesLayer), ["python-fastapi"] = application });
    }

    /// <summary>PostgreSQL, started and configured as the upstream image is.</summary>
    public SampleImage Postgres(SampleParts parts)
    {
        var files = Path.Combine(work, "postgres-files.tar");
        PostgresFiles.Write(files, work);
        return new SampleImage(
            new ReferenceImage($"{Library}postgres:{SampleParts.PostgresVersion}", ["postgres", ReferenceImages.FilesLayer, "postgres-files"])
            {
                Entrypoint = ["/usr/bin/busybox", "sh", "/usr/local/bin/docker-entrypoint.sh"],
                Arguments = ["postgres"],
                User = PostgresFiles.User,
            },
            new Dictionary<string, string> { ["postgres"] = parts.PostgresLayer, [ReferenceImages.FilesLayer] = Own(ReferenceImages.FilesLayer), ["postgres-files"] = files });
    }

    private async Task<SampleImage> DotnetAsync(string sample, string assembly, CancellationToken cancellation)
    {
        var output = Path.Combine(work, sample);
        await commands.RunCheckedAsync(
            Command.Of("dotnet", "publish", Path.Combine(samples, sample, assembly + ".csproj"), "--configuration", "Release", "--output", output, "--artifacts-path", Path.Combine(work, "artifacts"), "--nologo", "--verbosity", "quiet") with { Deadline = TimeSpan.FromMinutes(10) },
            $"Building the sample \"{sample}\"",
            cancellation: cancellation);
        var application = Path.Combine(work, sample + ".tar");
        LayerWriter.Folders(application, [(output, "app")]);
        return new SampleImage(
            new ReferenceImage($"{Library}{sample}:1.0.0", [ReferenceImages.NodeJsLayer, ReferenceImages.FilesLayer, "dotnet", sample])
            {
                Entrypoint = ["/usr/share/dotnet/dotnet", assembly + ".dll"],
                Environment = ["DOTNET_EnableDiagnostics=0", "ASPNETCORE_HTTP_PORTS="],
                WorkingDirectory = "/app",
                User = "1654:1654",
            },
            WithOwn(("dotnet", RuntimeLayer()), (sample, application)));
    }

    private string RuntimeLayer()
    {
        if (_runtime is null)
        {
            _runtime = Path.Combine(work, "dotnet.tar");
            LayerWriter.Folders(_runtime, Runtime());
        }

        return _runtime;
    }

    /// <summary>The sample node-express on Debian's Node.js.</summary>
    public async Task<SampleImage> NodeExpressAsync(CancellationToken cancellation)
    {
        var output = Path.Combine(work, "node-express");
        await commands.RunCheckedAsync(
            Command.Of("node", "build.mjs", output) with { WorkingDirectory = Path.Combine(samples, "node-express"), Deadline = TimeSpan.FromMinutes(10) },
            "Building the sample \"node-express\"",
            cancellation: cancellation);
        var application = Path.Combine(work, "node-express.tar");
        LayerWriter.Folders(application, [(output, "app")]);
        return new SampleImage(
            new ReferenceImage(Library + "node-express:1.0.0", [ReferenceImages.NodeJsLayer, ReferenceImages.FilesLayer, "node-express"])
            {
                Arguments = ["node", "server.js"],
                Environment = ["NODE_ENV=production"],
                WorkingDirectory = "/app",
                User = "1000:1000",
            },
            WithOwn(("node-express", application)));
    }

    // ASP.NET Core, the runtime below it, and the two files that start it, as they lie on this machine.
    private static IEnumerable<(string Folder, string Target)> Runtime()
    {
        var version = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        var root = version.Parent!.Parent!.Parent!.FullName;
        string[] parts = [$"shared/Microsoft.NETCore.App/{version.Name}", $"shared/Microsoft.AspNetCore.App/{version.Name}", $"host/fxr/{version.Name}"];
        if (parts.FirstOrDefault(part => !Directory.Exists(Path.Combine(root, part))) is { } missing)
            throw new PlatformException($"\"{root}\" has no \"{missing}\".", "Install the ASP.NET Core runtime of the same version as the .NET runtime.");
        yield return (Path.Combine(root, "dotnet"), "usr/share/dotnet/dotnet");
        foreach (var part in parts)
            yield return (Path.Combine(root, part), "usr/share/dotnet/" + part);
    }

    private string Own(string layer) => Path.Combine(layers, layer + ".tar");

    private Dictionary<string, string> WithOwn(params (string Name, string File)[] own)
    {
        var all = own.ToDictionary(layer => layer.Name, layer => layer.File);
        foreach (var name in (string[])[ReferenceImages.NodeJsLayer, ReferenceImages.FilesLayer])
            all[name] = Own(name);
        return all;
    }
}

/// <summary>An image with the files of its layers.</summary>
/// <param name="Image">The image.</param>
/// <param name="Layers">Uncompressed tar file of each of its layers by name.</param>
public sealed record SampleImage(ReferenceImage Image, IReadOnlyDictionary<string, string> Layers);
