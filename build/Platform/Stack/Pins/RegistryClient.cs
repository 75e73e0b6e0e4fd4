using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Pins;

/// <summary>Asks image registries (https://github.com/opencontainers/distribution-spec/blob/main/spec.md), anonymously, with the token that a registry hands out for reading.</summary>
/// <param name="http">The client.</param>
/// <param name="hosts">Where hosts are.</param>
internal sealed partial class RegistryClient(PinHttp http, PinHosts hosts)
{
    private const int MostPages = 200;
    private const string Json = "application/json";

    private static readonly string[] IndexTypes = ["application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"];

    // Without the types of single images a registry would build an index out of nothing, or answer 404.
    private static readonly string ManifestTypes = string.Join(", ", [.. IndexTypes, "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"]);

    /// <summary>Tags of a repository that name a release.</summary>
    /// <exception cref="PlatformException">The list cannot be had.</exception>
    public async Task<ImmutableArray<PinnedVersion>> VersionsAsync(string repository, CancellationToken cancellation)
    {
        var (host, name) = Split(repository);
        var versions = ImmutableArray.CreateBuilder<PinnedVersion>();
        Uri? page = hosts.At(host, $"v2/{name}/tags/list?n=1000");
        for (var pages = 0; page is not null; pages++)
        {
            if (pages == MostPages)
                throw new PlatformException($"\"{PinHttp.Place(page)}\" has more than {MostPages} pages.", "Try again later.");
            var answer = await AuthorizedAsync(page, Json, cancellation);
            versions.AddRange(Read(page, answer.Body));
            page = PageLink.Next(page, answer.Header("Link"));
        }

        return versions.ToImmutable();
    }

    /// <summary>Digest of a tag's index of all architectures, computed from what the registry sent.</summary>
    /// <exception cref="PlatformException">It cannot be had, is no index, or is not what the registry says it is.</exception>
    public async Task<string> DigestAsync(string repository, string tag, CancellationToken cancellation)
    {
        var (host, name) = Split(repository);
        var address = hosts.At(host, $"v2/{name}/manifests/{tag}");
        var answer = await AuthorizedAsync(address, ManifestTypes, cancellation);
        if (!IndexTypes.Contains(answer.Header("Content-Type").Split(';')[0].Trim()))
            throw new PlatformException($"\"{repository}:{tag}\" is an image of one architecture, not an index of several.", "Pin it by hand.");
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(answer.Body));
        return answer.Header("Docker-Content-Digest") is { Length: > 0 } told && told != digest
            ? throw new PlatformException($"The registry says that \"{repository}:{tag}\" has the digest {told}, and sent something with {digest}.", "Do not use this registry until that is explained.")
            : digest;
    }

    private async Task<PinAnswer> AuthorizedAsync(Uri address, string accept, CancellationToken cancellation)
    {
        var answer = await http.GetAsync(address, accept, null, cancellation);
        if (answer.Status == HttpStatusCode.Unauthorized)
            answer = await http.GetAsync(address, accept, new AuthenticationHeaderValue("Bearer", await TokenAsync(address, answer.Header("WWW-Authenticate"), cancellation)), cancellation);
        return answer.Status == HttpStatusCode.OK ? answer : throw new PlatformException($"\"{PinHttp.Place(address)}\" answered {(int)answer.Status}.", "Check the repository and the tag in stack/versions.yaml.");
    }

    // https://distribution.github.io/distribution/spec/auth/token/
    private async Task<string> TokenAsync(Uri address, string challenge, CancellationToken cancellation)
    {
        var parts = challenge.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? Parameter().Matches(challenge).GroupBy(m => m.Groups["name"].Value.ToLowerInvariant(), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Groups["value"].Value, StringComparer.Ordinal)
            : [];
        if (!Uri.TryCreate(parts.GetValueOrDefault("realm"), UriKind.Absolute, out var realm) || (realm.Scheme != Uri.UriSchemeHttps && !(realm.IsLoopback && address.IsLoopback)))
            throw new PlatformException($"\"{PinHttp.Place(address)}\" asks for credentials in a way that is not known: \"{challenge}\".", "Only registries that let everybody read can be asked.");
        var query = string.Join('&', parts.Where(p => p.Key is "service" or "scope").OrderByDescending(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        var answer = await http.GetAsync(new UriBuilder(realm) { Query = query }.Uri, Json, null, cancellation);
        if (answer.Status != HttpStatusCode.OK)
            throw new PlatformException($"\"{PinHttp.Place(realm)}\" gave no token: it answered {(int)answer.Status}.", "Only registries that let everybody read can be asked.");
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            return ((json.RootElement.TryGetProperty("token", out var token) ? token : json.RootElement.GetProperty("access_token")).GetString() ?? throw new JsonException("the token is null")).ReplaceLineEndings("");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new PlatformException($"\"{PinHttp.Place(realm)}\" gave no token: {error.Message}", "Try again later.", inner: error);
        }
    }

    private static IEnumerable<PinnedVersion> Read(Uri page, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var tags = json.RootElement.GetProperty("tags");
            return tags.ValueKind == JsonValueKind.Null ? [] : [.. tags.EnumerateArray().Select(t => PinnedVersion.TryParse(t.GetString() ?? "")).OfType<PinnedVersion>()];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new PlatformException($"\"{PinHttp.Place(page)}\" answered something that is no list of tags: {error.Message}", "Try again later.", inner: error);
        }
    }

    // Docker's own registry has another host than its images' names.
    private static (string Host, string Name) Split(string repository)
    {
        var parts = repository.Split('/', 2);
        return (parts[0] == "docker.io" ? "registry-1.docker.io" : parts[0], parts[^1]);
    }

    [GeneratedRegex("""(?<name>[A-Za-z]+)="(?<value>[^"]*)"?""")]
    private static partial Regex Parameter();
}
