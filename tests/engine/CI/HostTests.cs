using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitLab;
using Nuke.Common.Utilities.Collections;
using Serilog;

namespace TalosBuild.Engine.Tests.CI;

public class HostTests
{
    private sealed class Build : NukeBuild
    {
        Target Compile => _ => _.Executes(() =>
        {
            Log.Information("hello\n::set-output name=x::injected\n  ::warning::indented\n##[group]old");
            Log.Warning("50% done,\nnext: line");
            Log.Error("bad: thing");
            ReportSummary(_ => _.AddPair("Files", 3).AddPair("Note", "a|b <b>`x`"));
        });

        Target Skipped => _ => _.DependsOn(Compile).OnlyWhenStatic(() => IsLocalBuild).WhenSkipped(DependencyBehavior.Execute).Executes(() => { });

        Target Break => _ => _.DependsOn(Skipped).Executes(() => throw new InvalidOperationException("first, line: 100%\n::error::second"));

        Target Never => _ => _.DependsOn(Break).Executes(() => { });
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "true", "github.txt")]
    [InlineData("GITLAB_CI", "true", "gitlab.txt")]
    [InlineData("TERM", "xterm", "terminal.txt")]
    public void Reports_in_the_hosts_markup(string variable, string value, string golden)
    {
        using var run = new BuildRun().WithVariable(variable, value);
        run.WithVariable("GITHUB_STEP_SUMMARY", run.Root / "summary.md").Run<Build>("Never --no-logo");
        Golden.Check(golden, run.Output + run.Error);
        Assert.Equal(-1, run.ExitCode);
        Assert.Equal(golden == "github.txt", (run.Root / "summary.md").FileExists());
        if (golden == "github.txt") Golden.Check("github-summary.md", (run.Root / "summary.md").ReadAllText());
    }

    [Fact]
    public void Colours_only_on_a_terminal_that_wants_them()
    {
        using var run = new BuildRun { IsTerminal = true };
        Assert.Contains("\e[", run.WithVariable("TERM", "xterm").Run<Build>("Compile").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", run.WithVariable("TERM", "dumb").Run<Build>("Compile").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", run.WithVariable("TERM", "xterm").WithVariable("NO_COLOR", "1").Run<Build>("Compile").Output, StringComparison.Ordinal);
        run.IsTerminal = false;
        run.Variables.Remove("NO_COLOR");
        Assert.DoesNotContain("\e[", run.Run<Build>("Compile").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quiet", false, false, false)]
    [InlineData("minimal", true, true, false)]
    [InlineData("normal", true, true, true)]
    public void Verbosity_chooses_what_is_printed(string verbosity, bool target, bool warning, bool information)
    {
        using var run = new BuildRun().Run<Build>($"Compile --verbosity {verbosity}");
        Assert.Equal(target, run.Output.Contains("▶ Compile", StringComparison.Ordinal));
        Assert.Equal(warning, run.Output.Contains("[WRN] 50% done", StringComparison.Ordinal));
        Assert.Equal(information, run.Output.Contains("[INF] hello", StringComparison.Ordinal));
        Assert.Contains("[ERR] bad: thing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void GitHub_annotates_wrong_arguments()
    {
        using var run = new BuildRun().WithVariable("GITHUB_ACTIONS", "true").RunWith<Build>(["--host", "a\n::stop-commands::x"]);
        Assert.Equal("::error::--host: 'a%0A::stop-commands::x' is none of Terminal, GitHubActions, GitLab.\n", run.Output);
    }

    [Fact]
    public void GitHub_tells_about_the_run()
    {
        using var run = new BuildRun();
        foreach (var (name, value) in new[]
        {
            ("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/pull/42/merge"), ("GITHUB_EVENT_NAME", "pull_request"), ("GITHUB_RUN_ID", "123"),
            ("GITHUB_REPOSITORY", "o/r"), ("GITHUB_HEAD_REF", "feature"), ("GITHUB_SHA", "abc"), ("GITHUB_TOKEN", ""),
        })
            run.WithVariable(name, value);
        run.Run<Build>("Compile");
        var host = GitHubActions.Instance!;
        Assert.Equal((42, true, 123L, "o/r", null), (host.PullRequestNumber, host.IsPullRequest, host.RunId, host.Repository, host.Token));
        Assert.Null(GitLab.Instance);
        Assert.True(NukeBuild.IsServerBuild);
    }

    [Fact]
    public void GitLab_tells_about_the_job()
    {
        using var run = new BuildRun().WithVariable("GITLAB_CI", "true").WithVariable("CI_JOB_ID", "7").WithVariable("CI_PROJECT_PATH", "g/p").Run<Build>("Compile");
        Assert.Equal((7L, "g/p", null), (GitLab.Instance!.JobId, GitLab.Instance.ProjectPath, GitLab.Instance.MergeRequestIid));
        Assert.Null(GitHubActions.Instance);
    }

    [Fact]
    public void Elsewhere_there_is_no_server()
    {
        using var run = new BuildRun().Run<Build>("Compile");
        Assert.Equal("Terminal", NukeBuild.Host.ToString());
        Assert.True(NukeBuild.IsLocalBuild);
        Assert.Null(GitHubActions.Instance);
        Assert.Null(GitLab.Instance);
    }
}
