using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TalosPlatform.Publishing.GitHub;

/// <summary>What started a workflow, as far as it leads to a pull request
/// (https://docs.github.com/webhooks/webhook-events-and-payloads). The payload of a pull request from a fork is hostile: only numbers and patterns are taken from it.</summary>
internal sealed partial record GitHubEvent
{
    private const long MaxBytes = 16 * 1024 * 1024;

    /// <summary>Number of the pull request; null when the event names none.</summary>
    public int? PullRequest { get; init; }

    /// <summary>Commit the event is about: the head of the pull request rather than its merge with the target.</summary>
    public string Sha { get; init; } = "";

    /// <summary><c>owner:branch</c> of a workflow run that another one reports on; the only way to the pull request of a fork.</summary>
    public string Head { get; init; } = "";

    /// <summary>Page of the workflow run that another one reports on.</summary>
    public Uri? RunPage { get; init; }

    /// <summary>Reads the event of this build; empty when there is none or it makes no sense.</summary>
    public static GitHubEvent Of(CiVariables variables)
    {
        var fromRef = RefPattern().Match(variables["GITHUB_REF"] ?? "") is { Success: true } match
            && int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        var fallback = new GitHubEvent { PullRequest = fromRef, Sha = Commit(variables["GITHUB_SHA"]) };
        try
        {
            if (variables["GITHUB_EVENT_PATH"] is not { } path || new FileInfo(path) is not { Exists: true, Length: < MaxBytes })
                return fallback;
            using var payload = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(payload.RootElement, fallback);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return fallback;
        }
    }

    private static GitHubEvent Read(JsonElement root, GitHubEvent fallback)
    {
        if (At(root, "workflow_run") is { } run)
        {
            var owner = Text(At(run, "head_repository", "owner", "login"));
            var branch = Text(At(run, "head_branch"));
            return new GitHubEvent
            {
                PullRequest = At(run, "pull_requests") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1 ? Number(At(list[0], "number")) : null,
                Sha = Commit(Text(At(run, "head_sha"))),
                Head = OwnerPattern().IsMatch(owner) && branch.Length > 0 ? $"{owner}:{branch}" : "",
                RunPage = Uri.TryCreate(Text(At(run, "html_url")), UriKind.Absolute, out var page) && page.Scheme is "https" or "http" ? page : null,
            };
        }

        var pullRequest = At(root, "pull_request") is { } request ? Number(At(request, "number"))
            : At(root, "issue", "pull_request") is not null ? Number(At(root, "issue", "number"))
            : null;
        var head = Commit(Text(At(root, "pull_request", "head", "sha")));
        return fallback with { PullRequest = pullRequest ?? fallback.PullRequest, Sha = head.Length > 0 ? head : fallback.Sha };
    }

    private static JsonElement? At(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element) || element.ValueKind == JsonValueKind.Null)
                return null;
        }

        return element;
    }

    private static string Text(JsonElement? element) => element is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static int? Number(JsonElement? element) => element is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value > 0 ? value : null;

    private static string Commit(string? text) => text is not null && CommitPattern().IsMatch(text) ? text : "";

    [GeneratedRegex(@"\Arefs/pull/(?<number>[1-9][0-9]{0,8})/(merge|head)\z")]
    private static partial Regex RefPattern();

    [GeneratedRegex(@"\A[0-9a-f]{40,64}\z")]
    private static partial Regex CommitPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex OwnerPattern();
}
