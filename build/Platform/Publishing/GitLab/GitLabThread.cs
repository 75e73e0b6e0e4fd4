using System.Globalization;
using System.Text.Json;

namespace TalosPlatform.Publishing.GitLab;

/// <summary>The notes of a merge request on GitLab (https://docs.gitlab.com/api/notes/#merge-requests).</summary>
/// <param name="api">The API, with the token.</param>
/// <param name="project">Number of the project the merge request is in.</param>
/// <param name="number">Number of the merge request in its project.</param>
/// <param name="page">Address of the merge request for people; null when unknown.</param>
/// <param name="author">Login of the token where it is known; empty asks.</param>
internal sealed class GitLabThread(GitLabApi api, string project, int number, Uri? page, string author) : ICommentThread
{
    private const int MaxPages = 1000;
    private readonly string _notes = $"projects/{project}/merge_requests/{number.ToString(CultureInfo.InvariantCulture)}/notes";
    private readonly string _purpose = $"comment on merge request {number}";

    public async Task<string> AuthorAsync(CancellationToken cancellation)
    {
        if (author.Length > 0)
            return author;
        using var user = (await api.SendAsync(HttpMethod.Get, "user", null, "ask who the token belongs to", cancellation)).Document;
        return user.RootElement.TryGetProperty("username", out var name) ? name.GetString() ?? "" : "";
    }

    public async Task<IReadOnlyList<ThreadComment>> ListAsync(CancellationToken cancellation)
    {
        var comments = new List<ThreadComment>();
        var next = "1";
        for (var pages = 0; next.Length > 0 && pages < MaxPages; pages++)
        {
            var answer = await api.SendAsync(HttpMethod.Get, $"{_notes}?per_page=100&page={next}", null, _purpose, cancellation);
            using var document = answer.Document;
            comments.AddRange(document.RootElement.EnumerateArray().Select(Comment));
            next = int.TryParse(answer.NextPage, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : "";
        }

        return comments;
    }

    public async Task<Uri> CreateAsync(string body, CancellationToken cancellation)
    {
        using var note = (await api.SendAsync(HttpMethod.Post, _notes, body, _purpose, cancellation)).Document;
        return Comment(note.RootElement).Url;
    }

    public async Task<Uri?> UpdateAsync(ThreadComment comment, string body, CancellationToken cancellation)
    {
        try
        {
            using var note = (await api.SendAsync(HttpMethod.Put, $"{_notes}/{comment.Id.ToString(CultureInfo.InvariantCulture)}", body, _purpose, cancellation)).Document;
            return Comment(note.RootElement).Url;
        }
        catch (PublishException error) when (error is { Failure: PublishFailure.Refused, InnerException: HttpRequestException { StatusCode: System.Net.HttpStatusCode.NotFound } })
        {
            return null;
        }
    }

    private ThreadComment Comment(JsonElement note)
    {
        var id = note.GetProperty("id").GetInt64();
        // Notes of the system, such as "changed the title", are nobody's.
        var system = note.TryGetProperty("system", out var flag) && flag.ValueKind == JsonValueKind.True;
        var login = !system && note.TryGetProperty("author", out var who) && who.ValueKind == JsonValueKind.Object && who.TryGetProperty("username", out var name) ? name.GetString() ?? "" : "";
        var body = note.TryGetProperty("body", out var text) ? text.GetString() ?? "" : "";
        return new(id, login, body, new Uri($"{page?.AbsoluteUri.TrimEnd('/') ?? "about:blank"}#note_{id.ToString(CultureInfo.InvariantCulture)}"));
    }
}
