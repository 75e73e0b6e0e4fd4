using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TalosPlatform.Tests.Publishing;

/// <summary>The parts of GitLab's API that notes and baselines need, as its documentation describes them.</summary>
internal sealed partial class FakeGitLab : FakeServer
{
    public const string Me = "project_42_bot";

    /// <summary>Notes by number: author and text.</summary>
    public SortedDictionary<long, (string Author, string Body)> Notes { get; } = [];

    /// <summary>Merge requests of a commit.</summary>
    public JsonArray MergeRequests { get; } = [];

    /// <summary>Artifacts by the rest of their path.</summary>
    public Dictionary<string, string> Artifacts { get; } = [];

    public void Add(string author, string body) => Notes[Notes.Count == 0 ? 101 : Notes.Keys.Max() + 1] = (author, body);

    protected override Reply Answer(Sent request)
    {
        if (request.Headers.ContainsKey("JOB-TOKEN"))
        {
            return request.Method == "GET" && request.Target.StartsWith("/api/v4/projects/42/jobs/artifacts/", StringComparison.Ordinal) && Artifacts.TryGetValue(request.Target["/api/v4/projects/42/jobs/artifacts/".Length..], out var file)
                ? new(200, file)
                : new(404, """{"message":"404 Not found"}""");
        }

        if (request.Headers.GetValueOrDefault("PRIVATE-TOKEN") != "glpat-secret-token")
            return new(401, """{"message":"401 Unauthorized"}""");
        if (request is { Method: "GET", Target: "/api/v4/user" })
            return new(200, $$"""{"id":9,"username":"{{Me}}"}""");
        if (request.Method == "GET" && request.Target.StartsWith("/api/v4/projects/42/repository/commits/", StringComparison.Ordinal))
            return new(200, MergeRequests.ToJsonString());
        const string NotesPath = "/api/v4/projects/42/merge_requests/7/notes";
        if (request.Method == "GET" && Page().Match(request.Target) is { Success: true } match)
        {
            var page = int.Parse(match.Groups["page"].Value, CultureInfo.InvariantCulture);
            var reply = new Reply(200, new JsonArray([.. Notes.Keys.Skip((page - 1) * 100).Take(100).Select(id => (JsonNode?)Json(id))]).ToJsonString());
            return reply.With("X-Next-Page", page * 100 < Notes.Count ? (page + 1).ToString(CultureInfo.InvariantCulture) : "");
        }

        if (request.Method == "POST" && request.Target == NotesPath)
        {
            Add(Me, (string)JsonNode.Parse(request.Body)!["body"]!);
            return new(201, Json(Notes.Keys.Max()).ToJsonString());
        }

        if (request.Method == "PUT" && request.Target.StartsWith(NotesPath + "/", StringComparison.Ordinal) && long.Parse(request.Target[(NotesPath.Length + 1)..], CultureInfo.InvariantCulture) is var note && Notes.TryGetValue(note, out var old))
        {
            Notes[note] = (old.Author, (string)JsonNode.Parse(request.Body)!["body"]!);
            return new(200, Json(note).ToJsonString());
        }

        return new(404, """{"message":"404 Not found"}""");
    }

    private JsonObject Json(long id) => new() { ["id"] = id, ["body"] = Notes[id].Body, ["system"] = Notes[id].Author.Length == 0, ["author"] = new JsonObject { ["id"] = 9, ["username"] = Notes[id].Author } };

    [GeneratedRegex(@"\A/api/v4/projects/42/merge_requests/7/notes\?per_page=100&page=(?<page>[0-9]+)\z")]
    private static partial Regex Page();
}
