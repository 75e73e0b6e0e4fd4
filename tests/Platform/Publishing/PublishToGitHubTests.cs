using System.Text.Json.Nodes;
using TalosPlatform.Publishing;
using TalosPlatform.Shared;
using TalosPlatform.Tests.Reports;

namespace TalosPlatform.Tests.Publishing;

/// <summary>What GitHub is sent, byte by byte, and what becomes of its answers.</summary>
public sealed class PublishToGitHubTests : IDisposable
{
    private const string List = "GET /repos/octo/shop/issues/7/comments?sort=created&direction=asc&per_page=100";
    private const string Create = "POST /repos/octo/shop/issues/7/comments";
    private readonly FakeGitHub _github = new();
    private readonly PublishKit _kit = new();

    public PublishToGitHubTests() => _kit.OnGitHub(_github.Root);

    public void Dispose()
    {
        _github.Dispose();
        _kit.Dispose();
    }

    [Fact]
    public async Task The_first_run_writes_a_comment()
    {
        var url = await _kit.RunAsync();
        Assert.Equal(["POST /graphql", List, Create], _github.Lines);
        Assert.Equal("""{"query":"query{viewer{login}}"}""", _github.Requests[0].Body);
        Assert.All(_github.Requests, r =>
        {
            Assert.Equal($"Token {PublishKit.Token}", r.Headers["Authorization"]);
            Assert.StartsWith("talos-observability-platform", r.Headers["User-Agent"], StringComparison.Ordinal);
            Assert.Equal("", r.Method == "GET" ? r.Body : "");
        });
        var sent = (JsonObject)JsonNode.Parse(_github.Requests[^1].Body)!;
        Assert.Equal("body", Assert.Single(sent).Key);
        Assert.Equal(_kit.CommentFile, (string?)sent["body"]);
        Assert.StartsWith($"<!-- talos-report:talos valid-at=2026-11-12T14:03:00.000Z sha={PublishKit.Sha} -->\n### ❌ Failed", _kit.CommentFile, StringComparison.Ordinal);
        Assert.Equal("https://github.com/octo/shop/pull/7#issuecomment-1", url?.AbsoluteUri);
        Assert.Contains("✓ comment: created, https://github.com/octo/shop/pull/7#issuecomment-1", _kit.Log, StringComparison.Ordinal);
        Assert.Matches(@"Requests +[▁-█]{20} +224 req/s  \(143 req/s to 224 req/s\)", _kit.Log);
    }

    [Fact]
    public async Task Our_comment_is_found_on_the_third_page_and_replaced()
    {
        for (var i = 0; i < 230; i++)
            _github.Add("octocat", $"comment {i}");
        _github.Add(FakeGitHub.Me, _kit.Marker(-TimeSpan.FromHours(1)) + "\nold");
        for (var i = 0; i < 20; i++)
            _github.Add(FakeGitHub.Me, $"another workflow {i}");
        await _kit.RunAsync();
        Assert.Equal(["POST /graphql", List, List + "&page=2", List + "&page=3", "PATCH /repos/octo/shop/issues/comments/231"], _github.Lines);
        Assert.Equal(_kit.CommentFile, _github.Comments[231].Body);
        Assert.Equal(251, _github.Comments.Count);
    }

    [Theory]
    [InlineData("octocat", "", "another author")]
    [InlineData("GitHub-Actions", "", "a login like ours")]
    [InlineData(FakeGitHub.Me, "> ", "a quotation")]
    [InlineData(FakeGitHub.Me, "first\n", "a marker that is not at the top")]
    public async Task Comments_that_only_look_like_ours_are_left_alone(string author, string before, string why)
    {
        _github.Add(author, before + _kit.Marker() + "\nforeign");
        await _kit.RunAsync();
        Assert.True(_github.Lines.Last() == Create, why);
        Assert.EndsWith("foreign", _github.Comments[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_report_has_a_comment_of_its_own()
    {
        _github.Add(FakeGitHub.Me, _kit.Marker(id: "talos-aws") + "\nother");
        await _kit.RunAsync();
        Assert.Equal(2, _github.Comments.Count);
        _kit.Report = _kit.Report with { Id = "talos-aws" };
        await _kit.RunAsync();
        Assert.Equal(2, _github.Comments.Count);
        Assert.StartsWith("<!-- talos-report:talos-aws ", _github.Comments[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_run_is_not_overwritten()
    {
        _github.Add(FakeGitHub.Me, _kit.Marker(-TimeSpan.FromHours(1)) + "\nold");
        _github.Add(FakeGitHub.Me, _kit.Marker(TimeSpan.FromSeconds(1)) + "\nnewer");
        Assert.Equal("https://github.com/octo/shop/pull/7#issuecomment-2", (await _kit.RunAsync())?.AbsoluteUri);
        Assert.Equal(["POST /graphql", List], _github.Lines);
        Assert.Contains("left alone: a later run has written it", _kit.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_a_run_twice_changes_nothing()
    {
        await _kit.RunAsync();
        var body = _github.Comments[1].Body;
        await _kit.RunAsync();
        Assert.Equal(body, Assert.Single(_github.Comments).Value.Body);
    }

    [Fact]
    public async Task A_comment_that_was_deleted_in_between_is_written_anew()
    {
        _github.Add(FakeGitHub.Me, _kit.Marker() + "\nold");
        _github.Fail("PATCH", new(404, """{"message":"Not Found"}"""));
        Assert.NotNull(await _kit.RunAsync());
        Assert.Equal(["POST /graphql", List, "PATCH /repos/octo/shop/issues/comments/1", Create], _github.Lines);
    }

    [Fact]
    public async Task A_token_that_may_only_read_fails_nothing()
    {
        _github.Fail("POST", new(403, """{"message":"Resource not accessible by integration","documentation_url":"https://docs.github.com/rest"}"""), "/comments");
        Assert.Null(await _kit.RunAsync());
        Assert.Contains(_kit.Commands, c => c.StartsWith("::notice title=Report::No comment: the token may only read", StringComparison.Ordinal));
        Assert.Contains("### ❌ Failed", _kit.Summary, StringComparison.Ordinal);
        Assert.Contains("### ❌ Failed", _kit.CommentFile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent()
    {
        _kit.Without("GITHUB_TOKEN");
        Assert.Null(await _kit.RunAsync());
        Assert.Empty(_github.Requests);
        Assert.Contains("::notice title=Report::No comment: the variable \"GITHUB_TOKEN\" holds no token. The text is in \"artifacts/comment.md\".", _kit.Commands);
        Assert.NotEmpty(_kit.Summary);
    }

    [Fact]
    public async Task The_token_can_come_from_a_variable_of_any_name_or_as_a_parameter()
    {
        _kit.Variables = _kit.Variables.SetItem("SHOP", "shop-token-123");
        await _kit.RunAsync("handed-over");
        _kit.Report = _kit.Report with { TokenVariable = "SHOP" };
        await _kit.RunAsync("handed-over");
        Assert.Equal(["Token handed-over", "Token shop-token-123"], _github.Requests.Select(r => r.Headers["Authorization"]).Distinct());
    }

    [Fact]
    public async Task What_is_too_long_is_sent_shorter()
    {
        _github.Fail("POST", new(422, """{"message":"Validation Failed","errors":[{"resource":"IssueComment","code":"unprocessable","field":"data","message":"Body is too long (maximum is 65536 characters)"}]}"""), "/comments");
        _github.Fail("POST", new(422, """{"message":"Validation Failed","errors":[{"resource":"IssueComment","code":"custom","message":"body is too long"}]}"""), "/comments");
        await _kit.RunAsync();
        var sizes = _github.Requests.Where(r => r.ToString() == Create).Select(r => ((string)JsonNode.Parse(r.Body)!["body"]!).Length).ToList();
        Assert.Equal(3, sizes.Count);
        Assert.True(sizes[0] <= 64_000 && sizes[1] <= 32_000 && sizes[2] <= 16_000, string.Join(' ', sizes));
    }

    [Fact]
    public async Task Failures_of_the_server_are_tried_again()
    {
        _github.Add(FakeGitHub.Me, _kit.Marker() + "\nold");
        _github.Fail("GET", new(502, "<html>Bad gateway"));
        _github.Fail("GET", new(503, "{}"));
        _github.Fail("PATCH", new(500, "{}"));
        await _kit.RunAsync();
        Assert.Equal([1, 2, 1], _kit.Clock.Pauses.Select(p => p.TotalSeconds));
        Assert.Equal(_kit.CommentFile, Assert.Single(_github.Comments).Value.Body);
    }

    [Theory]
    [InlineData(true, "PATCH /repos/octo/shop/issues/comments/1")]
    [InlineData(false, Create)]
    public async Task When_an_answer_is_lost_it_looks_before_it_writes_again(bool carriedOut, string last)
    {
        _github.Fail("POST", new(502, "") { AfterTheFact = carriedOut }, "/comments");
        await _kit.RunAsync();
        Assert.Equal(["POST /graphql", List, Create, List, last], _github.Lines);
        Assert.Single(_github.Comments);
    }

    [Fact]
    public async Task Limits_of_the_rate_are_waited_for()
    {
        _github.Fail("GET", new Reply(403, """{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}""").With("Retry-After", "7"));
        _github.Fail("GET", new Reply(429, """{"message":"API rate limit exceeded"}""").With("x-ratelimit-remaining", "0").With("x-ratelimit-reset", (_kit.Clock.GetUtcNow().ToUnixTimeSeconds() + 19).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        _github.Fail("POST", new(403, """{"message":"You have exceeded a secondary rate limit and have been temporarily blocked from content creation."}"""), "/comments");
        Assert.NotNull(await _kit.RunAsync());
        Assert.Equal([7, 12, 60], _kit.Clock.Pauses.Select(p => p.TotalSeconds));
    }

    [Fact]
    public async Task A_limit_that_lasts_too_long_ends_with_an_explanation()
    {
        _github.Fail("GET", new Reply(403, """{"message":"API rate limit exceeded for installation ID 1."}""").With("x-ratelimit-remaining", "0").With("x-ratelimit-reset", "1794582000"));
        var error = await Assert.ThrowsAsync<PublishException>(() => _kit.RunAsync());
        Assert.Equal("Cannot comment on pull request 7 of \"octo/shop\": GitHub answered 403.", error.What);
        Assert.Contains("API rate limit exceeded", error.Output, StringComparison.Ordinal);
        Assert.Empty(_kit.Clock.Pauses);
    }

    [Fact]
    public async Task A_token_that_expired_is_told_and_not_shown()
    {
        _github.Fail("GET", new(401, """{"message":"Bad credentials"}"""));
        var error = await Assert.ThrowsAsync<PublishException>(() => _kit.RunAsync());
        Assert.Equal("Check the token: it may have expired.", error.Fix);
        Assert.DoesNotContain(PublishKit.Token, error.ToString() + _kit.Log + string.Concat(_kit.Commands), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GITHUB_API_URL", "nonsense", "\"nonsense\" in GITHUB_API_URL is no address.")]
    [InlineData("GITHUB_REPOSITORY", "octo", "\"octo\" is no repository.")]
    public async Task Variables_that_make_no_sense_are_told_and_nothing_is_sent(string variable, string value, string expected)
    {
        _kit.Variables = _kit.Variables.SetItem(variable, value);
        Assert.Equal(expected, (await Assert.ThrowsAsync<PlatformException>(() => _kit.RunAsync())).What);
        Assert.Empty(_github.Requests);
    }

    [Fact]
    public async Task An_answer_that_is_a_page_for_signing_in_is_explained()
    {
        _github.Fail("GET", new(200, "<html>Sign in"));
        var error = await Assert.ThrowsAsync<PublishException>(() => _kit.RunAsync());
        Assert.StartsWith("Cannot comment on pull request 7 of \"octo/shop\": GitHub answered something that is not what its API answers: ", error.What, StringComparison.Ordinal);
        Assert.Contains("GITHUB_API_URL", error.Fix, StringComparison.Ordinal);
        Assert.Empty(_github.Comments);
    }

    [Theory]
    [InlineData("7", "its schema is 7, and this version of the platform reads 1")]
    [InlineData("\"x\"", "could not be converted")]
    public async Task A_run_of_another_version_is_refused(string schema, string expected)
    {
        _kit.Folder.Write("artifacts/run.json", $$"""{"schema":{{schema}}}""");
        var error = await Assert.ThrowsAsync<PlatformException>(() => _kit.RunAsync());
        Assert.Contains(expected, error.What, StringComparison.Ordinal);
        Assert.Empty(_github.Requests);
    }

    [Theory]
    [InlineData("""{"issue":{"number":7,"pull_request":{"url":"x"}}}""", "refs/heads/main")]
    [InlineData("""{"number":1,"issue":{"number":3}}""", "refs/pull/7/merge")]
    [InlineData("not json", "refs/pull/7/head")]
    [InlineData("[]", "refs/pull/7/merge")]
    public async Task The_pull_request_comes_from_the_event_then_from_the_ref(string payload, string reference)
    {
        _kit.Folder.Write("event.json", payload);
        _kit.Variables = _kit.Variables.SetItem("GITHUB_REF", reference);
        Assert.NotNull(await _kit.RunAsync());
        Assert.DoesNotContain(_github.Lines, l => l.Contains("pulls", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Else_the_server_is_asked_for_that_of_the_commit()
    {
        _kit.Folder.Write("event.json", "{}");
        _kit.Variables = _kit.Variables.SetItem("GITHUB_REF", "refs/heads/x");
        _github.PullRequests.Add(FakeGitHub.PullRequest(5, new string('f', 40), "closed"));
        _github.PullRequests.Add(FakeGitHub.PullRequest(7, new string('f', 40)));
        _github.PullRequests.Add(FakeGitHub.PullRequest(9, new string('e', 40)));
        Assert.NotNull(await _kit.RunAsync());
        Assert.Equal($"GET /repos/octo/shop/commits/{new string('f', 40)}/pulls?per_page=100", _github.Lines.First());
    }

    [Fact]
    public async Task A_report_on_another_workflow_finds_the_pull_request_of_a_fork()
    {
        _kit.Folder.Write("event.json", $$$$"""{"workflow_run":{"head_sha":"{{{{PublishKit.Sha}}}}","head_branch":"a&b=c/#d","pull_requests":[],"html_url":"https://github.com/octo/shop/actions/runs/9","head_repository":{"owner":{"login":"stranger"} } } }""");
        _github.Fail("GET", new(200, "[]"), "/commits/");
        _github.PullRequests.Add(FakeGitHub.PullRequest(3, new string('a', 40)));
        _github.PullRequests.Add(FakeGitHub.PullRequest(7, PublishKit.Sha));
        Assert.NotNull(await _kit.RunAsync());
        Assert.StartsWith("GET /repos/octo/shop/pulls?state=open&head=stranger%3Aa%26b%3Dc%2F%23d&", _github.Lines.ElementAt(1), StringComparison.Ordinal);
        Assert.Contains("(https://github.com/octo/shop/actions/runs/9#artifacts)", _kit.CommentFile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_pull_request_there_is_a_summary_and_no_comment()
    {
        _kit.Folder.Write("event.json", "{}");
        _kit.Variables = _kit.Variables.SetItem("GITHUB_REF", "refs/heads/main");
        Assert.Null(await _kit.RunAsync());
        Assert.Contains("✓ comment: there is no pull request", _kit.Log, StringComparison.Ordinal);
        Assert.NotEmpty(_kit.Summary);
    }

    [Fact]
    public async Task Enterprise_servers_have_addresses_of_their_own()
    {
        using var server = new FakeGitHub { Prefix = "/api/v3" };
        _kit.OnGitHub(new Uri(server.Root, "/api/v3"));
        _kit.Variables = _kit.Variables.SetItem("GITHUB_SERVER_URL", "https://github.corp.example");
        Assert.NotNull(await _kit.RunAsync());
        Assert.Equal(["POST /api/graphql", "GET /api/v3/repos/octo/shop/issues/7/comments?sort=created&direction=asc&per_page=100", "POST /api/v3/repos/octo/shop/issues/7/comments"], server.Lines);
        Assert.Contains("[Full report with charts](https://github.corp.example/octo/shop/actions/runs/1234#artifacts)", _kit.CommentFile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_does_not_follow_a_redirect()
    {
        using var elsewhere = new FakeGitHub();
        _github.Fail("GET", new Reply(302, "").With("Location", elsewhere.Root + "repos/octo/shop/issues/7/comments?per_page=100"));
        await Assert.ThrowsAnyAsync<PlatformException>(() => _kit.RunAsync());
        Assert.DoesNotContain(elsewhere.Requests, r => r.Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData("update", "always", true, true)]
    [InlineData("update", "failure", true, false)]
    [InlineData("update", "change", true, true)]
    [InlineData("new", "failure", true, false)]
    [InlineData("off", "always", false, false)]
    public async Task Comments_are_begun_when_they_are_asked_for(string comment, string when, bool onFailure, bool onCostlierSuccess)
    {
        _kit.Report = _kit.Report with { Comment = comment, CommentOn = when };
        Assert.Equal(onFailure, await _kit.RunAsync() is not null);
        _github.Comments.Clear();
        _kit.Write(SampleRun.Passing);
        Assert.Equal(onCostlierSuccess, await _kit.RunAsync() is not null);
        Assert.True(comment != "off" || _github.Requests.Count == 0);
    }

    [Fact]
    public async Task A_comment_that_is_there_is_kept_up_to_date_whatever_begins_one()
    {
        _kit.Report = _kit.Report with { CommentOn = "failure" };
        await _kit.RunAsync();
        _kit.Write(SampleRun.Passing);
        await _kit.RunAsync();
        Assert.Contains("### ✅ Passed", Assert.Single(_github.Comments).Value.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_run_can_have_a_comment_of_its_own()
    {
        _kit.Report = _kit.Report with { Comment = "new" };
        await _kit.RunAsync();
        _kit.Write(SampleRun.Failing with { StartedAt = SampleRun.Failing.StartedAt!.Value.AddHours(1) });
        await _kit.RunAsync();
        await _kit.RunAsync();
        Assert.Equal(2, _github.Comments.Count);
    }
}
