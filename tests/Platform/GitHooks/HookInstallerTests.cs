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
        await _repository.RemoveAsync();
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
