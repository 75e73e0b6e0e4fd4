using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Sockets;
using System.Security.Cryptography;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Tools;

/// <summary>Downloads official releases; nothing that does not have the expected sha256 is unpacked.</summary>
public sealed class ReleaseToolSource(HttpClient http, ToolCache cache, ChecksumLock locked, UnreachableHosts unreachable) : IToolSource
{
    // Between two chunks of a download; a slow line is fine, a dead one is not.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private readonly CacheToolSource _cached = new(cache);

    /// <inheritdoc/>
    public async Task<ResolvedTool> TryResolveAsync(ToolPin pin, Action<string> status, CancellationToken cancellation)
    {
        if (pin.Release is not { } release)
            return ResolvedTool.Missing(pin.Name, "no release to download");
        var url = new Uri(ToolPlaceholders.Expand(release.Url, pin));
        if (unreachable.Reason(url.Host) is { } known)
            return ResolvedTool.Missing(pin.Name, known);
        try
        {
            await cache.FillAsync(
                cache.FolderOf(pin.Name, pin.Version.ToString()),
                folder => DownloadAsync(pin, release, url, folder, status, cancellation),
                other => status($"waiting for {other}"),
                cancellation);
        }
        catch (HttpRequestException error) when (error.StatusCode is null)
        {
            return ResolvedTool.Missing(pin.Name, unreachable.Remember(url.Host, error.InnerException is SocketException socket ? socket.Message : error.Message));
        }
        catch (HttpRequestException error)
        {
            return ResolvedTool.Missing(pin.Name, $"\"{url}\" answered {(int)error.StatusCode!}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ResolvedTool.Missing(pin.Name, unreachable.Remember(url.Host, "it did not answer in time"));
        }
        catch (Exception error) when (error is PlatformException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return ResolvedTool.Missing(pin.Name, $"\"{url}\": {error.Message}");
        }

        return _cached.Unpacked(pin, pin.Version.ToString(), b => b.ReleaseMember) is { } tool
            ? tool with { Source = "release" }
            : ResolvedTool.Missing(pin.Name, $"\"{url}\" does not hold \"{ToolPlaceholders.Expand(pin.Binaries[0].ReleaseMember, pin)}\"");
    }

    private async Task DownloadAsync(ToolPin pin, ToolRelease release, Uri url, string folder, Action<string> status, CancellationToken cancellation)
    {
        var expected = await ExpectedDigestAsync(pin, release, url, cancellation);
        var archive = Path.Combine(folder, ".download");
        var digest = await FetchAsync(url, archive, status, cancellation);
        if (!digest.Equals(expected, StringComparison.OrdinalIgnoreCase))
            throw new PlatformException($"the download has sha256 {digest}, expected {expected}; it was thrown away.");
        locked.Remember(url, digest);

        status("unpacking");
        var name = url.AbsolutePath;
        if (name.EndsWith(".tar.gz", StringComparison.Ordinal) || name.EndsWith(".tgz", StringComparison.Ordinal))
        {
            await using var file = File.OpenRead(archive);
            await using var gzip = new GZipStream(file, CompressionMode.Decompress);
            await TarFile.ExtractToDirectoryAsync(gzip, folder, overwriteFiles: false, cancellation);
        }
        else if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            await ZipFile.ExtractToDirectoryAsync(archive, folder, cancellation);
        }
        else
        {
            File.Copy(archive, Path.Combine(folder, ToolPlaceholders.Expand(pin.Binaries[0].ReleaseMember, pin)));
        }

        File.Delete(archive);
        if (OperatingSystem.IsWindows())
            return;
        foreach (var binary in pin.Binaries.Select(b => Path.Combine(folder, ToolPlaceholders.Expand(b.ReleaseMember, pin))).Where(File.Exists))
            File.SetUnixFileMode(binary, (UnixFileMode)0b111_101_101);
    }

    private async Task<string> ExpectedDigestAsync(ToolPin pin, ToolRelease release, Uri url, CancellationToken cancellation)
    {
        if (release.Sha256.TryGetValue(ToolCache.Platform, out var pinned))
            return pinned;
        if (locked.Find(url) is { } remembered)
            return remembered;
        if (release.Checksums is null)
            throw new PlatformException($"no sha256 is pinned for {ToolCache.Platform} and the project publishes none.", $"Add it under tools.{pin.Name}.release.sha256 in stack/versions.yaml.");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Silence);
        var published = await http.GetStringAsync(new Uri(ToolPlaceholders.Expand(release.Checksums, pin)), deadline.Token);
        return ChecksumFile.Find(published, Path.GetFileName(url.AbsolutePath))
            ?? throw new PlatformException($"the published checksum file names no sha256 for \"{Path.GetFileName(url.AbsolutePath)}\".");
    }

    private async Task<string> FetchAsync(Uri url, string path, Action<string> status, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(Silence);
        using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        response.EnsureSuccessStatusCode();
        var total = response.Content.Headers.ContentLength;
        await using var source = await response.Content.ReadAsStreamAsync(silence.Token);
        await using var target = File.Create(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        long received = 0;
        int count;
        while ((count = await source.ReadAsync(buffer, silence.Token)) > 0)
        {
            silence.CancelAfter(Silence);
            hash.AppendData(buffer, 0, count);
            await target.WriteAsync(buffer.AsMemory(0, count), silence.Token);
            received += count;
            status(total is > 0 ? $"downloading {received >> 20} of {total >> 20} MiB" : $"downloading {received >> 20} MiB");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
