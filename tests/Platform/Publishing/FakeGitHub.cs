using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TalosPlatform.Tests.Publishing;

/// <summary>The parts of GitHub's API that comments need, as its documentation describes them.</summary>
internal sealed partial class FakeGitHub : FakeServer
{
    public const string Me = "github-actions[bot]";

    /// <summary>Comments by number: author and text.</summary>
    public SortedDictionary<long, (string Author, string Body)> Comments { get; } = [];

    /// <summary>Pull requests of commits and branches.</summary>
    public JsonArray PullRequests { get; } = [];

    /// <summary>Path the API lies under, such as <c>/api/v3</c>.</summary>
    public string Prefix { get; init; } = "";

    public void Add(string author, string body) => Comments[Comments.Count == 0 ? 1 : Comments.Keys.Max() + 1] = (author, body);

    public static JsonObject PullRequest(int number, string sha, string state = "open") =>
        new() { ["number"] = number, ["state"] = state, ["head"] = new JsonObject { ["sha"] = sha, ["ref"] = "x" }, ["base"] = new JsonObject { ["sha"] = sha, ["ref"] = "main" } };

    protected override Reply Answer(Sent request)
    {
        if (request.Method == "POST" && request.Target is "/graphql" or "/api/graphql")
            return new(200, new JsonObject { ["data"] = new JsonObject { ["viewer"] = new JsonObject { ["login"] = Me } } }.ToJsonString());
        if (!request.Target.StartsWith(Prefix + "/repos/octo/shop/", StringComparison.Ordinal))
            return new(404, """{"message":"Not Found"}""");
        var path = request.Target[(Prefix + "/repos/octo/shop/").Length..];
        if (request.Method == "GET" && List().Match(path) is { Success: true } list)
            return Page(list.Groups["rest"].Value);
        if (request.Method == "POST" && path == "issues/7/comments")
        {
            Add(Me, (string)JsonNode.Parse(request.Body)!["body"]!);
            return new(201, Json(Comments.Keys.Max()).ToJsonString());
        }

        if (request.Method == "PATCH" && One().Match(path) is { Success: true } one && long.Parse(one.Groups["id"].Value, CultureInfo.InvariantCulture) is var id && Comments.TryGetValue(id, out var old))
        {
            Comments[id] = (old.Author, (string)JsonNode.Parse(request.Body)!["body"]!);
            return new(200, Json(id).ToJsonString());
        }

        return request.Method == "GET" && (path.StartsWith("commits/", StringComparison.Ordinal) || path.StartsWith("pulls?", StringComparison.Ordinal))
            ? new(200, PullRequests.ToJsonString())
            : new(404, """{"message":"Not Found"}""");
    }

    private Reply Page(string query)
    {
        int Value(string name, int otherwise) => query.Split('&').Select(p => p.Split('=')).Where(p => p[0] == name).Select(p => int.Parse(p[1], CultureInfo.InvariantCulture)).FirstOrDefault(otherwise);
        var (size, page) = (Value("per_page", 30), Value("page", 1));
        var all = Comments.Keys.Skip((page - 1) * size).Take(size).Select(id => (JsonNode?)Json(id)).ToArray();
        var reply = new Reply(200, new JsonArray(all).ToJsonString());
        return page * size < Comments.Count ? reply.With("Link", $"<{Root.AbsoluteUri.TrimEnd('/')}{Prefix}/repos/octo/shop/issues/7/comments?{query.Split("&page=")[0]}&page={page + 1}>; rel=\"next\"") : reply;
    }

    private JsonObject Json(long id) => new()
    {
        ["id"] = id,
        ["html_url"] = $"https://github.com/octo/shop/pull/7#issuecomment-{id}",
        ["body"] = Comments[id].Body,
        ["user"] = new JsonObject { ["login"] = Comments[id].Author, ["type"] = "Bot" },
        ["created_at"] = "2026-11-12T14:00:00Z",
    };

    [GeneratedRegex(@"\Aissues/7/comments\?(?<rest>.+)\z")]
    private static partial Regex List();

    [GeneratedRegex(@"\Aissues/comments/(?<id>[0-9]+)\z")]
    private static partial Regex One();
}
