using System.Collections.Immutable;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TalosPlatform.Tests.Cluster.Images;

/// <summary>Writes images into one archive in the format of <c>docker save</c>; a layer that several images share is in it once.</summary>
internal static partial class ImageArchive
{
    private const UnixFileMode Data = (UnixFileMode)0b110_100_100;

    /// <summary>Writes an archive.</summary>
    /// <param name="path">File to write.</param>
    /// <param name="images">The images.</param>
    /// <param name="layers">Uncompressed tar file of each layer by name.</param>
    /// <param name="architecture">Processor as images name it, such as <c>amd64</c>.</param>
    /// <param name="cancellation">Stops writing.</param>
    public static async Task WriteAsync(string path, IReadOnlyList<ReferenceImage> images, IReadOnlyDictionary<string, string> layers, string architecture, CancellationToken cancellation)
    {
        var used = images.SelectMany(image => image.Layers).Distinct(StringComparer.Ordinal).ToList();
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var tar = new TarWriter(File.Create(path));
        foreach (var layer in used)
        {
            await using var content = File.OpenRead(layers[layer]);
            digests[layer] = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
            content.Position = 0;
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, LayerFile(digests[layer])) { Mode = Data, DataStream = content }, cancellation);
        }

        var manifest = new List<ManifestEntry>();
        foreach (var image in images)
        {
            var config = JsonSerializer.SerializeToUtf8Bytes(Config(image, digests, architecture), ArchiveJson.Default.ImageConfig);
            var name = Convert.ToHexStringLower(SHA256.HashData(config)) + ".json";
            // The first image of two with equal configuration carries the file for both.
            if (manifest.All(entry => entry.Config != name))
                await AddAsync(tar, name, config, cancellation);
            manifest.Add(new ManifestEntry(name, [image.Reference], [.. image.Layers.Select(layer => LayerFile(digests[layer]))]));
        }

        await AddAsync(tar, "manifest.json", JsonSerializer.SerializeToUtf8Bytes(manifest, ArchiveJson.Default.ListManifestEntry), cancellation);
    }

    private static string LayerFile(string digest) => digest + ".tar";

    private static async Task AddAsync(TarWriter tar, string name, byte[] content, CancellationToken cancellation)
    {
        using var stream = new MemoryStream(content);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = Data, DataStream = stream }, cancellation);
    }

    private static ImageConfig Config(ReferenceImage image, Dictionary<string, string> digests, string architecture) => new(
        architecture,
        "linux",
        new RunConfig(
            image.User,
            ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", .. image.Environment],
            image.Entrypoint.IsEmpty ? null : image.Entrypoint,
            image.Arguments.IsEmpty ? null : image.Arguments,
            image.WorkingDirectory,
            image.StopSignal),
        new RootFiles("layers", [.. image.Layers.Select(layer => "sha256:" + digests[layer])]),
        [.. image.Layers.Select(layer => new HistoryEntry(layer))]);

    // Docker Image Specification 1.2: configuration and manifest.json of an archive.
    private sealed record ManifestEntry(string Config, ImmutableArray<string> RepoTags, ImmutableArray<string> Layers);

    private sealed record ImageConfig(
        [property: JsonPropertyName("architecture")] string Architecture,
        [property: JsonPropertyName("os")] string Os,
        [property: JsonPropertyName("config")] RunConfig Config,
        [property: JsonPropertyName("rootfs")] RootFiles RootFs,
        [property: JsonPropertyName("history")] ImmutableArray<HistoryEntry> History);

    private sealed record RunConfig(string User, ImmutableArray<string> Env, ImmutableArray<string>? Entrypoint, ImmutableArray<string>? Cmd, string WorkingDir, string? StopSignal);

    private sealed record RootFiles([property: JsonPropertyName("type")] string Type, [property: JsonPropertyName("diff_ids")] ImmutableArray<string> DiffIds);

    private sealed record HistoryEntry([property: JsonPropertyName("created_by")] string CreatedBy);

    [JsonSerializable(typeof(ImageConfig))]
    [JsonSerializable(typeof(List<ManifestEntry>))]
    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    private sealed partial class ArchiveJson : JsonSerializerContext;
}
