using System.Net;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using static TalosPlatform.Tests.Clusters.Kubernetes.ScriptedServer;

namespace TalosPlatform.Tests.Clusters.Kubernetes;

/// <summary>An API server that is busy, restarts or refuses.</summary>
public sealed class ApiServerTests
{
    private static readonly Uri Root = new("https://10.0.0.1:6443/");
    private readonly ScriptedServer.Impatient _clock = new();

    [Fact]
    public async Task A_request_is_repeated_while_the_server_is_busy_or_away()
    {
        var handler = new ScriptedServer(Refused(), Answer(HttpStatusCode.ServiceUnavailable), Answer(HttpStatusCode.TooManyRequests, retryAfter: 7), Answer(HttpStatusCode.OK, """{"kind":"A"}"""));
        using var server = new ApiServer(Root, handler, _clock);
        var answer = await server.SendAsync(HttpMethod.Patch, "api/v1/namespaces/a", new JsonObject { ["kind"] = "Namespace" }, "application/apply-patch+yaml", TestContext.Current.CancellationToken);
        Assert.Equal("A", answer["kind"]!.GetValue<string>());
        Assert.Equal(4, handler.Requests.Count);
        Assert.All(handler.Requests, r => Assert.Equal("""PATCH /api/v1/namespaces/a application/apply-patch+yaml {"kind":"Namespace"}""", r));
        Assert.Contains(TimeSpan.FromSeconds(7), _clock.Waits);
    }

    [Fact]
    public async Task Patience_ends_and_says_who_does_not_answer()
    {
        using var server = new ApiServer(Root, new ScriptedServer(Refused()), _clock);
        var error = await Assert.ThrowsAsync<ApiException>(() => server.GetAsync("api/v1/nodes", TestContext.Current.CancellationToken));
        Assert.Null(error.Status);
        Assert.Contains("\"https://10.0.0.1:6443/\" did not answer \"GET api/v1/nodes\"", error.Message, StringComparison.Ordinal);
        Assert.InRange(_clock.Waits.Sum(w => w.TotalSeconds), 55, 75);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError), InlineData(HttpRequestError.SecureConnectionError)]
    public async Task What_does_not_mend_itself_is_not_waited_for(HttpRequestError reason)
    {
        using var server = new ApiServer(Root, new ScriptedServer(Refused(reason)), _clock);
        await Assert.ThrowsAsync<ApiException>(() => server.GetAsync("version", TestContext.Current.CancellationToken));
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task An_error_of_the_server_itself_is_tried_five_times()
    {
        var handler = new ScriptedServer(Answer(HttpStatusCode.InternalServerError, """{"message":"failed calling webhook"}"""));
        using var server = new ApiServer(Root, handler, _clock);
        var error = await Assert.ThrowsAsync<ApiException>(() => server.GetAsync("a", TestContext.Current.CancellationToken));
        Assert.Equal(5, handler.Requests.Count);
        Assert.Contains("failed calling webhook", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "rights of a cluster administrator"), InlineData(HttpStatusCode.Unauthorized, "renew them")]
    public async Task A_refusal_says_how_to_go_on(HttpStatusCode status, string fix)
    {
        using var server = new ApiServer(Root, new ScriptedServer(Answer(status, """{"message":"no"}""")), _clock);
        Assert.Contains(fix, (await Assert.ThrowsAsync<ApiException>(() => server.GetAsync("a", TestContext.Current.CancellationToken))).Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_neither_an_error_nor_deleted()
    {
        using var server = new ApiServer(Root, new ScriptedServer(Answer(HttpStatusCode.NotFound)), _clock);
        Assert.Null(await server.TryGetAsync("a", TestContext.Current.CancellationToken));
        Assert.False(await server.DeleteAsync("a", [], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_watch_goes_on_after_a_broken_line_and_an_expired_version()
    {
        const string list = """{"metadata":{"resourceVersion":"5"},"items":[]}""";
        var handler = new ScriptedServer(
            Answer(HttpStatusCode.OK, list),
            Answer(HttpStatusCode.OK, """{"type":"ADDED","object":{"a":1}}""" + "\n" + """{"type":"BOOKMARK","object":{}}""" + "\n" + """{"type":"DELETED","object":{"a":2}}""" + "\n{\"type\":\"ADD"),
            Answer(HttpStatusCode.OK, list),
            Answer(HttpStatusCode.Gone),
            Answer(HttpStatusCode.OK, list),
            Answer(HttpStatusCode.OK, """{"type":"ERROR","object":{"code":410}}"""));
        using var server = new ApiServer(Root, handler, _clock);
        var seen = new List<string>();
        await foreach (var change in new ObjectWatch(server, _clock).FollowAsync("api/v1/pods?x=y", TestContext.Current.CancellationToken))
        {
            seen.Add(change.Kind.ToString());
            if (seen.Count == 5)
                break;
        }

        Assert.Equal(["Listed", "Changed", "Deleted", "Listed", "Listed"], seen);
        Assert.Equal("GET /api/v1/pods?x=y&watch=true&allowWatchBookmarks=true&resourceVersion=5", handler.Requests[1]);
    }
}
