using System.Collections.Immutable;
using System.Text;
using TalosPlatform.Reports;
using TalosPlatform.Smoke;
using TalosPlatform.Smoke.Checks;

namespace TalosPlatform.Tests.Smoke;

public sealed class BuiltInCheckTests : IAsyncLifetime
{
    private static readonly SmokeApp Orders = new("orders");
    private readonly FakeServices _services = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Theory]
    [InlineData(200, "passed", "/-/ready answered HTTP 200")]
    [InlineData(204, "passed", "/-/ready answered HTTP 204")]
    [InlineData(503, "failed", "/-/ready answered HTTP 503: Service Unavailable now")]
    [InlineData(302, "failed", "/-/ready answered HTTP 302: Service Unavailable now")]
    public async Task Readiness(int status, string verdict, string detail)
    {
        _services.Running("prometheus").Answer("prometheus/-/ready", status >= 300 ? "Service\nUnavailable now\n" : "", status);
        await ExpectAsync(new ReadinessCheck("prometheus", "/-/ready"), verdict, detail);
    }

    [Fact]
    public async Task Readiness_of_something_unknown_is_not_claimed() =>
        await ExpectAsync(new ReadinessCheck(Running("new-thing"), ReadinessCheck.PathOf("new-thing")), "skipped", "no readiness endpoint is known");

    [Fact]
    public async Task A_hanging_service_costs_the_call_timeout_and_no_more()
    {
        _services.Running("loki").Hang("loki/ready");
        var entry = await RunAsync(new ReadinessCheck("loki", "/ready"), callTimeoutMs: 100);
        Assert.Equal("loki /loki/ready did not answer within 0.1 s", entry.Detail);
    }

    [Fact]
    public async Task A_service_that_is_gone_is_named()
    {
        _services.At("loki", $"http://127.0.0.1:{FakeServices.FreePort()}");
        Assert.StartsWith("loki /ready cannot be reached: ", (await RunAsync(new ReadinessCheck("loki", "/ready"))).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_are_read_from_Prometheus()
    {
        Prometheus("api/v1/targets", """{"activeTargets":[{"labels":{"job":"orders","namespace":"d","pod":"p","container":"c","service":"s","node":"n"},"health":"up","lastError":"","scrapeUrl":"http://x"}]}""");
        await ExpectAsync(new TargetCheck(new ExpectedTarget("orders") { Pod = "p" }), "passed", "up: http://x");
        await ExpectAsync(new TargetCheck(new ExpectedTarget("orders") { Pod = "q" }), "failed", "http://x has wrong labels: pod is \"p\", expected \"q\"");
    }

    [Theory]
    [InlineData("500 but JSON", 500, """{"status":"error","errorType":"internal","error":"disk on fire"}""", "disk on fire")]
    [InlineData("500", 500, "boom", "is not JSON")]
    [InlineData("empty", 200, "", "is not JSON")]
    [InlineData("no data", 200, """{"status":"success"}""", "unexpected shape")]
    [InlineData("other shape", 200, """{"status":"success","data":{"activeTargets":{}}}""", "unexpected shape")]
    [InlineData("wrong server", 200, "<html>nginx</html>", "is not JSON")]
    public async Task A_broken_Prometheus_fails_every_check_that_asks_it(string name, int status, string body, string evidence)
    {
        _services.Running("prometheus");
        foreach (var path in (string[])["targets", "rules", "alerts", "query"])
            _services.Answer($"prometheus/api/v1/{path}", body.Replace("activeTargets", "activeTargets\":{},\"groups\":{},\"alerts", StringComparison.Ordinal), status);
        _services.Running("orders", "sample");
        foreach (var check in (ISmokeCheck[])[new TargetCheck(new ExpectedTarget("x")), new RulesLoadedCheck([]), new WatchdogFiringCheck(), new ApplicationMetricCheck(Orders)])
        {
            var entry = await RunAsync(check);
            Assert.True(entry.Status == "failed" && entry.Detail.Contains(evidence, StringComparison.Ordinal), $"{name}: {check.Name}: {entry.Status} {entry.Detail}");
        }
    }

    [Fact]
    public async Task The_first_sample_of_an_application_is_found()
    {
        _services.Running("orders", "sample").Running("prometheus").Answers(
            "prometheus/api/v1/query",
            (200, Vector()),
            (200, Vector(("{\"__name__\":\"b_total\"}", "3"), ("{\"__name__\":\"a_total\"}", "2"))),
            (200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1700000010,"1"]]},{"metric":{},"values":[[1700000002.5,"1"],[1700000003,"1"]]}]}}"""));
        var check = new ApplicationMetricCheck(Orders);
        Assert.Equal("no series {job=\"orders\",__name__!~\"up|scrape_.+\"}", (await RunAsync(check)).Detail);
        await ExpectAsync(check, "passed", "2 metrics, 5 series, first sample at 22:13:22 UTC");
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000002500), check.FirstSampleAt);
        Assert.Contains(_services.Requests, r => r.Contains("{job=\"orders\",__name__=\"a_total\"}[30m]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"groups":[]}""", "rule groups are missing: platform; loaded: none")]
    [InlineData("""{"groups":[{"name":"platform","rules":[{"name":"A","health":"unknown"}]}]}""", "not evaluated yet: A")]
    [InlineData("""{"groups":[{"name":"platform","rules":[{"name":"A","health":"err","lastError":"many-to-many"}]}]}""", "rule \"A\" fails: many-to-many")]
    [InlineData("""{"groups":[{"name":"platform","rules":[{"name":"A","health":"ok"}]}]}""", "1 rules in 1 groups")]
    public async Task Rules(string data, string detail)
    {
        Prometheus("api/v1/rules", data);
        Assert.Equal(detail, (await RunAsync(new RulesLoadedCheck(["platform"]))).Detail);
    }

    [Theory]
    [InlineData("[]", "active alerts: none")]
    [InlineData("""[{"labels":{"alertname":"Watchdog"},"state":"pending"}]""", "active alerts: Watchdog (pending)")]
    [InlineData("""[{"labels":{"alertname":"Watchdog"},"state":"firing"}]""", null)]
    public async Task Watchdog_in_Prometheus(string alerts, string? evidence)
    {
        Prometheus("api/v1/alerts", $"{{\"alerts\":{alerts}}}");
        await ExpectAsync(new WatchdogFiringCheck(), evidence is null ? "passed" : "failed", evidence is null ? "firing" : "" + evidence);
    }

    [Theory]
    [InlineData("[]", "alerts in Alertmanager: none")]
    [InlineData("""[{"labels":{"alertname":"Watchdog"},"status":{"state":"suppressed"},"receivers":[]}]""", "alerts in Alertmanager: Watchdog (suppressed)")]
    [InlineData("""[{"labels":{"alertname":"Watchdog"},"status":{"state":"active"},"receivers":[{"name":"smoke"}]}]""", null)]
    public async Task Watchdog_in_Alertmanager(string alerts, string? evidence)
    {
        _services.Running("prometheus").Running("alertmanager").Answer("alertmanager/api/v2/alerts", alerts);
        await ExpectAsync(new WatchdogInAlertmanagerCheck(), evidence is null ? "passed" : "failed", evidence is null ? "active, for smoke" : "" + evidence);
    }

    [Fact]
    public async Task Logs_with_a_trace_id_are_found_as_metadata_or_in_the_line()
    {
        _services.Running("loki").Running("orders", "sample").Answers("loki/loki/api/v1/query_range",
            (200, Streams()), (200, Streams("{\\\"trace_id\\\":\\\"ab\\\"}")));
        await ExpectAsync(new LogWithTraceIdCheck(Orders), "passed", "{\"trace_id\":\"ab\"}");
        Assert.Contains(_services.Requests, r => r.Contains("query={service_name=\"orders\"} | trace_id != \"\"&", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logs_without_trace_ids_are_shown()
    {
        _services.Running("loki").Running("orders", "sample").Answers("loki/loki/api/v1/query_range", (200, Streams()), (200, Streams()), (200, Streams("plain line")));
        Assert.Contains("no trace_id in: plain line", (await RunAsync(new LogWithTraceIdCheck(Orders))).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_are_found_by_search_and_by_id()
    {
        Tempo("orders", "stock");
        await ExpectAsync(new TraceCheck(Orders), "passed", "trace ab12: 2 spans of orders, stock");
        await ExpectAsync(new TraceAcrossServicesCheck([Orders, new SmokeApp("stock")]), "passed", "trace ab12: 2 spans of orders, stock");
    }

    [Fact]
    public async Task A_trace_within_one_service_crosses_none()
    {
        Tempo("orders");
        await ExpectAsync(new TraceAcrossServicesCheck([Orders, new SmokeApp("stock")]), "failed", "each of the 2 traces looked at stays within one service");
    }

    [Fact]
    public async Task Crossing_needs_two_running_applications()
    {
        _services.Running("tempo").Running("orders", "sample").Stopped("stock", "left-out", "no node", "sample");
        await ExpectAsync(new TraceAcrossServicesCheck([Orders, new SmokeApp("stock")]), "skipped", "fewer than two applications that send traces are running: orders");
    }

    [Fact]
    public async Task Every_datasource_is_asked_for_its_health()
    {
        _services.Running("grafana")
            .Answer("grafana/api/datasources", """[{"name":"Prometheus","uid":"prometheus","type":"prometheus"},{"name":"Alertmanager","uid":"am","type":"alertmanager"}]""")
            .Answer("grafana/api/datasources/uid/prometheus/health", """{"status":"OK"}""")
            .Answer("grafana/api/datasources/proxy/uid/am/api/v2/status", "{}");
        await ExpectAsync(new DatasourceHealthCheck(), "passed", "Prometheus, Alertmanager");
        _services.Answer("grafana/api/datasources/uid/prometheus/health", """{"message":"plugin unavailable"}""", 404);
        await ExpectAsync(new DatasourceHealthCheck(), "failed", "datasource \"Prometheus\": HTTP 404: {\"message\":\"plugin unavailable\"}");
    }

    [Fact]
    public async Task Missing_dashboards_are_named()
    {
        _services.Running("grafana").Answer("grafana/api/search", """[{"uid":"red","title":"RED"}]""");
        await ExpectAsync(new DashboardsProvisionedCheck(["red"]), "passed", "1 dashboards");
        await ExpectAsync(new DashboardsProvisionedCheck(["red", "node"]), "failed", "missing: node");
    }

    [Theory]
    [InlineData("valid-alertmanager.json", "Watchdog", "")]
    [InlineData("invalid-every-field.json", "", "version is \"3\", expected \"4\"|groupKey is missing|status is neither firing nor resolved|commonLabels is not a map of texts|receiver is missing|alerts[0].annotations is not a map of texts|alerts[0].startsAt is no RFC 3339 time|alerts[0].status is neither firing nor resolved|alerts[1] is not an object")]
    public void Webhook_messages_are_validated(string file, string firing, string mistakes)
    {
        var call = WebhookCall.Read(File.ReadAllBytes(Path.Combine(Repository.Root, "tests/Platform/Smoke/fixtures/webhook", file)));
        Assert.Equal((firing, mistakes), (string.Join('|', call.Firing), string.Join('|', call.Mistakes)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"alerts\":[1]}")]
    public void Garbage_is_no_webhook_message(string body) => Assert.NotEmpty(WebhookCall.Read(Encoding.UTF8.GetBytes(body)).Mistakes);

    [Fact]
    public async Task The_webhook_listens_while_the_checks_run_and_not_after()
    {
        var port = FakeServices.FreePort();
        _services.Running("prometheus").Running("alertmanager");
        using var http = new HttpClient();
        var message = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests/Platform/Smoke/fixtures/webhook/valid-alertmanager.json"), TestContext.Current.CancellationToken);
        var run = SmokeRunner.RunAsync(new SmokeRequest { WebhookPort = port, Within = TimeSpan.FromSeconds(2) }, _services.Gateway, TestContext.Current.CancellationToken);
        using (var refused = await http.GetAsync($"http://127.0.0.1:{port}/"))
            Assert.Equal(405, (int)refused.StatusCode);
        using (var accepted = await http.PostAsync($"http://127.0.0.1:{port}/", new StringContent(message)))
            Assert.Equal(200, (int)accepted.StatusCode);
        var section = await run;
        Assert.Equal(("passed", $"received on port {port} for receiver \"smoke-test\""), section.Checks.Where(c => c.Name == "Watchdog is delivered to a webhook").Select(c => (c.Status, c.Detail)).Single());
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync($"http://127.0.0.1:{port}/"));
    }

    [Fact]
    public async Task A_webhook_port_that_is_taken_fails_its_check_alone()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        _services.Running("prometheus").Running("alertmanager").Answer("alertmanager/-/ready", "");
        var section = await SmokeRunner.RunAsync(new SmokeRequest { WebhookPort = port, Within = TimeSpan.FromMilliseconds(200) }, _services.Gateway, TestContext.Current.CancellationToken);
        Assert.StartsWith($"cannot listen on 127.0.0.1:{port}: ", section.Checks.Single(c => c.Name == "Watchdog is delivered to a webhook").Detail, StringComparison.Ordinal);
        Assert.Equal("passed", section.Checks.Single(c => c.Name == "alertmanager is ready").Status);
    }

    private string Running(string name)
    {
        _services.Running(name);
        return name;
    }

    private void Prometheus(string path, string data) => _services.Running("prometheus").Answer("prometheus/" + path, $"{{\"status\":\"success\",\"data\":{data}}}");

    private void Tempo(params string[] services)
    {
        var batches = services.Select(s => $$$"""{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"{{{s}}}"}}]},"scopeSpans":[{"spans":[{}]}]}""");
        _services.Running("tempo").Running("orders", "sample").Running("stock", "sample")
            .Answer("tempo/api/search", """{"traces":[{"traceID":"ab12"}]}""")
            .Answer("tempo/api/traces/ab12", $"{{\"batches\":[{string.Join(',', batches)}]}}");
    }

    private static string Vector(params (string Metric, string Value)[] series) =>
        $"{{\"status\":\"success\",\"data\":{{\"resultType\":\"vector\",\"result\":[{string.Join(',', series.Select(s => $"{{\"metric\":{s.Metric},\"value\":[1700000020,\"{s.Value}\"]}}"))}]}}}}";

    private static string Streams(params string[] lines) =>
        $"{{\"status\":\"success\",\"data\":{{\"resultType\":\"streams\",\"result\":[{string.Join(',', lines.Select(l => $"{{\"stream\":{{}},\"values\":[[\"1\",\"{l}\"]]}}"))}]}}}}";

    private async Task ExpectAsync(ISmokeCheck check, string verdict, string detail)
    {
        var entry = await RunAsync(check);
        Assert.Equal((verdict, detail), (entry.Status, entry.Detail));
    }

    // One look and no deadline: what a check sees does not depend on how busy the machine is. Answers that come one after the
    // other are looked at until one of them decides.
    private async Task<CheckEntry> RunAsync(ISmokeCheck check, int looks = 1, int callTimeoutMs = 10_000)
    {
        var run = new CheckRun(check, _services.Gateway, new SmokeContext(_services.Gateway, TimeSpan.FromMilliseconds(callTimeoutMs)), TimeSpan.Zero);
        var seen = run.Blocked();
        for (var i = 0; seen is null || (i < looks && seen.Outcome == TalosPlatform.Smoke.Outcome.NotYet); i++)
            seen = await run.ObserveOnceAsync(TestContext.Current.CancellationToken);
        return new CheckEntry(check.Name, seen.Outcome switch { TalosPlatform.Smoke.Outcome.Holds => "passed", TalosPlatform.Smoke.Outcome.Skip => "skipped", _ => "failed" }, 0, seen.Seen);
    }
}
