using TalosPlatform.Publishing;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Baselines;

/// <summary>Which branch a run is compared with, and which it becomes a baseline of.</summary>
/// <param name="Compare">Branch to compare with.</param>
/// <param name="Record">Branch to record for; null on pull requests, tags and detached heads: what is not on the branch is no measure for it.</param>
public sealed record BaselineBranches(string Compare, string? Record)
{
    private const string Heads = "refs/heads/";

    /// <summary>Finds the branches from the variables of the CI system, or from git.</summary>
    /// <returns>Null where there is no branch at all.</returns>
    public static async Task<BaselineBranches?> FindAsync(BaselineSettings settings, CiVariables ci, ICommandRunner commands, string workspace, CancellationToken cancellation)
    {
        if (ci.System != CiSystem.None)
            return Of(ci, settings.Branch);
        return Of(null, await OfGitAsync(commands, workspace, cancellation), settings.Branch);
    }

    /// <summary>The branches of a job.</summary>
    /// <param name="ci">Variables of the CI system.</param>
    /// <param name="chosen">Branch that was chosen to compare with; empty takes the target of the pull request, else the branch itself.</param>
    /// <returns>Null where there is no branch at all.</returns>
    public static BaselineBranches? Of(CiVariables ci, string chosen = "") => ci.System switch
    {
        CiSystem.GitHub => Of(ci["GITHUB_BASE_REF"], ci["GITHUB_REF"] is { } text && text.StartsWith(Heads, StringComparison.Ordinal) ? text[Heads.Length..] : null, chosen),
        CiSystem.GitLab => Of(ci["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"], ci["CI_COMMIT_BRANCH"], chosen),
        _ => null,
    };

    private static BaselineBranches? Of(string? target, string? current, string chosen)
    {
        var compare = chosen.Length > 0 ? chosen : target ?? current;
        return compare is null || !ReportRules.IsBranch(compare) ? null
            : new(compare, target is null && current is not null && ReportRules.IsBranch(current) ? current : null);
    }

    private static async Task<string?> OfGitAsync(ICommandRunner commands, string workspace, CancellationToken cancellation)
    {
        try
        {
            var result = await commands.RunAsync(Command.Of("git", "symbolic-ref", "--short", "--quiet", "HEAD") with { WorkingDirectory = workspace }, cancellation: cancellation);
            return result.ExitCode == 0 ? result.Output.Trim() : null;
        }
        catch (PlatformException)
        {
            return null;
        }
    }
}
