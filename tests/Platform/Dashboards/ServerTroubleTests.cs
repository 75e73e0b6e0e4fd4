using System.Diagnostics;
using TalosPlatform.Dashboards;
using TalosPlatform.Shared;
using TalosPlatform.Tests.Shared;
using TalosPlatform.Tests.Smoke;

namespace TalosPlatform.Tests.Dashboards;

/// <summary>Servers that fail, hang, or are asked the same twice; Loki and Tempo by the forms of their answers.</summary>
public sealed class ServerTroubleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private const string Matrix = """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"up","job":"a"},"values":[[1700000000,"1"],[1700000015,"1"]]}]}}""";
    private const string Metadata = """{"status":"success","data":{"http_requests":[{"type":"counter","help":"","unit":""}]}}""";

    [Fact]
    public async Task A_server_that_hangs_ends_in_findings()
    {
        await using var services = new FakeServices().Running("prometheus").Hang("prometheus/api/v1/query_range").Hang("prometheus/api/v1/query").Hang("prometheus/api/v1/series").Hang("prometheus/api/v1/metadata");
        var watch = Stopwatch.StartNew();
        var result = await DashboardValidator.ValidateAsync(new DashboardRequest(DashboardTestKit.Shipped) { QueryTimeout = TimeSpan.FromMilliseconds(300) }, services.Gateway, TestContext.Current.CancellationToken);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
        Assert.Equal((result.Queries, 0), (result.Failed, result.Ok));
        Assert.Contains(result.Findings, f => f.Rule == "server-unavailable" && f.Message.Contains("prometheus does not answer", StringComparison.Ordinal));
        Assert.InRange(services.Requests.Count, 3, 20);
    }

    [Theory]
    [InlineData(500, "oops")]
    [InlineData(503, """{"status":"error","errorType":"unavailable","error":"starting up"}""")]
    [InlineData(200, "<html>")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"status":"success","data":{}}""")]
    public async Task A_server_that_answers_nonsense_ends_in_findings(int status, string body)
    {
        await using var services = new FakeServices().Running("prometheus");
        foreach (var path in new[] { "query", "query_range", "series", "metadata", "label/__name__/values" })
            services.Answer("prometheus/api/v1/" + path, body, status);
        var result = await DashboardValidator.ValidateAsync(new DashboardRequest(DashboardTestKit.Shipped), services.Gateway, TestContext.Current.CancellationToken);
        Assert.Equal(result.Queries, result.Failed);
        Assert.All(DashboardTestKit.Shipped, f => Assert.Contains(result.Findings, x => x.File == f.Name && x is { Rule: "server-unavailable", Severity: Severity.Error }));
    }

    [Fact]
    public async Task A_server_that_is_gone_ends_in_findings()
    {
        await using var services = new FakeServices().At("prometheus", $"http://127.0.0.1:{FakeServices.FreePort()}");
        var result = await DashboardValidator.ValidateAsync(new DashboardRequest(DashboardTestKit.Shipped), services.Gateway, TestContext.Current.CancellationToken);
        Assert.Equal(result.Queries, result.Failed);
    }

    [Fact]
    public async Task A_service_that_is_left_out_skips_its_queries_with_the_reason()
    {
        await using var services = new FakeServices().Stopped("prometheus", "left-out", "no package for this machine");
        var result = await DashboardValidator.ValidateAsync(new DashboardRequest(DashboardTestKit.Shipped), services.Gateway, TestContext.Current.CancellationToken);
        Assert.Equal((result.Queries, 0), (result.Skipped, result.Failed));
        Assert.All(result.Charts, c => Assert.Equal("no package for this machine", c.Note));
    }

    [Fact]
    public async Task Equal_queries_are_sent_once_and_each_counts()
    {
        await using var services = new FakeServices().Running("prometheus").Answer("prometheus/api/v1/query_range", Matrix).Answer("prometheus/api/v1/metadata", Metadata);
        var one = _folder.Write("dashboard.json", DashboardTestKit.OnePanel("up"));
        var result = await DashboardValidator.ValidateAsync(new DashboardRequest([new(one, "a.json"), new(one, "b.json"), new(one, "c.json")]), services.Gateway, TestContext.Current.CancellationToken);
        Assert.Equal((3, 3), (result.Queries, result.Ok));
        Assert.Single(services.Requests, r => r.Contains("query_range", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_request_has_the_step_and_alignment_of_Grafana()
    {
        await using var services = new FakeServices().Running("prometheus").Answer("prometheus/api/v1/query_range", Matrix).Answer("prometheus/api/v1/metadata", Metadata);
        var file = _folder.Write("dashboard.json", DashboardTestKit.OnePanel("rate(x[$__rate_interval])", "\"maxDataPoints\":100"));
        await DashboardValidator.ValidateAsync(new DashboardRequest([new(file, "a.json")]) { To = DateTimeOffset.FromUnixTimeSeconds(1_700_000_017), Window = TimeSpan.FromHours(1) }, services.Gateway, TestContext.Current.CancellationToken);
        Assert.Contains(services.Requests, r => r.Contains("query=rate(x[1m0s])&start=1699996410&end=1700000010&step=30", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Loki_and_Tempo_are_asked_in_their_own_languages()
    {
        await using var services = new FakeServices().Running("loki").Running("tempo")
            .Answer("loki/loki/api/v1/query_range", """{"status":"success","data":{"resultType":"streams","result":[{"stream":{"app":"x"},"values":[["1700000000000000000","a line"],["1700000001000000000","another"]]}]}}""")
            .Answer("tempo/api/search", """{"traces":[{"traceID":"a","startTimeUnixNano":"1700000000000000000"}]}""")
            .Answer("tempo/api/metrics/query_range", """{"series":[{"labels":[{"key":"service","value":{"stringValue":"orders"}}],"samples":[{"timestampMs":"1700000000000","value":2.5}]}]}""");
        var result = await DashboardValidator.ValidateAsync(new DashboardRequest([DashboardTestKit.Fixture("valid-logs-and-traces.json")]), services.Gateway, TestContext.Current.CancellationToken);
        Assert.Equal((5, 3, 0, 2), (result.Ok + result.Skipped, result.Ok, result.Empty, result.Skipped));
        Assert.Contains(services.Requests, r => r.Contains("""query={app=~"(x|y\\.z)"}""", StringComparison.Ordinal));
        Assert.Contains(services.Requests, r => r.Contains("q={ resource.service.name = \"x\" }&", StringComparison.Ordinal));
        Assert.Contains(services.Requests, r => r.Contains("q={ } | rate()", StringComparison.Ordinal));
        Assert.Equal("orders", Assert.Single(result.Charts, c => c.Panel == "Span rate").Series.Single().Name.Trim('{', '}').Split('"')[1]);
    }

    [Fact]
    public async Task A_refusal_of_Loki_is_a_parse_error()
    {
        await using var services = new FakeServices().Running("loki").Answer("loki/loki/api/v1/query_range", "parse error at line 1, col 8: syntax error", 400);
        var result = await DashboardValidator.ValidateAsync(new DashboardRequest([DashboardTestKit.Fixture("valid-logs-and-traces.json")]), services.Gateway, TestContext.Current.CancellationToken);
        Assert.Contains(result.Findings, f => f.Rule == "query-parse-error" && f.Message.Contains("line 1, col 8", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
