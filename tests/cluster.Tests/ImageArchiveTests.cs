using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TalosPlatform.Tests.Cluster.Images;

namespace TalosPlatform.Tests.Cluster;

/// <summary>Archives as container engines read them.</summary>
public sealed class ImageArchiveTests
{
    [Fact]
    public async Task Images_share_layers_and_every_digest_is_that_of_its_content()
    {
        var folder = Directory.CreateTempSubdirectory("images-").FullName;
        try
        {
            var layer = Path.Combine(folder, "files.tar");
            LayerWriter.Files(layer, ["sh", "wget"], new HashSet<string> { "usr/bin/wget" });
            var archive = Path.Combine(folder, "archive");
            ReferenceImage[] images = [new("localhost/a:1", ["files"]) { Entrypoint = ["/a"] }, new("localhost/b:1", ["files"]) { Entrypoint = ["/a"] }, new("localhost/c:1", ["files"]) { Arguments = ["c"] }];
            await ImageArchive.WriteAsync(archive, images, new Dictionary<string, string> { ["files"] = layer }, "amd64", TestContext.Current.CancellationToken);

            var entries = await ReadAsync(archive);
            var manifest = JsonNode.Parse(entries["manifest.json"])!.AsArray();
            Assert.Equal(["localhost/a:1", "localhost/b:1", "localhost/c:1"], manifest.Select(image => image!["RepoTags"]![0]!.GetValue<string>()));
            Assert.Single(entries.Keys, name => name.EndsWith(".tar", StringComparison.Ordinal));
            foreach (var image in manifest)
            {
                var config = JsonNode.Parse(entries[image!["Config"]!.GetValue<string>()])!;
                var content = entries[image["Layers"]![0]!.GetValue<string>()];
                Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(content)), config["rootfs"]!["diff_ids"]![0]!.GetValue<string>());
            }

            Assert.Contains("usr/bin/sh", LayerWriter.Names(layer));
            Assert.DoesNotContain("usr/bin/wget", LayerWriter.Names(layer));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Dictionary<string, byte[]>> ReadAsync(string archive)
    {
        var entries = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var tar = new TarReader(File.OpenRead(archive));
        while (await tar.GetNextEntryAsync(copyData: true, TestContext.Current.CancellationToken) is { } entry)
        {
            using var content = new MemoryStream();
            if (entry.DataStream is { } data)
                await data.CopyToAsync(content, TestContext.Current.CancellationToken);
            // A name that appears twice would hide what a reader sees.
            entries.Add(entry.Name, content.ToArray());
        }

        return entries;
    }
}
