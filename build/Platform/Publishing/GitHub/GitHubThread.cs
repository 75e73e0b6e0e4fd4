using System.Net;
using Octokit;

namespace TalosPlatform.Publishing.GitHub;

/// <summary>The comments of a pull request on GitHub (https://docs.github.com/rest/issues/comments).</summary>
/// <param name="site">The repository.</param>
/// <param name="number">Number of the pull request.</param>
/// <param name="author">Login of the token where it is known; empty asks.</param>
internal sealed class GitHubThread(GitHubSite site, int number, string author) : ICommentThread
{
    // The account behind the token every workflow is given.
    private const string WorkflowAccount = "github-actions[bot]";
    private readonly string _purpose = $"comment on pull request {number} of \"{site.Owner}/{site.Name}\"";

    public async Task<string> AuthorAsync(CancellationToken cancellation)
    {
        if (author.Length > 0)
            return author;
        // Tokens of workflows and apps may not ask GET /user; "viewer" answers all of them.
        try
        {
            var answer = await GitHubErrors.ExplainAsync("ask who the token belongs to", () =>
                site.Client.Connection.Post<ViewerAnswer>(site.GraphQl, new { query = "query{viewer{login}}" }, "application/json", "application/json", cancellationToken: cancellation));
            return answer.Body?.Data?.Viewer?.Login is { Length: > 0 } login ? login : WorkflowAccount;
        }
        catch (PublishException error) when (error.Failure is PublishFailure.ReadOnly or PublishFailure.Refused && error.InnerException is not AuthorizationException)
        {
            return WorkflowAccount;
        }
    }

    public async Task<IReadOnlyList<ThreadComment>> ListAsync(CancellationToken cancellation)
    {
        var comments = await GitHubErrors.ExplainAsync(_purpose, () => site.Client.Issue.Comment.GetAllForIssue(site.Owner, site.Name, number, new ApiOptions { PageSize = 100 }));
        return [.. comments.Select(c => new ThreadComment(c.Id, c.User?.Login ?? "", c.Body ?? "", Address(c.HtmlUrl)))];
    }

    public async Task<Uri> CreateAsync(string body, CancellationToken cancellation) =>
        Address((await GitHubErrors.ExplainAsync(_purpose, () => site.Client.Issue.Comment.Create(site.Owner, site.Name, number, body))).HtmlUrl);

    public async Task<Uri?> UpdateAsync(ThreadComment comment, string body, CancellationToken cancellation)
    {
        try
        {
            return Address((await GitHubErrors.ExplainAsync(_purpose, () => site.Client.Issue.Comment.Update(site.Owner, site.Name, comment.Id, body))).HtmlUrl);
        }
        catch (PublishException error) when (error.InnerException is ApiException { StatusCode: HttpStatusCode.NotFound or HttpStatusCode.Gone })
        {
            return null;
        }
    }

    private static Uri Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? address : new Uri("about:blank");

    // Octokit fills these by the names of their properties.
    internal sealed class ViewerAnswer
    {
        public ViewerData? Data { get; set; }
    }

    internal sealed class ViewerData
    {
        public Viewer? Viewer { get; set; }
    }

    internal sealed class Viewer
    {
        public string? Login { get; set; }
    }
}
