using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TalosPlatform.Shared;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Stack.Pins;

/// <summary>Releases of a project on GitHub (https://docs.github.com/rest/releases/releases#list-releases) and the checksums published with them.</summary>
/// <param name="http">The client.</param>
/// <param name="hosts">Where hosts are.</param>
/// <param name="token">Token that raises GitHub's limit of requests; null for none. It goes to the API alone.</param>
internal sealed class ReleaseList(PinHttp http, PinHosts hosts, string? token)
{
    private const int MostPages = 20;

    /// <summary>Versions of finished releases: no drafts, no candidates.</summary>
    /// <exception cref="PlatformException">The list cannot be had.</exception>
    public async Task<ImmutableArray<PinnedVersion>> VersionsAsync(string repository, CancellationToken cancellation)
    {
        var versions = ImmutableArray.CreateBuilder<PinnedVersion>();
        Uri? page = hosts.At("api.github.com", $"repos/{repository}/releases?per_page=100");
        for (var pages = 0; page is not null; pages++)
        {
            if (pages == MostPages)
                throw new PlatformException($"\"{PinHttp.Place(page)}\" has more than {MostPages} pages.", "Try again later.");
            var answer = await http.GetAsync(page, "application/vnd.github+json", token is null ? null : new AuthenticationHeaderValue("Bearer", token), cancellation);
            if (answer.Status != HttpStatusCode.OK)
                throw Refusal(page, answer);
            versions.AddRange(Read(page, answer.Body));
            page = PageLink.Next(page, answer.Header("Link"));
        }

        return versions.ToImmutable();
    }

    /// <summary>The digests of a release for the platforms that are pinned, from the checksum file that the project publishes.</summary>
    /// <exception cref="PlatformException">There is no such file, or it does not name a download.</exception>
    public async Task<ImmutableSortedDictionary<string, string>> DigestsAsync(PinnedTool tool, Version version, CancellationToken cancellation)
    {
        var digests = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var platform in tool.Sha256.Keys)
        {
            var url = new Uri(Expand(tool.Url, version, platform));
            var checksums = new Uri(Expand(tool.Checksums ?? throw new PlatformException($"\"{tool.Name}\" {version} has no published checksums, and a digest is pinned for {platform}."), version, platform));
            var answer = await http.GetAsync(hosts.At(checksums), "*/*", null, cancellation);
            if (answer.Status != HttpStatusCode.OK)
                throw new PlatformException($"\"{checksums}\" answered {(int)answer.Status}.");
            var name = Path.GetFileName(url.AbsolutePath);
            digests[platform] = ChecksumFile.Find(Encoding.UTF8.GetString(answer.Body), name) ?? throw new PlatformException($"\"{checksums}\" names no sha256 for \"{name}\".");
        }

        return digests.ToImmutable();
    }

    private static IEnumerable<PinnedVersion> Read(Uri page, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return
            [
                .. json.RootElement.EnumerateArray().Where(r => !r.GetProperty("draft").GetBoolean() && !r.GetProperty("prerelease").GetBoolean())
                    .Select(r => PinnedVersion.TryParse(r.GetProperty("tag_name").GetString() ?? "")).OfType<PinnedVersion>(),
            ];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new PlatformException($"\"{PinHttp.Place(page)}\" answered something that is no list of releases: {error.Message}", "Try again later.", inner: error);
        }
    }

    private static PlatformException Refusal(Uri page, PinAnswer answer) =>
        answer.Status == HttpStatusCode.Forbidden && answer.Header("X-RateLimit-Remaining") == "0"
            ? new PlatformException($"\"{PinHttp.Place(page)}\" answered 403: GitHub's limit of requests is reached.", "Set GITHUB_TOKEN to any token, or try again in an hour.")
            : new PlatformException($"\"{PinHttp.Place(page)}\" answered {(int)answer.Status}.", "Check the address in stack/versions.yaml.");

    private static string Expand(string text, Version version, string platform)
    {
        var parts = platform.Split('-', 2);
        return text.Replace("${version}", version.ToString(), StringComparison.Ordinal).Replace("${os}", parts[0], StringComparison.Ordinal)
            .Replace("${arch}", parts[^1], StringComparison.Ordinal).Replace("${exe}", parts[0] == "windows" ? ".exe" : "", StringComparison.Ordinal);
    }
}
