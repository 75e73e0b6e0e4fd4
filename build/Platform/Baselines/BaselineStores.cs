using System.Text;
using TalosPlatform.Baselines.Git;
using TalosPlatform.Publishing;
using TalosPlatform.Publishing.GitLab;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Baselines;

/// <summary>Opens the store a run is told to use.</summary>
internal static class BaselineStores
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Opens the store; the caller disposes it where it can be disposed.</summary>
    internal static async Task<IBaselineStore> OpenAsync(RunContext run, string? token, CiVariables ci, Action<string> onPause, CancellationToken cancellation)
    {
        var files = new FileBaselineStore(Path.Combine(run.Workspace.Artifacts, "baselines"));
        var store = run.Settings.Baseline.Store;
        if (store == "git")
            return await GitAsync(run, token, ci, cancellation);
        if (store != "gitlab" && !(store == "auto" && ci.System == CiSystem.GitLab))
            return files;
        if (ci.Address("CI_API_V4_URL") is { } root && ci["CI_JOB_TOKEN"] is { } job && ci["CI_PROJECT_ID"] is { } project && project.All(char.IsAsciiDigit) && ci["CI_JOB_NAME"] is { } name && ci["CI_PROJECT_DIR"] is { } repository)
        {
            run.Services.Redactor.Add(job);
            var folder = Path.GetRelativePath(repository, Path.Combine(run.Workspace.Artifacts, "baselines")).Replace('\\', '/');
            return new GitLabBaselineStore(new GitLabApi(root, "JOB-TOKEN", job, Deadline, run.Services.Clock, onPause), project, name, folder, files);
        }

        return store == "auto" ? files : throw new PlatformException("The store \"gitlab\" works inside jobs of GitLab only.", "Set --baseline to file or git, or run in a job.");
    }

    private static async Task<IBaselineStore> GitAsync(RunContext run, string? token, CiVariables ci, CancellationToken cancellation)
    {
        var commands = run.Services.Commands;
        var folder = run.Workspace.Root;
        var remotes = await commands.RunCheckedAsync(Command.Of("git", "remote") with { WorkingDirectory = folder }, "Asking for the remotes", "The store \"git\" needs a repository: set --baseline to file elsewhere.", cancellation: cancellation);
        var remote = remotes.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Contains("origin") ? "origin" : null;
        (string, string)? authorization = null;
        if (remote is not null && ci.System == CiSystem.GitHub && ci.Address("GITHUB_SERVER_URL") is { } server && (string.IsNullOrEmpty(token) ? ci["GITHUB_TOKEN"] : token) is { } secret)
        {
            run.Services.Redactor.Add(secret);
            var address = server.AbsoluteUri;
            // actions/checkout leaves a header of its own behind unless it is told not to; two of them are refused.
            var known = await commands.RunAsync(Command.Of("git", "config", "--get-all", $"http.{address}.extraheader") with { WorkingDirectory = folder }, cancellation: cancellation);
            if (known.ExitCode != 0)
            {
                var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"x-access-token:{secret}"));
                run.Services.Redactor.Add(basic);
                authorization = (address, $"basic {basic}");
            }
        }

        return new GitBaselineStore(new GitPlumbing(commands, folder, remote, authorization), run.Services.Clock);
    }
}
