using TalosPlatform.GitHooks;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.GitHooks;

/// <summary>Installing and removing: nothing of the user's is lost.</summary>
public sealed class HookInstallerTests : IDisposable
{
    private readonly HookRepository _repository = new();

    [Fact]
    public async Task A_second_time_changes_nothing_and_removing_leaves_nothing()
    {
        await _repository.InstallAsync();
        var written = GitHook.All.ToDictionary(h => h.Name, h => File.ReadAllText(Path.Combine(_repository.Hooks, h.Name)));
        await _repository.InstallAsync();
        Assert.All(written, hook => Assert.Equal(hook.Value, File.ReadAllText(Path.Combine(_repository.Hooks, hook.Key))));
        Assert.All(written.Values, text => Assert.True(HookScript.IsOurs(text)));
        await _repository.RemoveAsync();
        Assert.Contains($"No hook of the platform was removed from \"{_repository.Hooks}\".", await _repository.RemoveAsync(), StringComparison.Ordinal);
        Assert.All(written.Keys, name => Assert.False(File.Exists(Path.Combine(_repository.Hooks, name))));
    }

    [Fact]
    public async Task A_hook_of_the_user_is_called_first_and_comes_back()
    {
        const string Own = "#!/bin/sh\necho own hook; [ ! -e refuse ]\n";
        var path = Path.Combine(_repository.Hooks, "pre-commit");
        HookRepository.WriteHook(path, Own);
        Assert.Contains("pre-commit, after your own one", await _repository.InstallAsync(), StringComparison.Ordinal);
        await _repository.InstallAsync();
        _repository.Write("alerts/a.yaml", "groups: []\n");
        _repository.Git("add", "--all");
        var (exitCode, output) = _repository.Git("commit", "--message", "One");
        Assert.True(exitCode == 0, output);
        Assert.Contains("own hook", output, StringComparison.Ordinal);
        Assert.NotEmpty(_repository.Calls);

        _repository.Write("refuse", "");
        _repository.Git("add", "--all");
        Assert.NotEqual(0, _repository.Git("commit", "--message", "Two").ExitCode);

        await _repository.RemoveAsync();
        Assert.Equal(Own, File.ReadAllText(path));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute));
        Assert.False(File.Exists(path + HookScript.UserSuffix));
    }

    [Fact]
    public async Task A_hook_of_ours_that_was_changed_is_neither_overwritten_nor_deleted()
    {
        await _repository.InstallAsync();
        var path = Path.Combine(_repository.Hooks, "pre-push");
        File.AppendAllText(path, "echo mine\n");
        var changed = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var problem = await Assert.ThrowsAsync<PlatformException>(() => _repository.InstallAsync());
        Assert.Contains("changed by hand", problem.Message, StringComparison.Ordinal);
        Assert.Contains("changed by hand and stays", await _repository.RemoveAsync(), StringComparison.Ordinal);
        Assert.Equal(changed, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_hooks_of_the_user_stop_the_installation_before_anything_is_written()
    {
        var last = Path.Combine(_repository.Hooks, "post-merge");
        HookRepository.WriteHook(last, "#!/bin/sh\n");
        HookRepository.WriteHook(last + HookScript.UserSuffix, "#!/bin/sh\n");
        await Assert.ThrowsAsync<PlatformException>(() => _repository.InstallAsync());
        Assert.False(File.Exists(Path.Combine(_repository.Hooks, "pre-commit")));
    }

    [Fact]
    public async Task A_hook_of_the_user_comes_back_even_when_ours_was_deleted()
    {
        const string Own = "#!/bin/sh\necho own hook\n";
        var path = Path.Combine(_repository.Hooks, "pre-push");
        HookRepository.WriteHook(path, Own);
        await _repository.InstallAsync();
        File.Delete(path);
        Assert.Contains("pre-push removed, your own one is back", await _repository.RemoveAsync(), StringComparison.Ordinal);
        Assert.Equal(Own, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("pre-push", await _repository.RemoveAsync(), StringComparison.Ordinal);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task What_is_in_the_way_is_named_and_stays()
    {
        var path = Path.Combine(_repository.Hooks, "pre-commit");
        Directory.CreateDirectory(_repository.Hooks);
        File.CreateSymbolicLink(path, "../../scripts/lost");
        var problem = await Assert.ThrowsAsync<PlatformException>(() => _repository.InstallAsync());
        Assert.Equal($"\"{path}\" is a link to \"../../scripts/lost\", which does not exist.", problem.What);
        Assert.Equal("../../scripts/lost", new FileInfo(path).LinkTarget);

        File.Delete(path);
        Directory.CreateDirectory(path);
        problem = await Assert.ThrowsAsync<PlatformException>(() => _repository.InstallAsync());
        Assert.Equal($"\"{path}\" is a folder.", problem.What);
    }

    [Fact]
    public async Task A_linked_hook_of_the_user_stays_a_link()
    {
        var path = Path.Combine(_repository.Hooks, "pre-commit");
        HookRepository.WriteHook(Path.Combine(_repository.Root, "scripts", "check"), "#!/bin/sh\n");
        Directory.CreateDirectory(_repository.Hooks);
        File.CreateSymbolicLink(path, "../../scripts/check");
        await _repository.InstallAsync();
        Assert.Equal("../../scripts/check", new FileInfo(path + HookScript.UserSuffix).LinkTarget);
        await _repository.RemoveAsync();
        Assert.Equal("../../scripts/check", new FileInfo(path).LinkTarget);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_explained()
    {
        if (Directory.Exists(_repository.Hooks))
            Directory.Delete(_repository.Hooks, recursive: true);
        await File.WriteAllTextAsync(_repository.Hooks, "a file where the folder should be", TestContext.Current.CancellationToken);
        var problem = await Assert.ThrowsAsync<PlatformException>(() => _repository.InstallAsync());
        Assert.Contains($"\"{Path.Combine(_repository.Hooks, "pre-commit")}\"", problem.What, StringComparison.Ordinal);
        Assert.NotNull(problem.Fix);
    }

    [Fact]
    public async Task Core_hooksPath_inside_the_repository_is_honoured()
    {
        _repository.Git("config", "core.hooksPath", ".githooks");
        await _repository.InstallAsync();
        Assert.True(File.Exists(Path.Combine(_repository.Root, ".githooks", "pre-commit")));
        Assert.False(File.Exists(Path.Combine(_repository.Hooks, "pre-commit")));
    }

    [Fact]
    public async Task A_folder_of_hooks_that_repositories_share_is_left_alone()
    {
        using var shared = new Shared.TemporaryFolder();
        _repository.Git("config", "core.hooksPath", shared.Path);
        var problem = await Assert.ThrowsAsync<PlatformException>(() => _repository.InstallAsync());
        Assert.Contains("core.hooksPath", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(shared.Path));
    }

    [Fact]
    public async Task Outside_of_a_repository_there_is_nothing_to_install()
    {
        using var folder = new Shared.TemporaryFolder();
        var problem = await Assert.ThrowsAsync<PlatformException>(() => _repository.InstallAsync(folder.Path));
        Assert.Contains("is not inside the work tree of a Git repository", problem.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _repository.Dispose();
}
