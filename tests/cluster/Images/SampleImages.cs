using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Tests.Cluster.Images;

/// <summary>Builds the images of the samples from source, under the names their manifests use, so that these run unchanged.</summary>
/// <param name="commands">Runs the samples' build tools: dotnet and node.</param>
/// <param name="samples">Folder of the samples.</param>
/// <param name="layers">Layers of the cluster's own images, by <see cref="ClusterParts.Layers"/>.</param>
/// <param name="work">Folder for what is built; the caller removes it after the import.</param>
public sealed class SampleImages(ICommandRunner commands, string samples, string layers, string work)
{
    // What an image name without a registry stands for.
    private const string Library = "docker.io/library/";

    /// <summary>The sample grpc-orders on the .NET runtime that runs us.</summary>
    public async Task<SampleImage> GrpcOrdersAsync(CancellationToken cancellation)
    {
        var output = Path.Combine(work, "grpc-orders");
        await commands.RunCheckedAsync(
            Command.Of("dotnet", "publish", Path.Combine(samples, "grpc-orders", "GrpcOrders.csproj"), "--configuration", "Release", "--output", output, "--artifacts-path", Path.Combine(work, "artifacts"), "--nologo", "--verbosity", "quiet") with { Deadline = TimeSpan.FromMinutes(10) },
            "Building the sample \"grpc-orders\"",
            cancellation: cancellation);
        var application = Path.Combine(work, "grpc-orders.tar");
        LayerWriter.Folders(application, [(output, "app")]);
        var runtime = Path.Combine(work, "dotnet.tar");
        LayerWriter.Folders(runtime, Runtime());
        return new SampleImage(
            new ReferenceImage(Library + "grpc-orders:1.0.0", [ReferenceImages.NodeJsLayer, ReferenceImages.FilesLayer, "dotnet", "grpc-orders"])
            {
                Entrypoint = ["/usr/share/dotnet/dotnet", "GrpcOrders.dll"],
                Environment = ["DOTNET_EnableDiagnostics=0", "ASPNETCORE_HTTP_PORTS="],
                WorkingDirectory = "/app",
                User = "1654:1654",
            },
            WithOwn(("dotnet", runtime), ("grpc-orders", application)));
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

    private Dictionary<string, string> WithOwn(params (string Name, string File)[] own)
    {
        var all = own.ToDictionary(layer => layer.Name, layer => layer.File);
        foreach (var name in (string[])[ReferenceImages.NodeJsLayer, ReferenceImages.FilesLayer])
            all[name] = Path.Combine(layers, name + ".tar");
        return all;
    }
}

/// <summary>An image with the files of its layers.</summary>
/// <param name="Image">The image.</param>
/// <param name="Layers">Uncompressed tar file of each of its layers by name.</param>
public sealed record SampleImage(ReferenceImage Image, IReadOnlyDictionary<string, string> Layers);
