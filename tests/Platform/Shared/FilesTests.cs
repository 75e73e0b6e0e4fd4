using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Tests.Shared;

public sealed class FilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_write_replaces_the_content_and_a_failed_one_leaves_no_rubbish()
    {
        var path = _folder.Write("state.json", "old");
        AtomicFile.WriteAllText(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Directory.CreateDirectory(_folder.File("folder"));
        Assert.Throws<PlatformException>(() => AtomicFile.WriteAllText(_folder.File("folder"), "new"));
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path), f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_a_clear_error()
    {
        var path = Path.Combine(_folder.Write("file", ""), "below-a-file.json");
        var error = Assert.Throws<PlatformException>(() => AtomicFile.WriteAllText(path, "x"));
        Assert.StartsWith($"Cannot write \"{path}\"", error.What, StringComparison.Ordinal);
        Assert.Contains("Free disk space", error.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_taker_is_told_who_holds_the_lock()
    {
        var path = _folder.File("a.lock");
        using (await FileLock.TakeAsync(path, "process 1", TimeSpan.Zero, null, TestContext.Current.CancellationToken))
        {
            var error = await Assert.ThrowsAsync<PlatformException>(() => FileLock.TakeAsync(path, "process 2", TimeSpan.FromMilliseconds(150), null, TestContext.Current.CancellationToken));
            Assert.Contains("is locked by process 1", error.What, StringComparison.Ordinal);
        }

        using var again = await FileLock.TakeAsync(path, "process 2", TimeSpan.Zero, null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_waiter_gets_the_lock_when_it_is_given_back()
    {
        var path = _folder.File("b.lock");
        var first = await FileLock.TakeAsync(path, "first", TimeSpan.Zero, null, TestContext.Current.CancellationToken);
        string? told = null;
        var second = FileLock.TakeAsync(path, "second", TimeSpan.FromSeconds(20), other => told = other, TestContext.Current.CancellationToken);
        await Task.Delay(150, TestContext.Current.CancellationToken);
        first.Dispose();
        using (await second)
            Assert.Equal("first", told);
    }

    [Theory]
    [InlineData("dashboards/*.json", "dashboards/a.json")]
    [InlineData("**/*.json", "b.json|dashboards/a.json|dashboards/deep/c.json")]
    [InlineData("dashboards/**/*.json", "dashboards/a.json|dashboards/deep/c.json")]
    [InlineData("nothing/*.json", "")]
    [InlineData("obj/*.json", "obj/y.json")]
    public void Globs_find_files_and_pass_over_dependencies(string pattern, string expected)
    {
        foreach (var name in new[] { "b.json", "dashboards/a.json", "dashboards/deep/c.json", "node_modules/x.json", "obj/y.json", ".git/z.json" })
            _folder.Write(name, "{}");
        Assert.Equal(expected, string.Join('|', Glob.Files(_folder.Path, pattern).Select(f => Path.GetRelativePath(_folder.Path, f))));
    }

    [Theory]
    [InlineData("../*.json")]
    [InlineData("/etc/*")]
    public void Globs_do_not_leave_the_folder(string pattern) => Assert.Throws<PlatformException>(() => Glob.Files(_folder.Path, pattern));
}
