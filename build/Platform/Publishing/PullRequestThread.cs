using System.Globalization;
using System.Text.RegularExpressions;
using TalosPlatform.Publishing.GitHub;
using TalosPlatform.Publishing.GitLab;
using TalosPlatform.Settings;
using TalosPlatform.Shared;

namespace TalosPlatform.Publishing;

/// <summary>Finds the pull request or merge request of a build, and the way to its comments.</summary>
internal sealed partial class PullRequestThread(ICommentThread comments, IDisposable? owned) : IDisposable
{
    // All requests of one comment together; a secondary limit of GitHub asks for a minute.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    /// <summary>Its comments.</summary>
    internal ICommentThread Comments { get; } = comments;

    /// <summary>Opens the comments; null when there is no pull request.</summary>
    /// <exception cref="PlatformException">The variables make no sense, or the server refuses.</exception>
    internal static async Task<PullRequestThread?> OpenAsync(CiVariables ci, ReportSettings settings, string token, TimeProvider clock, Action<string> onPause, CancellationToken cancellation)
    {
        if (ci.System == CiSystem.GitHub)
        {
            var site = GitHubSite.Of(ci, token, Deadline, clock, onPause);
            return await site.FindPullRequestAsync(GitHubEvent.Of(ci)) is { } number ? new(new GitHubThread(site, number, settings.Author), null) : null;
        }

        var root = ci.Address("CI_API_V4_URL") ?? throw new PlatformException($"\"{ci["CI_API_V4_URL"]}\" in CI_API_V4_URL is no address.", "Run inside a GitLab job, which sets it.");
        var project = ci["CI_MERGE_REQUEST_PROJECT_ID"] ?? ci["CI_PROJECT_ID"] ?? "";
        if (!Digits().IsMatch(project))
            throw new PlatformException($"\"{project}\" is no number of a project.", "Run inside a GitLab job, which sets CI_PROJECT_ID.");
        var api = new GitLabApi(root, "PRIVATE-TOKEN", token, Deadline, clock, onPause);
        try
        {
            if (await MergeRequestAsync(ci, api, project, cancellation) is { } request)
            {
                var home = ci.Address("CI_MERGE_REQUEST_PROJECT_URL") ?? ci.Address("CI_PROJECT_URL");
                var page = home is null ? null : new Uri(home, FormattableString.Invariant($"-/merge_requests/{request}"));
                return new(new GitLabThread(api, project, request, page, settings.Author), api);
            }

            api.Dispose();
            return null;
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => owned?.Dispose();

    private static async Task<int?> MergeRequestAsync(CiVariables ci, GitLabApi api, string project, CancellationToken cancellation)
    {
        if (Number(ci["CI_MERGE_REQUEST_IID"]) is { } told)
            return told;
        var here = (ci["CI_OPEN_MERGE_REQUESTS"] ?? "").Split(',').Select(entry => entry.Split('!')).FirstOrDefault(parts => parts.Length == 2 && parts[0] == ci["CI_PROJECT_PATH"]);
        if (here is not null && Number(here[1]) is { } open)
            return open;
        var sha = ci["CI_COMMIT_SHA"] ?? "";
        if (!Commit().IsMatch(sha))
            return null;
        using var list = (await api.SendAsync(HttpMethod.Get, $"projects/{project}/repository/commits/{sha}/merge_requests?per_page=100", null, "find the merge request", cancellation)).Document;
        return list.RootElement.EnumerateArray()
            .Where(m => m.GetProperty("state").GetString() == "opened" && m.GetProperty("project_id").GetInt64().ToString(CultureInfo.InvariantCulture) == project)
            .Select(m => (int?)m.GetProperty("iid").GetInt32()).Max();
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    [GeneratedRegex(@"\A[0-9]{1,12}\z")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A[0-9a-f]{40,64}\z")]
    private static partial Regex Commit();
}
