using TalosPlatform.Publishing.GitHub;
using TalosPlatform.Settings;

namespace TalosPlatform.Publishing;

/// <summary>Where a run and its files can be found by people.</summary>
/// <param name="Run">Page of the workflow run or job.</param>
/// <param name="Report">The full report, or the page it can be had from.</param>
/// <param name="Sha">Commit that was tested.</param>
/// <param name="PathOf">Path of a file of the workspace from the root of the repository; null when it is none.</param>
internal sealed record ReportPage(Uri? Run, Uri? Report, string Sha, Func<string, string?> PathOf)
{
    internal static ReportPage Of(CiVariables ci, ReportSettings settings, Workspace workspace)
    {
        var told = settings.Url.Length > 0 ? new Uri(settings.Url) : null;
        if (ci.System == CiSystem.GitHub)
        {
            var happened = GitHubEvent.Of(ci);
            var server = ci.Address("GITHUB_SERVER_URL") ?? new Uri("https://github.com/");
            var page = happened.RunPage ?? (ci["GITHUB_REPOSITORY"] is { } repository && long.TryParse(ci["GITHUB_RUN_ID"], out var id)
                ? new Uri(server, FormattableString.Invariant($"{Uri.EscapeDataString(repository).Replace("%2F", "/", StringComparison.Ordinal)}/actions/runs/{id}"))
                : null);
            return new(page, told ?? (page is null ? null : new Uri(page.AbsoluteUri + "#artifacts")), happened.Sha, Paths(workspace, ci["GITHUB_WORKSPACE"]));
        }

        if (ci.System == CiSystem.GitLab)
        {
            var root = ci["CI_PROJECT_DIR"];
            var page = ci.Address("CI_JOB_URL");
            var file = root is null ? null : Path.GetRelativePath(root, Path.Combine(workspace.Artifacts, "report.html")).Replace('\\', '/');
            var artifact = page is not null && file is not null && !file.StartsWith("..", StringComparison.Ordinal)
                ? new Uri(page, $"artifacts/file/{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}")
                : null;
            return new(page is null ? null : new Uri(page.AbsoluteUri.TrimEnd('/')), told ?? artifact, ci["CI_COMMIT_SHA"] ?? "", Paths(workspace, root));
        }

        return new(null, told, "", Paths(workspace, null));
    }

    // Findings name files of the workspace and of the platform alike; only those of the repository can be shown beside its code.
    private static Func<string, string?> Paths(Workspace workspace, string? repository) => file =>
    {
        if (file.Length == 0 || file.Length > 500 || Path.IsPathRooted(file))
            return null;
        var root = Path.GetFullPath(repository ?? workspace.Root);
        var path = Path.GetFullPath(Path.Combine(workspace.Root, file));
        var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
        return File.Exists(path) && !relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative) ? relative : null;
    };
}
