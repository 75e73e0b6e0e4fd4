using TalosPlatform.GitHooks;

namespace TalosPlatform.Tests.GitHooks;

/// <summary>The hooks as Git runs them.</summary>
public sealed class HookScriptTests : IDisposable
{
    private readonly HookRepository _repository = new();

    [Fact]
    public async Task A_commit_of_manifests_is_checked_and_refused_when_the_check_fails()
    {
        await _repository.InstallAsync();
        Stage("k8s.yaml");
        Assert.Equal(0, _repository.Git("commit", "--message", "One").ExitCode);
        Assert.Equal($"{Call("pre-commit")}--workspace|{_repository.Root}/|0\n", _repository.Calls);
        _repository.BuildFails();
        Stage("dashboards/a.json");
        Assert.NotEqual(0, _repository.Git("commit", "--message", "Two").ExitCode);
    }

    [Fact]
    public async Task A_commit_of_anything_else_is_not_checked()
    {
        await _repository.InstallAsync();
        Stage("README.md");
        var (exitCode, output) = _repository.Git("commit", "--message", "One");
        Assert.Equal(0, exitCode);
        Assert.Contains("talos-dev: pre-commit skipped, no manifest, dashboard or rule", output, StringComparison.Ordinal);
        Assert.Empty(_repository.Calls);
    }

    [Theory]
    [InlineData("skip", "TALOS_DEV_SKIP_HOOKS is 1")]
    [InlineData("no platform", "there is no platform in")]
    public async Task A_hook_that_cannot_or_must_not_run_says_so_and_stops_nothing(string situation, string reason)
    {
        await _repository.InstallAsync();
        if (situation == "no platform")
            File.Delete(Path.Combine(_repository.Platform, "build.sh"));
        Stage("k8s.yaml");
        var variables = situation == "skip" ? new Dictionary<string, string> { ["TALOS_DEV_SKIP_HOOKS"] = "1" } : [];
        var (exitCode, output) = HookRepository.GitIn(_repository.Root, variables, "commit", "--message", "One");
        Assert.Equal(0, exitCode);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Empty(_repository.Calls);
    }

    [Fact]
    public async Task A_push_is_checked_where_a_cluster_runs_and_a_merge_deploys_there()
    {
        using var remote = new Shared.TemporaryFolder();
        HookRepository.GitIn(remote.Path, [], "init", "--quiet", "--bare");
        _repository.Git("remote", "add", "origin", remote.Path);
        await _repository.InstallAsync();
        Stage("README.md");
        _repository.Git("commit", "--message", "One");
        Assert.Contains("pre-push skipped, no cluster runs here", _repository.Git("push", "origin", "HEAD:main").Output, StringComparison.Ordinal);

        _repository.Write(".talos-dev/clusters/talos-dev/state.json", "{}");
        _repository.Git("switch", "--quiet", "--create", "topic");
        _repository.Git("commit", "--allow-empty", "--message", "Two");
        Assert.Equal(0, _repository.Git("push", "origin", "topic").ExitCode);
        _repository.Git("switch", "--quiet", "main");
        Assert.Equal(0, _repository.Git("merge", "--no-ff", "--no-edit", "topic").ExitCode);
        Assert.Equal($"{Call("pre-push")}--workspace|{_repository.Root}/|0\n{Call("post-merge")}--workspace|{_repository.Root}/|0\n", _repository.Calls);
    }

    [Fact]
    public async Task Work_trees_and_folders_inside_the_repository_get_their_own_workspace()
    {
        Stage("shop/README.md");
        _repository.Git("commit", "--message", "One");
        var tree = _repository.Root + "-tree";
        _repository.Git("worktree", "add", "--quiet", tree);
        await _repository.InstallAsync(Path.Combine(tree, "shop"));
        File.WriteAllText(Path.Combine(tree, "shop", "k8s.yaml"), "a: b\n");
        HookRepository.GitIn(tree, [], "add", "--all");
        var (exitCode, output) = HookRepository.GitIn(tree, [], "commit", "--message", "Two");
        Assert.True(exitCode == 0, output);
        Assert.Equal($"{Call("pre-commit")}--workspace|{tree}/shop|0\n", _repository.Calls);
    }

    [Theory]
    [InlineData("pre-commit")]
    [InlineData("pre-push")]
    [InlineData("post-merge")]
    public void Quotation_marks_in_paths_stay_text(string name) =>
        Assert.Contains(@"platform='/a'\''$(touch x)'", HookScript.Render(GitHook.All.Single(h => h.Name == name), "/a'$(touch x)", ""), StringComparison.Ordinal);

    public void Dispose() => _repository.Dispose();

    private static string Call(string hook) => string.Concat(GitHook.All.Single(h => h.Name == hook).Targets.Select(t => t + "|"));

    private void Stage(string name)
    {
        _repository.Write(name, "a: b\n");
        _repository.Git("add", "--all");
    }
}
