using System.Collections.Immutable;
using TalosPlatform.Baselines;
using TalosPlatform.Baselines.Git;
using TalosPlatform.Publishing;
using TalosPlatform.Publishing.GitLab;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Tests.Publishing;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Baselines;

public sealed class BaselineStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ProcessCommandRunner _commands = new(new Redactor(), TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_grow_run_by_run()
    {
        var store = new FileBaselineStore(_folder.File("baselines"));
        Assert.Empty((await store.ReadAsync("main", Cancel)).Runs);
        await store.AddAsync("main", Run(1), Cancel);
        await store.AddAsync("main", Run(2), Cancel);
        await store.AddAsync("Main", Run(3), Cancel);
        Assert.Equal([1, 2], (await store.ReadAsync("main", Cancel)).Runs.Select(r => r.Values["n"]));
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_kept_when_another_begins()
    {
        var store = new FileBaselineStore(_folder.File("baselines"));
        _folder.Write("baselines/main.json", "precious");
        var reading = await store.ReadAsync("main", Cancel);
        Assert.StartsWith($"\"{_folder.File("baselines/main.json")}\" is no baseline: ", reading.Damage, StringComparison.Ordinal);
        Assert.EndsWith("keeps it as \"main.json.damaged\".", reading.Damage, StringComparison.Ordinal);
        await store.AddAsync("main", Run(1), Cancel);
        await store.AddAsync("main", Run(2), Cancel);
        Assert.Equal("precious", await File.ReadAllTextAsync(_folder.File("baselines/main.json.damaged"), Cancel));
        Assert.Equal([1, 2], (await store.ReadAsync("main", Cancel)).Runs.Select(r => r.Values["n"]));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_explained()
    {
        _folder.Write("baselines", "a file where the folder should be");
        var error = await Assert.ThrowsAsync<PlatformException>(() => new FileBaselineStore(_folder.File("baselines")).AddAsync("main", Run(1), Cancel));
        Assert.Contains($"\"{_folder.File("baselines/main.json")}\"", error.What, StringComparison.Ordinal);
        Assert.NotNull(error.Fix);
    }

    [Fact]
    public async Task A_damaged_file_of_the_ref_stays_beside_the_new_one()
    {
        var clone = await CloneAsync("a");
        var plumbing = new GitPlumbing(_commands, clone, "origin");
        var commit = await plumbing.CommitAsync(new Dictionary<string, string> { ["main.json"] = await plumbing.StoreAsync("precious", Cancel) }, "by hand", Cancel);
        Assert.True(await plumbing.TryMoveAsync(null, commit, Cancel));
        Assert.Contains("\"main.json\" in \"refs/talos/baselines\" is no baseline", (await Store(clone).ReadAsync("main", Cancel)).Damage, StringComparison.Ordinal);
        await Store(clone).AddAsync("main", Run(1), Cancel);
        Assert.Equal([1], (await Store(clone).ReadAsync("main", Cancel)).Runs.Select(r => r.Values["n"]));
        Assert.Equal("precious", (await GitAsync(_folder.File("origin"), "cat-file", "blob", $"{GitPlumbing.Ref}:main.json.damaged")).Trim());
    }

    [Fact]
    public async Task The_ref_of_a_remote_grows_without_touching_the_checkout()
    {
        var clone = await CloneAsync("a");
        var before = await StateAsync(clone);
        var store = Store(clone);
        Assert.Empty((await store.ReadAsync("main", Cancel)).Runs);
        await store.AddAsync("main", Run(1), Cancel);
        await store.AddAsync("feature/x", Run(2), Cancel);
        await store.AddAsync("main", Run(3), Cancel);
        Assert.Equal(before, await StateAsync(clone));

        var other = Store(await CloneAsync("b"));
        Assert.Equal([1, 3], (await other.ReadAsync("main", Cancel)).Runs.Select(r => r.Values["n"]));
        Assert.Equal([2], (await other.ReadAsync("feature/x", Cancel)).Runs.Select(r => r.Values["n"]));
        Assert.Equal("", (await GitAsync(_folder.File("origin"), "rev-list", "--parents", "--max-count=1", GitPlumbing.Ref)).Trim().Split(' ').Skip(1).FirstOrDefault(""));
        Assert.Equal("Baseline of main", (await GitAsync(_folder.File("origin"), "log", "-1", "--format=%s", GitPlumbing.Ref)).Trim());
        Assert.Equal("", await GitAsync(_folder.File("origin"), "for-each-ref", "--format=%(refname)", "refs/heads/talos*"));
    }

    [Fact]
    public async Task Runs_that_push_at_the_same_time_are_all_kept()
    {
        var clones = new[] { await CloneAsync("a"), await CloneAsync("b"), await CloneAsync("c") };
        await Task.WhenAll(clones.Select((clone, i) => Store(clone).AddAsync("main", Run(i + 1), Cancel)));
        Assert.Equal([1, 2, 3], (await Store(clones[0]).ReadAsync("main", Cancel)).Runs.Select(r => r.Values["n"]).Order());
    }

    [Fact]
    public async Task Somebody_who_was_faster_is_not_overwritten()
    {
        var mine = new GitPlumbing(_commands, await CloneAsync("a"), "origin");
        var stale = await mine.TipAsync(Cancel);
        await Store(await CloneAsync("b")).AddAsync("main", Run(1), Cancel);
        var commit = await mine.CommitAsync(new Dictionary<string, string> { ["x.json"] = await mine.StoreAsync("x", Cancel) }, "mine", Cancel);
        Assert.False(await mine.TryMoveAsync(stale, commit, Cancel));
        Assert.Equal([1], (await Store(_folder.File("a")).ReadAsync("main", Cancel)).Runs.Select(r => r.Values["n"]));
    }

    [Fact]
    public async Task Without_a_remote_the_ref_stays_in_the_repository()
    {
        await GitAsync(_folder.Path, "init", "--quiet", "alone");
        var store = new GitBaselineStore(new GitPlumbing(_commands, _folder.File("alone"), null), new HurriedClock(DateTimeOffset.UnixEpoch));
        await store.AddAsync("main", Run(1), Cancel);
        await store.AddAsync("main", Run(2), Cancel);
        Assert.Equal([1, 2], (await store.ReadAsync("main", Cancel)).Runs.Select(r => r.Values["n"]));
    }

    [Fact]
    public async Task A_remote_that_refuses_is_explained()
    {
        var clone = await CloneAsync("a");
        _folder.Write("origin/hooks/pre-receive", "#!/bin/sh\necho \"remote: Permission to octo/shop.git denied\" >&2\nexit 1\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.File("origin/hooks/pre-receive"), (UnixFileMode)0b111_101_101);
        var error = await Assert.ThrowsAsync<PlatformException>(() => Store(clone).AddAsync("main", Run(1), Cancel));
        Assert.Contains("denied", error.Output, StringComparison.Ordinal);
        Assert.Contains("contents: write", error.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_goes_by_the_environment_and_never_by_an_argument()
    {
        var commands = new FakeCommandRunner(_ => FakeCommandRunner.Failure(2));
        Assert.Null(await new GitPlumbing(commands, _folder.Path, "origin", ("https://github.com/", "basic c2VjcmV0")).TipAsync(Cancel));
        var command = Assert.Single(commands.Commands);
        Assert.DoesNotContain(command.Arguments, a => a.Contains("c2VjcmV0", StringComparison.Ordinal));
        Assert.Equal(("http.https://github.com/.extraheader", "Authorization: basic c2VjcmV0", "0"), (command.Environment["GIT_CONFIG_KEY_0"], command.Environment["GIT_CONFIG_VALUE_0"], command.Environment["GIT_TERMINAL_PROMPT"]));
    }

    [Fact]
    public async Task GitLab_keeps_runs_in_the_artifacts_of_the_branchs_last_job()
    {
        using var gitlab = new FakeGitLab();
        var files = new FileBaselineStore(_folder.File("artifacts/baselines"));
        using var store = new GitLabBaselineStore(new GitLabApi(new Uri(gitlab.Root, "api/v4/"), "JOB-TOKEN", "job-token", TimeSpan.FromMinutes(1), new HurriedClock(DateTimeOffset.UnixEpoch), _ => { }), "42", "talos: verify", "sub dir/artifacts/baselines", files);
        Assert.Empty((await store.ReadAsync("release/1", Cancel)).Runs);
        var name = BaselineFile.NameOf("release/1");
        Assert.Equal($"GET /api/v4/projects/42/jobs/artifacts/release%2F1/raw/sub%20dir/artifacts/baselines/{name}?job=talos%3A%20verify", Assert.Single(gitlab.Lines));
        Assert.Equal("job-token", gitlab.Requests[0].Headers["JOB-TOKEN"]);

        gitlab.Artifacts[$"release%2F1/raw/sub%20dir/artifacts/baselines/{name}?job=talos%3A%20verify"] = BaselineFile.Write([Run(1), Run(2)]);
        Assert.Equal([1, 2], (await store.ReadAsync("release/1", Cancel)).Runs.Select(r => r.Values["n"]));
        await store.AddAsync("release/1", Run(3), Cancel);
        Assert.Equal([1, 2, 3], (await files.ReadAsync("release/1", Cancel)).Runs.Select(r => r.Values["n"]));

        gitlab.Artifacts[gitlab.Artifacts.Keys.Single()] = "<html>Sign in";
        Assert.Contains("in the artifacts of the last job \"talos: verify\" on \"release/1\" is no baseline", (await store.ReadAsync("release/1", Cancel)).Damage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS=true GITHUB_REF=refs/heads/feature/x", "", "feature/x", "feature/x")]
    [InlineData("GITHUB_ACTIONS=true GITHUB_REF=refs/pull/7/merge GITHUB_BASE_REF=main", "", "main", null)]
    [InlineData("GITHUB_ACTIONS=true GITHUB_REF=refs/heads/x", "main", "main", "x")]
    [InlineData("GITHUB_ACTIONS=true GITHUB_REF=refs/tags/v1", "", null, null)]
    [InlineData("GITHUB_ACTIONS=true GITHUB_REF=refs/heads/--upload-pack=evil", "", null, null)]
    [InlineData("GITLAB_CI=true CI_COMMIT_BRANCH=main", "", "main", "main")]
    [InlineData("GITLAB_CI=true CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main", "", "main", null)]
    public async Task Branches_come_from_the_system(string variables, string setting, string? compare, string? record)
    {
        var ci = new CiVariables(variables.Split(' ').Select(v => v.Split('=', 2)).ToImmutableDictionary(v => v[0], v => v[1]));
        var branches = await BaselineBranches.FindAsync(new BaselineSettings { Branch = setting }, ci, _commands, _folder.Path, Cancel);
        Assert.Equal((compare, record), (branches?.Compare, branches?.Record));
    }

    private static BaselineRun Run(int number) => new(DateTimeOffset.UnixEpoch.AddDays(number), "", new("r", "host", "v", "l"), null, ImmutableSortedDictionary<string, double>.Empty.Add("n", number));

    private GitBaselineStore Store(string clone) => new(new GitPlumbing(_commands, clone, "origin"), new HurriedClock(DateTimeOffset.UnixEpoch));

    private async Task<string> CloneAsync(string name)
    {
        if (!Directory.Exists(_folder.File("origin")))
            await GitAsync(_folder.Path, "init", "--quiet", "--bare", "--initial-branch=main", "origin");
        await GitAsync(_folder.Path, "clone", "--quiet", "origin", name);
        _folder.Write($"{name}/work.txt", "work in progress");
        return _folder.File(name);
    }

    private async Task<string> StateAsync(string clone) =>
        await GitAsync(clone, "status", "--porcelain=v2", "--branch") + await GitAsync(clone, "for-each-ref") + string.Join('\n', Directory.GetFiles(Path.Combine(clone, ".git")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private async Task<string> GitAsync(string folder, params string[] arguments) =>
        (await _commands.RunCheckedAsync(Command.Of("git", arguments) with { WorkingDirectory = folder }, "git", cancellation: Cancel)).Output;
}
