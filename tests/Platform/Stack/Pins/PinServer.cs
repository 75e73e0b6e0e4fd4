using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using TalosPlatform.Stack.Pins;

namespace TalosPlatform.Tests.Stack.Pins;

/// <summary>GitHub and image registries on a free port of loopback, as they answer for real: pages, a challenge, digests. Hosts are the first part of the path.</summary>
internal sealed class PinServer : IDisposable
{
    private const string IndexType = "application/vnd.oci.image.index.v1+json";
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

    public PinServer()
    {
        using (var socket = new TcpListener(IPAddress.Loopback, 0))
        {
            socket.Start();
            Root = new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Root.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Root { get; }

    public PinHosts Hosts => new(host => new Uri(Root, host + "/"));

    /// <summary>Answers that come instead of the usual: by path, told how often it was asked before.</summary>
    public Dictionary<string, Func<int, (int Status, string Body, (string Name, string Value)[] Headers)?>> Instead { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths with queries and, where there is one, the authorization.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>What the registry has for a tag.</summary>
    public static string Index(string tag) => $$$"""{"schemaVersion":2,"mediaType":"{{{IndexType}}}","manifests":[],"annotations":{"tag":"{{{tag}}}"}}""";

    public static string DigestOf(string body) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var address = context.Request.RawUrl!;
            var authorization = context.Request.Headers["Authorization"];
            Requests.Enqueue(authorization is null ? address : $"{address} [{authorization}]");
            var path = address.Split('?')[0];
            var before = _asked.AddOrUpdate(path, 0, (_, n) => n + 1);
            var (status, body, headers) = (Instead.TryGetValue(path, out var instead) ? instead(before) : null) ?? Usual(address, path, authorization);
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }

    private (int Status, string Body, (string Name, string Value)[] Headers) Usual(string address, string path, string? authorization)
    {
        if (path.StartsWith("/registry", StringComparison.Ordinal) && authorization is null or "Bearer stale")
        {
            var repository = string.Join('/', path.Split('/')[3..^2]);
            return path.StartsWith("/registry.k8s.io", StringComparison.Ordinal)
                ? Registry(address, path)
                : (401, """{"errors":[{"code":"UNAUTHORIZED"}]}""", [("WWW-Authenticate", $"Bearer realm=\"{Root}auth.docker.io/token\",service=\"registry.docker.io\",scope=\"repository:{repository}:pull\"")]);
        }

        return path.Split('/')[1] switch
        {
            "auth.docker.io" => (200, """{"token":"read-only"}""", []),
            "api.github.com" => GitHub(address, path),
            "github.com" => Checksums(path),
            _ => Registry(address, path),
        };
    }

    private (int, string, (string, string)[]) GitHub(string address, string path)
    {
        static string Release(string tag, bool draft = false, bool candidate = false) => $"{{\"tag_name\":\"{tag}\",\"draft\":{(draft ? "true" : "false")},\"prerelease\":{(candidate ? "true" : "false")}}}";
        if (path.EndsWith("/loki/releases", StringComparison.Ordinal))
            return (200, $"[{Release("helm-loki-9.9.9")},{Release("v3.7.6")},{Release("v3.7.5")}]", []);
        return address.Contains("page=2", StringComparison.Ordinal)
            ? (200, $"[{Release("v3.15.1")},{Release("v3.14.0")},{Release("v2.55.0")}]", [])
            : (200, $"[{Release("v4.0.0")},{Release("v3.17.0")},{Release("v3.16.0", draft: true)},{Release("v3.15.9", candidate: true)},{Release("v3.15.2-rc.1")}]", [("Link", $"<{Root}{path[1..]}?per_page=100&page=2>; rel=\"next\", <{Root}x>; rel=\"last\"")]);
    }

    private static (int, string, (string, string)[]) Checksums(string path)
    {
        var version = path.Split('/')[^2].TrimStart('v');
        return (200, $"{new string('a', 64)}  prometheus-{version}.linux-amd64.tar.gz\n{new string('b', 64)} *prometheus-{version}.linux-arm64.tar.gz\n{new string('c', 64)}  prometheus-{version}.darwin-arm64.tar.gz\n", []);
    }

    private static (int, string, (string, string)[]) Registry(string address, string path)
    {
        if (path.EndsWith("/tags/list", StringComparison.Ordinal))
        {
            if (path.Contains("/library/busybox/", StringComparison.Ordinal))
                return (200, """{"name":"library/busybox","tags":["latest","1.37.0","1.37.0-glibc","1.37","2.0.0"]}""", []);
            if (path.Contains("kube-state-metrics", StringComparison.Ordinal))
                return (200, """{"tags":["v2.20.0","v2.21.0","2.22.0","v2.21.0-arm64","v3.0.0"]}""", []);
            return address.Contains("last=", StringComparison.Ordinal)
                ? (200, """{"tags":["v3.15.1","v3.16.0","v4.0.0"]}""", [])
                : (200, """{"tags":["main","v3.14.0","v3.15.0"]}""", [("Link", $"<{path}?n=1000&last=v3.15.0>; rel=\"next\"")]);
        }

        var body = Index(path.Split('/')[^1]);
        return (200, body, [("Content-Type", IndexType), ("Docker-Content-Digest", DigestOf(body))]);
    }
}
