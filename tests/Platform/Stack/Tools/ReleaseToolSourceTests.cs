using System.Collections.Immutable;
using System.Text;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Stack.Tools;

public sealed class ReleaseToolSourceTests : IDisposable
{
    private static readonly byte[] Archive = ReleaseServer.TarGz("tool-1.2.3/tool", "#!/bin/sh\necho tool 1.2.3\n");
    private readonly TemporaryFolder _folder = new();
    private readonly ReleaseServer _server = new();
    private readonly HttpClient _http = new();

    private ToolCache Cache => new(_folder.Path);

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_download_with_the_published_digest_is_unpacked_and_locked()
    {
        _server.Files["tool.tar.gz"] = Archive;
        _server.Files["sums"] = Encoding.UTF8.GetBytes($"{ReleaseServer.Digest(Archive)}  tool.tar.gz\n");
        var tool = await ResolveAsync(Pin());
        Assert.Equal("release", tool.Source);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(tool.Binaries["tool"]).HasFlag(UnixFileMode.UserExecute));

        // From now on the digest is fixed: another file under the same name is refused even when the published sum agrees with it.
        Directory.Delete(Path.Combine(_folder.Path, "tools"), recursive: true);
        var forged = ReleaseServer.TarGz("tool-1.2.3/tool", "forged");
        _server.Files["tool.tar.gz"] = forged;
        _server.Files["sums"] = Encoding.UTF8.GetBytes($"{ReleaseServer.Digest(forged)}  tool.tar.gz\n");
        var refused = await ResolveAsync(Pin());
        Assert.Contains("it was thrown away", refused.MissingReason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Cache.FolderOf("tool", "1.2.3")));
    }

    [Fact]
    public async Task A_pinned_digest_needs_no_published_one()
    {
        _server.Files["tool.tar.gz"] = Archive;
        var tool = await ResolveAsync(Pin(ReleaseServer.Digest(Archive)));
        Assert.True(tool.Found);
        Assert.Equal(["tool.tar.gz"], _server.Requests);
    }

    [Fact]
    public async Task A_wrong_digest_is_thrown_away()
    {
        _server.Files["tool.tar.gz"] = Archive;
        var tool = await ResolveAsync(Pin(new string('0', 64)));
        Assert.Contains($"sha256 {ReleaseServer.Digest(Archive)}, expected {new string('0', 64)}", tool.MissingReason, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "tools", "tool")));
    }

    [Fact]
    public async Task A_transfer_that_breaks_off_leaves_nothing_and_the_next_one_works()
    {
        _server.Files["tool.tar.gz"] = Archive;
        _server.BreakAfter = 20;
        Assert.False((await ResolveAsync(Pin(ReleaseServer.Digest(Archive)))).Found);
        Assert.False(Directory.Exists(Cache.FolderOf("tool", "1.2.3")));
        _server.BreakAfter = null;
        File.Delete(Path.Combine(_folder.Path, "unreachable.json"));
        Assert.True((await ResolveAsync(Pin(ReleaseServer.Digest(Archive)))).Found);
    }

    [Fact]
    public async Task A_missing_release_says_what_the_server_answered() =>
        Assert.Contains("answered 404", (await ResolveAsync(Pin(new string('0', 64)))).MissingReason, StringComparison.Ordinal);

    [Fact]
    public async Task Builds_side_by_side_download_once()
    {
        _server.Files["tool.tar.gz"] = Archive;
        var pin = Pin(ReleaseServer.Digest(Archive));
        var tools = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => ResolveAsync(pin))));
        Assert.All(tools, tool => Assert.True(tool.Found));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task An_archive_cannot_write_outside_its_folder()
    {
        _server.Files["tool.tar.gz"] = ReleaseServer.TarGz("../../../escaped", "x");
        Assert.False((await ResolveAsync(Pin(ReleaseServer.Digest(_server.Files["tool.tar.gz"])))).Found);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "..", "escaped")));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "escaped", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_unreachable_host_is_remembered_for_a_while()
    {
        var clock = new AdjustableClock();
        var hosts = new UnreachableHosts(_folder.File("hosts.json"), clock);
        _server.Dispose();
        var source = new ReleaseToolSource(_http, Cache, new ChecksumLock(_folder.File("lock.json")), hosts);
        var tool = await source.TryResolveAsync(Pin(new string('0', 64)), _ => { }, TestContext.Current.CancellationToken);
        Assert.Contains("127.0.0.1 cannot be reached", tool.MissingReason, StringComparison.Ordinal);
        Assert.NotNull(hosts.Reason("127.0.0.1"));
        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Null(hosts.Reason("127.0.0.1"));
    }

    private ToolPin Pin(string? digest = null) => new(
        "tool",
        new Version(1, 2, 3),
        new Version(1, 0, 0),
        [new ToolBinary("tool", ["tool"], "tool-${version}/tool", null)],
        ["--version"],
        new ToolRelease(
            _server.Root + "tool.tar.gz",
            digest is null ? _server.Root + "sums" : null,
            digest is null ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary<string, string>.Empty.Add(ToolCache.Platform, digest)),
        null,
        null);

    private Task<ResolvedTool> ResolveAsync(ToolPin pin) => new ReleaseToolSource(
        _http,
        Cache,
        new ChecksumLock(_folder.File("checksums.json")),
        new UnreachableHosts(_folder.File("unreachable.json"), TimeProvider.System)).TryResolveAsync(pin, _ => { }, TestContext.Current.CancellationToken);
}
