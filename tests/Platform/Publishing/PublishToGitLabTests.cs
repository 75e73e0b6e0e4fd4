using System.Text.Json.Nodes;
using TalosPlatform.Publishing;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Publishing;

/// <summary>What GitLab is sent, byte by byte, and what becomes of its answers.</summary>
public sealed class PublishToGitLabTests : IDisposable
{
    private const string Notes = "/api/v4/projects/42/merge_requests/7/notes";
    private readonly FakeGitLab _gitlab = new();
    private readonly PublishKit _kit = new();

    public PublishToGitLabTests() => _kit.OnGitLab(_gitlab.Root);

    public void Dispose()
    {
        _gitlab.Dispose();
        _kit.Dispose();
    }

    [Fact]
    public async Task The_first_run_writes_a_note()
    {
        var url = await _kit.RunAsync();
        Assert.Equal(["GET /api/v4/user", $"GET {Notes}?per_page=100&page=1", $"POST {Notes}"], _gitlab.Lines);
        Assert.All(_gitlab.Requests, r => Assert.Equal(("glpat-secret-token", false), (r.Headers["PRIVATE-TOKEN"], r.Headers.ContainsKey("Authorization"))));
        Assert.Equal("application/json; charset=utf-8", _gitlab.Requests[^1].Headers["Content-Type"]);
        var sent = (JsonObject)JsonNode.Parse(_gitlab.Requests[^1].Body)!;
        Assert.Equal("body", Assert.Single(sent).Key);
        Assert.Equal(_kit.CommentFile, (string?)sent["body"]);
        Assert.Equal("https://gitlab.example/octo/shop/-/merge_requests/7#note_101", url?.AbsoluteUri);
        Assert.Contains("[Full report with charts](https://gitlab.example/octo/shop/-/jobs/99/artifacts/file/artifacts/report.html)", _kit.CommentFile, StringComparison.Ordinal);
        Assert.Empty(_kit.Commands);
    }

    [Fact]
    public async Task Our_note_is_found_on_the_third_page_and_replaced()
    {
        for (var i = 0; i < 230; i++)
            _gitlab.Add(i % 2 == 0 ? "" : "root", _kit.Marker() + $"\nforeign {i}");
        _gitlab.Add(FakeGitLab.Me, _kit.Marker(-TimeSpan.FromHours(1)) + "\nold");
        await _kit.RunAsync();
        Assert.Equal(["GET /api/v4/user", $"GET {Notes}?per_page=100&page=1", $"GET {Notes}?per_page=100&page=2", $"GET {Notes}?per_page=100&page=3", $"PUT {Notes}/331"], _gitlab.Lines);
        Assert.Equal(_kit.CommentFile, _gitlab.Notes[331].Body);
    }

    [Fact]
    public async Task A_later_run_is_not_overwritten_and_a_deleted_note_is_written_anew()
    {
        _gitlab.Add(FakeGitLab.Me, _kit.Marker(TimeSpan.FromSeconds(1)) + "\nnewer");
        await _kit.RunAsync();
        Assert.EndsWith("newer", _gitlab.Notes[101].Body, StringComparison.Ordinal);
        _gitlab.Notes[101] = (FakeGitLab.Me, _kit.Marker() + "\nold");
        _gitlab.Fail("PUT", new(404, """{"message":"404 Note Not Found"}"""));
        await _kit.RunAsync();
        Assert.Equal([$"PUT {Notes}/101", $"POST {Notes}"], _gitlab.Lines.TakeLast(2));
    }

    [Fact]
    public async Task Without_a_token_the_artifacts_are_all()
    {
        _kit.Without("GITLAB_TOKEN");
        Assert.Null(await _kit.RunAsync());
        Assert.Empty(_gitlab.Requests);
        Assert.Contains("No comment: the variable \"GITLAB_TOKEN\" holds no token.", _kit.Log, StringComparison.Ordinal);
        Assert.True(File.Exists(_kit.Folder.File("artifacts/gl-code-quality.json")));
    }

    [Fact]
    public async Task A_token_that_may_only_read_fails_nothing_and_a_wrong_one_is_explained()
    {
        _gitlab.Fail("POST", new(403, """{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api"}"""));
        Assert.Null(await _kit.RunAsync());
        Assert.Contains("No comment: the token in \"GITLAB_TOKEN\" may only read. Give it the scope \"api\"", _kit.Log, StringComparison.Ordinal);
        _kit.Variables = _kit.Variables.SetItem("GITLAB_TOKEN", "glpat-of-somebody-else");
        var error = await Assert.ThrowsAsync<PublishException>(() => _kit.RunAsync());
        Assert.Equal("Cannot ask who the token belongs to: GitLab answered 401.", error.What);
        Assert.DoesNotContain("glpat-of", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_and_limits_are_waited_for_and_long_notes_shortened()
    {
        _gitlab.Fail("GET", new(502, "Bad gateway"));
        _gitlab.Fail("GET", new Reply(429, "Retry later").With("Retry-After", "11"), "/notes");
        _gitlab.Fail("POST", new(400, """{"message":{"note":["is too long (maximum is 1000000 characters)"]}}"""));
        await _kit.RunAsync();
        Assert.Equal([1, 11], _kit.Clock.Pauses.Select(p => p.TotalSeconds));
        Assert.True(Assert.Single(_gitlab.Notes).Value.Body.Length <= 32_000);
    }

    [Theory]
    [InlineData("CI_API_V4_URL", "nonsense", "\"nonsense\" in CI_API_V4_URL is no address.")]
    [InlineData("CI_PROJECT_ID", "octo/shop", "\"octo/shop\" is no number of a project.")]
    public async Task Variables_that_make_no_sense_are_told_and_nothing_is_sent(string variable, string value, string expected)
    {
        _kit.Variables = _kit.Variables.SetItem(variable, value);
        Assert.Equal(expected, (await Assert.ThrowsAsync<PlatformException>(() => _kit.RunAsync())).What);
        Assert.Empty(_gitlab.Requests);
    }

    [Fact]
    public async Task An_answer_that_is_a_page_for_signing_in_is_explained()
    {
        _gitlab.Fail("GET", new(200, "<html>Sign in"));
        var error = await Assert.ThrowsAsync<PublishException>(() => _kit.RunAsync());
        Assert.Equal("Cannot ask who the token belongs to: GitLab answered something that is not JSON.", error.What);
        Assert.Contains("CI_API_V4_URL", error.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other/shop!3,octo/shop!7", "GET /api/v4/user")]
    [InlineData("", $"GET /api/v4/projects/42/repository/commits/{PublishKit.Sha}/merge_requests?per_page=100")]
    public async Task Pipelines_of_branches_find_their_merge_request(string open, string first)
    {
        _kit.Without("CI_MERGE_REQUEST_IID").Variables = _kit.Variables.SetItem("CI_OPEN_MERGE_REQUESTS", open);
        _gitlab.MergeRequests.Add(new JsonObject { ["iid"] = 9, ["project_id"] = 42, ["state"] = "merged" });
        _gitlab.MergeRequests.Add(new JsonObject { ["iid"] = 7, ["project_id"] = 42, ["state"] = "opened" });
        _gitlab.MergeRequests.Add(new JsonObject { ["iid"] = 8, ["project_id"] = 41, ["state"] = "opened" });
        Assert.NotNull(await _kit.RunAsync());
        Assert.Equal(first, _gitlab.Lines.First());
    }

    [Fact]
    public async Task Findings_and_links_are_written_for_the_job()
    {
        _kit.Folder.Write("dashboards/application-red.json", "{}");
        await _kit.RunAsync();
        var quality = (JsonArray)JsonNode.Parse(File.ReadAllText(_kit.Folder.File("artifacts/gl-code-quality.json")))!;
        var issue = Assert.Single(quality)!;
        Assert.Equal(("promql-parse", "major", "dashboards/application-red.json", 212), ((string?)issue["check_name"], (string?)issue["severity"], (string?)issue["location"]!["path"], (int)issue["location"]!["lines"]!["begin"]!));
        Assert.Equal(64, ((string)issue["fingerprint"]!).Length);
        var links = (JsonArray)JsonNode.Parse(File.ReadAllText(_kit.Folder.File("artifacts/gl-annotations.json")))!["Talos report"]!;
        Assert.Equal(["Report", "Comment"], links.Select(l => (string?)l!["external_link"]!["label"]));
    }
}
