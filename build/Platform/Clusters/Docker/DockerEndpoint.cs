using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TalosPlatform.Clusters.Docker;

/// <summary>Where the Docker engine answers.</summary>
/// <param name="Address">Its address: <c>unix://</c>, <c>npipe://</c>, <c>tcp://</c> or <c>ssh://</c>.</param>
/// <param name="Source">Where the address comes from, for messages.</param>
public sealed record DockerEndpoint(Uri Address, string Source)
{
    /// <summary>Whether what containers publish on 127.0.0.1 can be reached from here.</summary>
    public bool IsLocal => Address.Scheme is "unix" or "npipe"
        || (Address.Scheme != "ssh" && (Address.Host == "localhost" || (IPAddress.TryParse(Address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))));

    /// <summary>Path of the socket; null for other kinds of address.</summary>
    public string? SocketPath => Address.Scheme == "unix" ? Address.LocalPath : null;

    /// <summary>The engine of this user on this machine.</summary>
    public static DockerEndpoint ForThisMachine() => Find(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>The engine that the docker command line would use: DOCKER_HOST, else the context in use, else the usual socket.</summary>
    public static DockerEndpoint Find(Func<string, string?> environment, string home)
    {
        if (environment("DOCKER_HOST") is { Length: > 0 } host && Uri.TryCreate(host, UriKind.Absolute, out var chosen))
            return new DockerEndpoint(chosen, "DOCKER_HOST");
        var folder = environment("DOCKER_CONFIG") is { Length: > 0 } config ? config : Path.Combine(home, ".docker");
        if ((environment("DOCKER_CONTEXT") ?? CurrentContext(folder)) is { Length: > 0 } context && context != "default" && OfContext(folder, context) is { } address)
            return new DockerEndpoint(address, $"docker context \"{context}\"");
        if (OperatingSystem.IsWindows())
            return new DockerEndpoint(new Uri("npipe://./pipe/docker_engine"), "the usual pipe");
        string[] usual = ["/var/run/docker.sock", Path.Combine(home, ".docker", "run", "docker.sock")];
        return new DockerEndpoint(new Uri("unix://" + (Array.Find(usual, File.Exists) ?? usual[0])), "the usual socket");
    }

    private static string? CurrentContext(string folder) => Text(Path.Combine(folder, "config.json"), "currentContext");

    // The docker command line keeps a context in a folder named by the digest of its name.
    private static Uri? OfContext(string folder, string name)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return Uri.TryCreate(Text(Path.Combine(folder, "contexts", "meta", digest, "meta.json"), "Endpoints", "docker", "Host"), UriKind.Absolute, out var address) ? address : null;
    }

    private static string? Text(string path, params string[] keys)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            var node = json.RootElement;
            foreach (var key in keys)
            {
                if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(key, out node))
                    return null;
            }

            return node.ValueKind == JsonValueKind.String ? node.GetString() : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
