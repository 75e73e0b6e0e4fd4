using System.Collections.Concurrent;
using CsCheck;
using TalosPlatform.Shared;
using TalosPlatform.Stack.Pins;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Stack.Pins;

/// <summary>Pins are brought up to date byte by byte, or left alone.</summary>
public sealed class PinUpdaterTests : IDisposable
{
    private const string PrometheusTags = "/registry-1.docker.io/v2/prom/prometheus/tags/list";
    private const string PrometheusManifest = "/registry-1.docker.io/v2/prom/prometheus/manifests/v3.15.1";
    private const string Releases = "/api.github.com/repos/prometheus/prometheus/releases";

    private static readonly string Fixtures = Path.Combine(Repository.Root, "tests", "Platform", "Stack", "Pins", "fixtures");
    private readonly TemporaryFolder _root = new();
    private readonly PinServer _server = new();
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly NoPauses _clock = new();

    public PinUpdaterTests()
    {
        _root.Write("stack/versions.yaml", File.ReadAllText(Path.Combine(Fixtures, "versions.yaml")));
        _root.Write("stack/prometheus/deployment.yaml", File.ReadAllText(Path.Combine(Fixtures, "prometheus.yaml")));
        _root.Write("stack/host/prometheus/component.yaml", "image: docker.io/prom/prometheus:v3.14.0\n");
        _root.Write("alerts/kustomization.yml", "labels:\r\n  app.kubernetes.io/name: prometheus\r\n  app.kubernetes.io/version: \"3.14.0\"\r\n");
    }

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task Pins_and_manifests_move_together_and_nothing_else_changes()
    {
        // On the way: a challenge, two pages of each kind, a pause that is asked for, and a server that stumbles.
        _server.Instead[PrometheusTags] = before => before == 0 ? (429, "", [("Retry-After", "7")]) : null;
        _server.Instead[Releases] = before => before == 0 ? (502, "", []) : null;
        var update = await UpdateAsync("secret-token");

        Assert.Empty(update.Kept);
        Assert.Equal(["alerts/kustomization.yml", "stack/prometheus/deployment.yaml", "stack/versions.yaml"], update.Files.Select(f => f.Name));
        Golden.Check(Read("stack/versions.yaml"), Path.Combine(Fixtures, "versions.updated.yaml"));
        Golden.Check(Read("stack/prometheus/deployment.yaml"), Path.Combine(Fixtures, "prometheus.updated.yaml"));
        Golden.Check(string.Join('\n', update.Files.SelectMany(f => f.Diff())) + "\n", Path.Combine(Fixtures, "update.diff.txt"));
        Assert.Equal("labels:\r\n  app.kubernetes.io/name: prometheus\r\n  app.kubernetes.io/version: \"3.15.1\"\r\n", Read("alerts/kustomization.yml"));
        Assert.Equal("image: docker.io/prom/prometheus:v3.14.0\n", Read("stack/host/prometheus/component.yaml"));
        Assert.Contains(PinServer.DigestOf(PinServer.Index("v3.15.1")), Read("stack/versions.yaml"), StringComparison.Ordinal);
        Assert.Contains(TimeSpan.FromSeconds(7), _clock.Pauses);
    }

    [Fact]
    public async Task A_second_update_writes_nothing()
    {
        await UpdateAsync();
        var before = Snapshot();
        Assert.Empty((await UpdateAsync()).Files);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task An_update_that_was_cut_off_is_completed()
    {
        var old = Read("stack/versions.yaml");
        await UpdateAsync();
        var done = Snapshot();
        _root.Write("stack/versions.yaml", old);
        Assert.Equal(["stack/versions.yaml"], (await UpdateAsync()).Files.Select(f => f.Name));
        Assert.Equal(done, Snapshot());
    }

    [Fact]
    public async Task Credentials_go_where_they_belong()
    {
        await UpdateAsync("secret-token");
        Assert.All(_server.Requests.Where(r => r.StartsWith("/api.github.com/", StringComparison.Ordinal)), r => Assert.EndsWith("[Bearer secret-token]", r, StringComparison.Ordinal));
        Assert.DoesNotContain(_server.Requests, r => !r.StartsWith("/api.github.com/", StringComparison.Ordinal) && r.Contains("secret-token", StringComparison.Ordinal));
        Assert.Contains("/auth.docker.io/token?service=registry.docker.io&scope=repository%3Aprom%2Fprometheus%3Apull", _server.Requests);
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_named_and_nothing_changes()
    {
        var before = Snapshot();
        var hosts = new PinHosts(host => host == "registry.k8s.io" ? new Uri("http://127.0.0.1:9/") : _server.Hosts.Root(host));
        var error = await Assert.ThrowsAsync<PlatformException>(() => UpdateAsync(hosts: hosts));
        Assert.Contains("The pins were not updated: 127.0.0.1 cannot be reached", error.What, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot());
    }

    public static TheoryData<string, string, int, string, string, string> Troubles => new()
    {
        { "a digest that lies", PrometheusManifest, 200, PinServer.Index("other"), "Docker-Content-Digest=sha256:0000", "has the digest sha256:0000, and sent something with" },
        { "one architecture", PrometheusManifest, 200, "{}", "Content-Type=application/vnd.oci.image.manifest.v1+json", "is an image of one architecture" },
        { "no manifest", PrometheusManifest, 404, "", "", "answered 404" },
        { "broken for good", PrometheusManifest, 503, "", "", "answered 503 again and again" },
        { "a pause nobody waits for", PrometheusTags, 429, "", "Retry-After=86400", "answered 429: too many requests" },
        { "no list of tags", PrometheusTags, 200, "<html>", "", "no list of tags" },
        { "tags without end", PrometheusTags, 200, "{\"tags\":[]}", "Link=</registry-1.docker.io/v2/prom/prometheus/tags/list?n=1000>; rel=next", "more than 200 pages" },
        { "another server", PrometheusTags, 200, "{\"tags\":[]}", "Link=<http://evil.example/v2/>; rel=\"next\"", "refers to another server" },
        { "a strange challenge", PrometheusTags, 401, "", "WWW-Authenticate=Basic realm=\"x\"", "asks for credentials in a way that is not known" },
        { "a challenge in the clear", PrometheusTags, 401, "", "WWW-Authenticate=Bearer realm=\"http://evil.example/token\"", "asks for credentials in a way that is not known" },
        { "no releases", Releases, 404, "", "", "answered 404" },
        { "no list of releases", Releases, 200, "{}", "", "no list of releases" },
        { "GitHub's limit", Releases, 403, "", "X-RateLimit-Remaining=0", "GitHub's limit of requests is reached" },
        { "no checksums", "/github.com/prometheus/prometheus/releases/download/v3.15.1/sha256sums.txt", 404, "", "", "answered 404" },
        { "other checksums", "/github.com/prometheus/prometheus/releases/download/v3.15.1/sha256sums.txt", 200, "nothing", "", "names no sha256 for \"prometheus-3.15.1.linux-amd64.tar.gz\"" },
    };

    [Theory, MemberData(nameof(Troubles))]
    public async Task What_cannot_be_trusted_keeps_its_pin_and_the_others_move(string why, string path, int status, string body, string header, string told)
    {
        Assert.NotEmpty(why);
        (string, string)[] headers = header.Length == 0 ? [] : [(header.Split('=', 2)[0], header.Split('=', 2)[1])];
        if (path == PrometheusManifest && status == 200 && !header.StartsWith("Content-Type", StringComparison.Ordinal))
            headers = [.. headers, ("Content-Type", "application/vnd.oci.image.index.v1+json")];
        _server.Instead[path] = _ => (status, body, headers);
        var update = await UpdateAsync();
        Assert.Contains(told, Assert.Single(update.Kept), StringComparison.Ordinal);
        Assert.StartsWith("prometheus: ", update.Kept[0], StringComparison.Ordinal);
        var text = Read("stack/versions.yaml");
        Assert.Contains("version: 3.14.0 # keep me", text, StringComparison.Ordinal);
        Assert.Contains("sha256:4444", text, StringComparison.Ordinal);
        Assert.Contains("tag: v2.21.0 # no digest yet", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v3.14.0", "3.14.0")]
    [InlineData("3.14.0", "3.14.0")]
    [InlineData("3.14", null)]
    [InlineData("3.14.0-rc.1", null)]
    [InlineData("3.14.0.1", null)]
    [InlineData("V3.14.0", null)]
    [InlineData("03.14.0", null)]
    [InlineData("3.14.0\n", null)]
    [InlineData("99999999999.0.0", null)]
    public void A_tag_is_a_version_or_it_is_not(string tag, string? version) => Assert.Equal(version, PinnedVersion.TryParse(tag)?.Version.ToString());

    [Fact]
    public void Manifests_in_step_stay_as_they_are_whatever_their_text()
    {
        var pins = PinnedVersions.Parse(File.ReadAllText(Path.Combine(Fixtures, "versions.yaml")), "versions.yaml");
        string[] pieces = ["image: docker.io/prom/prometheus:v1.0.0", "  - image: docker.io/library/busybox", "app.kubernetes.io/version: \"1.2.3\"", "app.kubernetes.io/name: prometheus", "# image: x", "", "\r", "image: \"${IMAGE}\"", "text"];
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 12].Select(lines => string.Join('\n', lines)).Sample(text =>
        {
            var once = ManifestPins.Apply(text, pins);
            return once == ManifestPins.Apply(once, pins) && once.Split('\n').Length == text.Split('\n').Length;
        });
    }

    [Fact]
    public void The_shipped_pins_and_manifests_are_in_step()
    {
        var pins = PinnedVersions.Parse(File.ReadAllText(Path.Combine(Repository.Root, "stack", "versions.yaml")), "stack/versions.yaml");
        Assert.All(pins.Tools.Values, tool => Assert.True(tool.Repository is not null, $"{tool.Name} has no repository to ask"));
        Assert.True(pins.Tools.Count >= 8 && pins.Images.Count >= 13);
        foreach (var path in new[] { "stack", "alerts", "dashboards" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*.y*ml", SearchOption.AllDirectories)).Where(p => !p.Contains($"stack{Path.DirectorySeparatorChar}host", StringComparison.Ordinal)))
            Assert.Equal(File.ReadAllText(path), ManifestPins.Apply(File.ReadAllText(path), pins));
    }

    private Task<PinUpdate> UpdateAsync(string? token = null, PinHosts? hosts = null) =>
        new PinUpdater(_root.Path, _http, hosts ?? _server.Hosts, token, _clock).UpdateAsync(_ => { }, TestContext.Current.CancellationToken);

    private List<(string, string)> Snapshot() =>
        [.. Directory.EnumerateFiles(_root.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => (f, File.ReadAllText(f)))];

    private string Read(string name) => File.ReadAllText(_root.File(name));

    /// <summary>A clock whose pauses pass at once and are remembered.</summary>
    private sealed class NoPauses : TimeProvider
    {
        public ConcurrentBag<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
                Pauses.Add(dueTime);
            return System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
        }
    }
}
