using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Stack.Tools;

public sealed class OtherSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tool, version 1.5.0 (branch: x)", true, "1.5.0")]
    [InlineData("v2.0.1", true, "2.0.1")]
    [InlineData("tool 0.9.9", false, "is 0.9.9, older than 1.0.0")]
    [InlineData("no number here", false, "does not tell its version")]
    public async Task PATH_is_taken_when_the_version_suffices(string printed, bool found, string expected)
    {
        _folder.Write("tool", "");
        var runner = new FakeCommandRunner(_ => FakeCommandRunner.Success(printed));
        var tool = await new PathToolSource(runner, _folder.Path).TryResolveAsync(Pin(), _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(found, tool.Found);
        Assert.Contains(expected, found ? tool.Version : tool.MissingReason, StringComparison.Ordinal);
        Assert.Equal($"{_folder.Path}/tool --version", Assert.Single(runner.Commands).ToString());
    }

    [Fact]
    public async Task PATH_without_the_tool_says_so() => Assert.Equal(
        "not in PATH",
        (await new PathToolSource(new FakeCommandRunner(_ => FakeCommandRunner.Success()), _folder.Path).TryResolveAsync(Pin(), _ => { }, TestContext.Current.CancellationToken)).MissingReason);

    [Fact]
    public async Task The_resolver_tells_the_reason_of_every_source()
    {
        var pins = ImmutableSortedDictionary<string, ToolPin>.Empty.Add("tool", Pin());
        var resolver = new ToolResolver(pins, [new PathToolSource(new FakeCommandRunner(_ => FakeCommandRunner.Success()), ""), new CacheToolSource(new ToolCache(_folder.Path))]);
        Assert.Equal("not in PATH, not cached", (await resolver.ResolveAsync("tool", cancellation: TestContext.Current.CancellationToken)).MissingReason);
        await Assert.ThrowsAsync<PlatformException>(() => resolver.ResolveAsync("other", cancellation: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(25)]
    [InlineData(34)]
    public void A_replaced_path_has_the_length_it_needs_and_leads_to_the_working_folder(int length)
    {
        var path = DebianRelocation.SameLength(length);
        Assert.Equal(length, path.Length);
        Assert.Equal(Path.GetFullPath("/proc/self/cwd"), Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
    }

    [Fact]
    public void Every_pin_of_the_repository_reads()
    {
        var pins = VersionsFile.LoadTools(Path.Combine(Repository.Root, "stack", "versions.yaml"));
        Assert.Contains("prometheus", pins.Keys);
        Assert.All(pins.Values, pin => Assert.True(pin.Minimum <= pin.Version, pin.Name));
        Assert.All(pins.Values.Where(p => p.Release is not null), pin => Assert.True(pin.Release!.Checksums is not null || pin.Release.Sha256.Count > 0, $"{pin.Name} has no checksum"));
    }

    [Fact]
    public async Task A_Debian_package_is_really_unpacked()
    {
        if (!File.Exists("/usr/bin/apt-get"))
            Assert.Skip("this machine has no apt");
        var cache = new ToolCache(_folder.Path);
        var commands = new ProcessCommandRunner(new Redactor(), TimeProvider.System);
        var pin = VersionsFile.LoadTools(Path.Combine(Repository.Root, "stack", "versions.yaml"))["node-exporter"];
        var tool = await new DebianToolSource(commands, cache).TryResolveAsync(pin, _ => { }, TestContext.Current.CancellationToken);
        if (!tool.Found && tool.MissingReason!.Contains("failed", StringComparison.Ordinal))
            Assert.Skip($"the Debian sources do not answer: {tool.MissingReason}");
        Assert.Equal("Debian package", tool.Source);
        Assert.NotNull(await ToolVersion.AskAsync(commands, tool.Binaries["node-exporter"], pin, TestContext.Current.CancellationToken));
        Assert.Equal("cache", (await new CacheToolSource(cache).TryResolveAsync(pin, _ => { }, TestContext.Current.CancellationToken)).Source);
    }

    private static ToolPin Pin() => new("tool", new Version(2, 0, 0), new Version(1, 0, 0), [new ToolBinary("tool", ["tool"], "tool", null)], ["--version"], null, null, null);
}
