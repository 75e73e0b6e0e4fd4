using System.Collections.Concurrent;
using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Stack.Pins;

/// <summary>What an update did.</summary>
/// <param name="Files">Files that changed, <c>stack/versions.yaml</c> last.</param>
/// <param name="Kept">Pins that stay as they were because something about them could not be had, with the reason.</param>
public sealed record PinUpdate(ImmutableArray<FileChange> Files, ImmutableArray<string> Kept);

/// <summary>Brings <c>stack/versions.yaml</c> up to date, each pin within its major version, and the manifests with it.</summary>
/// <param name="root">The platform's repository.</param>
/// <param name="http">The client.</param>
/// <param name="hosts">Where hosts are.</param>
/// <param name="token">Token for GitHub; null for none.</param>
/// <param name="clock">Clock of the pauses between tries.</param>
public sealed class PinUpdater(string root, HttpClient http, PinHosts hosts, string? token, TimeProvider clock)
{
    private const int AtOnce = 4;
    private const string VersionsName = "stack/versions.yaml";
    private static readonly string[] ManifestGlobs = ["alerts/**/*.yml", "dashboards/**/*.yaml", "stack/**/*.yaml"];
    private readonly ReleaseList _releases = new(new PinHttp(http, clock), hosts, token);
    private readonly RegistryClient _registry = new(new PinHttp(http, clock), hosts);

    /// <summary>Updates.</summary>
    /// <param name="asked">Told of each pin that was asked about.</param>
    /// <param name="cancellation">Gives up; nothing changes.</param>
    /// <exception cref="PlatformException">A host cannot be reached; nothing changed.</exception>
    public async Task<PinUpdate> UpdateAsync(Action<string> asked, CancellationToken cancellation)
    {
        var path = Path.Combine(root, "stack", "versions.yaml");
        var before = await File.ReadAllTextAsync(path, cancellation);
        var pins = PinnedVersions.Parse(before, VersionsName);
        var kept = new ConcurrentBag<string>();
        var unreachable = new ConcurrentBag<UnreachableHostException>();
        var news = new ConcurrentDictionary<string, ComponentNews>(StringComparer.Ordinal);
        var names = pins.Tools.Keys.Union(pins.Images.Keys, StringComparer.Ordinal).ToList();
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (name, stop) =>
        {
            try
            {
                news[name] = await AskAsync(pins.Tools.GetValueOrDefault(name), pins.Images.GetValueOrDefault(name), stop);
            }
            catch (UnreachableHostException error)
            {
                unreachable.Add(error);
            }
            catch (PlatformException error)
            {
                kept.Add($"{name}: {error.What}");
            }

            asked(name);
        });
        if (!unreachable.IsEmpty)
            throw new PlatformException($"The pins were not updated: {string.Join("; ", unreachable.DistinctBy(e => e.Host).OrderBy(e => e.Host, StringComparer.Ordinal).Select(e => e.What))}", $"Run it where these hosts can be reached. \"{VersionsName}\" and the manifests stay as they were.");

        var after = Write(before, pins, news);
        var files = Manifests(PinnedVersions.Parse(after, VersionsName)).Append(new FileChange(VersionsName, before, after)).Where(f => f.Before != f.After).ToImmutableArray();

        // The pins come last: whatever happens in between, the next update finds what is not in step.
        foreach (var file in files)
            AtomicFile.WriteAllText(Path.Combine(root, file.Name.Replace('/', Path.DirectorySeparatorChar)), file.After);
        return new PinUpdate(files, [.. kept.Order(StringComparer.Ordinal)]);
    }

    private async Task<ComponentNews> AskAsync(PinnedTool? tool, PinnedImage? image, CancellationToken cancellation)
    {
        var current = tool?.Version ?? PinnedVersion.TryParse(image!.Tag)?.Version ?? throw new PlatformException($"the tag \"{image!.Tag}\" is no version.");
        var released = tool is null ? null : await ToolVersionsAsync(tool, cancellation);
        ImmutableArray<PinnedVersion>? tagged = image is null ? null : await _registry.VersionsAsync(image.Repository, cancellation);

        // Tool and image of a component are of one version, so it counts only once both are there.
        var newest = (tagged?.Where(t => t.IsWrittenLike(image!.Tag)).Select(t => t.Version) ?? released!)
            .Where(v => v.Major == current.Major && v >= current && (released is null || released.Contains(v))).Append(current).Max()!;
        var digests = tool is not null && newest > current ? await _releases.DigestsAsync(tool, newest, cancellation) : null;
        if (image is null)
            return new ComponentNews(newest, digests, null, null);
        var tag = newest == current ? image.Tag : (image.Tag.StartsWith('v') ? "v" : "") + newest;
        return new ComponentNews(newest, digests, tag, await _registry.DigestAsync(image.Repository, tag, cancellation));
    }

    private async Task<ImmutableHashSet<Version>> ToolVersionsAsync(PinnedTool tool, CancellationToken cancellation) =>
        [.. (await _releases.VersionsAsync(tool.Repository ?? throw new PlatformException($"\"{tool.Url}\" is no release on GitHub, and the pin names no repository."), cancellation)).Select(v => v.Version)];

    private static string Write(string before, PinnedVersions pins, IReadOnlyDictionary<string, ComponentNews> news)
    {
        var text = new VersionsText(before);
        foreach (var (name, found) in news.OrderBy(n => n.Key, StringComparer.Ordinal))
        {
            if (pins.Tools.GetValueOrDefault(name) is { } tool && found.Version != tool.Version)
            {
                text.Replace("tools", name, "version", tool.Version.ToString(), found.Version.ToString());
                foreach (var (platform, digest) in found.Sha256 ?? ImmutableSortedDictionary<string, string>.Empty)
                    text.Replace("tools", name, platform, tool.Sha256[platform], digest);
            }

            if (pins.Images.GetValueOrDefault(name) is not { } image)
                continue;
            if (image.Digest is null)
                text.AddAfter("images", name, "tag", image.Tag, "digest", found.Digest!);
            else if (image.Digest != found.Digest)
                text.Replace("images", name, "digest", image.Digest, found.Digest!);
            if (image.Tag != found.Tag)
                text.Replace("images", name, "tag", image.Tag, found.Tag!);
        }

        return text.ToString();
    }

    private IEnumerable<FileChange> Manifests(PinnedVersions pins)
    {
        foreach (var path in ManifestGlobs.SelectMany(glob => Glob.Files(root, glob)).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(root, path).Replace('\\', '/');
            if (name == VersionsName || name.StartsWith("stack/host/", StringComparison.Ordinal))
                continue;
            var before = File.ReadAllText(path);
            yield return new FileChange(name, before, ManifestPins.Apply(before, pins));
        }
    }

    private sealed record ComponentNews(Version Version, ImmutableSortedDictionary<string, string>? Sha256, string? Tag, string? Digest);
}
