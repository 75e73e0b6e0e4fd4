using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TalosPlatform.Tests.Samples.Support;

namespace TalosPlatform.Tests.Samples;

/// <summary>What a sample is asked for in the tests that hold for every sample.</summary>
/// <param name="Read">A path that answers 200.</param>
/// <param name="Write">A path that takes <paramref name="Body"/> and answers 201.</param>
/// <param name="Body">A valid JSON body.</param>
/// <param name="WithParameter">A path with something variable in it, which answers 404.</param>
/// <param name="Route">The template of that path.</param>
/// <param name="Refused">Bodies that are answered with 400, and a word that the message must have.</param>
/// <param name="Metrics">The sample's own metrics, present from the start.</param>
public sealed record Traffic(
    string Read, string Write, string Body, string WithParameter, string Route, IReadOnlyList<(string Body, string Says)> Refused,
    IReadOnlyList<string> Metrics);

/// <summary>What every sample promises, tried on the running process.</summary>
public abstract class SampleContract(SampleBuilds builds, string name, Traffic traffic)
{
    private const string Requests = "http_server_request_duration_seconds";
    private const string PrometheusAccepts =
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private static readonly string[] ProbePaths = ["/healthz", "/readyz", "/metrics"];

    [Fact]
    public async Task Is_alive_and_ready()
    {
        await using var sample = await Start();
        Assert.Equal(HttpStatusCode.OK, await sample.StatusOrNull("/healthz"));
        Assert.Equal(HttpStatusCode.OK, await sample.StatusOrNull("/readyz"));
    }

    [Fact]
    public async Task Has_the_metrics_that_dashboards_and_alerts_build_on()
    {
        await using var sample = await Start();
        await Post(sample, traffic.Write, traffic.Body);
        var metrics = await sample.MetricsAsync();

        Assert.Equal("histogram", metrics.Types[Requests]);
        Assert.Equal(1, metrics.Sum($"{Requests}_count", ("method", "POST"), ("route", traffic.Write), ("status_code", "201")));
        Assert.Equal(0, metrics.Sum("http_server_active_requests"));
        Assert.All(traffic.Metrics, metric => Assert.NotEmpty(metrics.Of(metric)));
        Assert.InRange(metrics.Sum("process_resident_memory_bytes"), 10e6, 1e9);
        Assert.InRange(metrics.Sum("process_cpu_seconds_total"), 0, 60);
        Assert.InRange(metrics.Sum("process_start_time_seconds"), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 5);
        Assert.Equal(1, metrics.Sum("app_build_info"));
    }

    [Fact]
    public async Task Serves_OpenMetrics_with_exemplars_to_those_who_ask_and_the_classic_format_to_the_rest()
    {
        await using var sample = await Start();
        await Post(sample, traffic.Write, traffic.Body);

        for (var round = 0; round < 2; round++) // A scrape in one format must not disturb the next in the other.
        {
            using var asked = await Scrape(sample, PrometheusAccepts);
            var text = await asked.Content.ReadAsStringAsync();
            Assert.Equal("application/openmetrics-text", asked.Content.Headers.ContentType!.MediaType);
            Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
            var exemplar = Exposition.Parse(text).Of($"{Requests}_bucket").Select(bucket => bucket.Exemplar).First(found => found is not null)!;
            Assert.Contains(sample.Log, line => Text(line, "trace_id") == exemplar["trace_id"]);

            using var plain = await Scrape(sample, "*/*");
            var classic = await plain.Content.ReadAsStringAsync();
            Assert.Equal("text/plain", plain.Content.Headers.ContentType!.MediaType);
            Assert.DoesNotContain("# EOF", classic, StringComparison.Ordinal);
            Assert.All(Exposition.Parse(classic).Samples, line => Assert.Null(line.Exemplar));
            Assert.All(traffic.Metrics, metric => Assert.NotEmpty(Exposition.Parse(classic).Of(metric)));
        }
    }

    [Fact]
    public async Task Labels_a_request_with_its_route_template_and_nothing_a_client_can_choose()
    {
        await using var sample = await Start();
        for (var i = 0; i < 20; i++)
        {
            await sample.StatusOrNull($"{traffic.WithParameter}{i}");
            await sample.StatusOrNull($"/nowhere/{i}");
            using var odd = new HttpRequestMessage(new HttpMethod(i % 2 == 0 ? "PROPFIND" : "TRACE"), traffic.Read);
            using var _ = await sample.Http.SendAsync(odd);
        }
        var metrics = await sample.MetricsAsync();

        Assert.Equal(20, metrics.Sum($"{Requests}_count", ("route", traffic.Route), ("status_code", "404")));
        Assert.Equal(20, metrics.Sum($"{Requests}_count", ("route", "unmatched"), ("method", "GET")));
        Assert.Equal(20, metrics.Sum($"{Requests}_count", ("method", "other")));
        Assert.InRange(metrics.Of($"{Requests}_count").Count(), 3, 6);
    }

    [Fact]
    public async Task Logs_one_JSON_object_a_line_with_the_trace_of_the_caller()
    {
        await using var sample = await Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, traffic.Read);
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var _ = await sample.Http.SendAsync(request);
        await Eventually.Holds(() => Task.FromResult(Answered(sample).Any()), TimeSpan.FromSeconds(5), () => string.Join('\n', sample.Output));

        Assert.All(sample.Log, line =>
        {
            Assert.True(DateTimeOffset.TryParse(Text(line, "time"), out var time) && time.Offset == TimeSpan.Zero, line.ToString());
            Assert.Contains(Text(line, "level"), new[] { "debug", "info", "warn", "error" });
            Assert.NotEmpty(Text(line, "msg")!);
            Assert.Equal(name, Text(line, "service"));
        });
        var answered = Answered(sample).Single();
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", Text(answered, "trace_id"));
        Assert.Matches("^[0-9a-f]{16}$", Text(answered, "span_id")!);
        Assert.Equal(("GET", traffic.Read, 200), (Text(answered, "method"), Text(answered, "route"), answered.GetProperty("status_code").GetInt32()));
        Assert.InRange(answered.GetProperty("duration_ms").GetDouble(), 0.001, 10_000);
    }

    [Fact]
    public async Task Keeps_probes_and_scrapes_out_of_log_and_traffic()
    {
        await using var sample = await Start();
        foreach (var path in ProbePaths)
            await sample.StatusOrNull(path);
        await sample.StatusOrNull(traffic.Read);
        await Eventually.Holds(() => Task.FromResult(Answered(sample).Any()), TimeSpan.FromSeconds(5), () => string.Join('\n', sample.Output));

        Assert.Single(Answered(sample));
        Assert.Equal(1, (await sample.MetricsAsync()).Sum($"{Requests}_count"));
    }

    [Fact]
    public async Task Tells_the_client_what_is_wrong_with_a_request()
    {
        await using var sample = await Start();
        foreach (var (body, says) in traffic.Refused)
        {
            var (status, answer) = await Post(sample, traffic.Write, body);
            Assert.True(status == HttpStatusCode.BadRequest, $"{body} was answered with {status}: {answer}");
            Assert.Contains(says, JsonDocument.Parse(answer).RootElement.GetProperty("error").GetString(), StringComparison.OrdinalIgnoreCase);
        }
        var (tooLarge, _) = await Post(sample, traffic.Write, $"{{\"item\":\"{new string('x', 20_000)}\"}}");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge);
        Assert.Equal(0, (await sample.MetricsAsync()).Of($"{Requests}_count")
            .Where(line => line.Labels["status_code"].StartsWith('5')).Sum(line => line.Value));
    }

    [Fact]
    public async Task Is_slow_and_fails_when_told_to_and_recovers()
    {
        await using var sample = await Start();
        Assert.Equal(HttpStatusCode.OK, (await Put(sample, """{"latencyMs":300}""")).Status);
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(HttpStatusCode.OK, await sample.StatusOrNull(traffic.Read));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 295, 5000);
        Assert.Equal(300, (await sample.MetricsAsync()).Sum("fault_injection_level", ("fault", "latency_ms")));

        Assert.Equal(HttpStatusCode.OK, (await Put(sample, """{"errorRate":1}""")).Status);
        Assert.Equal(0, (await sample.MetricsAsync()).Sum("fault_injection_level", ("fault", "latency_ms")));
        Assert.Equal(HttpStatusCode.InternalServerError, await sample.StatusOrNull(traffic.Read));
        Assert.Equal(HttpStatusCode.OK, await sample.StatusOrNull("/healthz"));
        Assert.Equal(HttpStatusCode.OK, await sample.StatusOrNull("/readyz"));

        var (_, changed) = await Post(sample, "/faults", """{"latencyMs":1}""");
        Assert.Equal(1, JsonDocument.Parse(changed).RootElement.GetProperty("errorRate").GetDouble());

        using var _ = await sample.Http.DeleteAsync("/faults");
        Assert.Equal(HttpStatusCode.OK, await sample.StatusOrNull(traffic.Read));
        Assert.Equal(0, (await sample.MetricsAsync()).Sum("fault_injection_level"));
    }

    [Fact]
    public async Task Refuses_faults_that_make_no_sense()
    {
        string[] bodies =
        [
            """{"latencyMs":-1}""", """{"latencyMs":60001}""", """{"errorRate":1.01}""", """{"errorRate":"1"}""",
            """{"memoryLeakMiBPerSecond":1e9}""", """{"cpuBurn":2}""", """{"crash":"yes"}""", """{"typo":1}""", "[]", "null", "{",
        ];
        await using var sample = await Start();
        foreach (var body in bodies)
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, (await Put(sample, body)).Status));
        Assert.Equal(0, (await sample.MetricsAsync()).Sum("fault_injection_level"));
    }

    [Fact]
    public async Task Leaks_memory_up_to_the_limit_and_gives_it_back()
    {
        await using var sample = await Start(new() { ["FAULT_MEMORY_LEAK_LIMIT_MIB"] = "100" });
        var before = await Resident(sample);
        await Put(sample, """{"memoryLeakMiBPerSecond":50}""");
        await Eventually.Holds(async () => await Resident(sample) > before + 95e6, TimeSpan.FromSeconds(15), () => "memory did not grow by 95 MB");
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
        Assert.InRange(await Resident(sample), before, before + 140e6);

        await Put(sample, "{}");
        await Eventually.Holds(async () => await Resident(sample) < before + 50e6, TimeSpan.FromSeconds(15), () => "memory was not given back");
    }

    [Fact]
    public async Task Burns_processor_time()
    {
        await using var sample = await Start();
        await Put(sample, """{"cpuBurn":0.8}""");
        var before = (await sample.MetricsAsync()).Sum("process_cpu_seconds_total");
        await Eventually.Holds(
            async () => (await sample.MetricsAsync()).Sum("process_cpu_seconds_total") > before + 0.8, TimeSpan.FromSeconds(15), () => "CPU time did not rise");
        Assert.Equal(HttpStatusCode.OK, await sample.StatusOrNull("/healthz"));
    }

    [Fact]
    public async Task Crashes_when_told_to()
    {
        await using var sample = await Start();
        await Put(sample, """{"crash":true}""");
        Assert.Equal(1, await sample.ExitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains(sample.Log, line => Text(line, "level") == "fatal");
    }

    [Fact]
    public async Task Takes_faults_from_the_environment_and_can_close_the_endpoint()
    {
        await using var sample = await Start(new() { ["FAULT_ERROR_RATE"] = "1", ["FAULTS_ENDPOINT"] = "off" });
        Assert.Equal(HttpStatusCode.InternalServerError, await sample.StatusOrNull(traffic.Read));
        Assert.Equal(HttpStatusCode.NotFound, (await Put(sample, "{}")).Status);
    }

    [Theory]
    [InlineData("PORT", "abc")]
    [InlineData("PORT", "70000")]
    [InlineData("FAULT_ERROR_RATE", "2")]
    [InlineData("SHUTDOWN_DELAY_SECONDS", "-1")]
    public async Task Refuses_to_start_with_a_setting_that_makes_no_sense(string variable, string value)
    {
        await using var sample = await Start(new() { [variable] = value }, waitUntilReady: false);
        Assert.Equal(2, await sample.ExitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains($"{variable} is \"{value}\"", sample.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", sample.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finishes_requests_before_it_ends()
    {
        await using var sample = await Start(new() { ["FAULT_LATENCY_MS"] = "1000", ["SHUTDOWN_DELAY_SECONDS"] = "1" });
        var slow = sample.StatusOrNull(traffic.Read);
        await Eventually.Holds(
            async () => (await sample.MetricsAsync()).Sum("http_server_active_requests") == 1, TimeSpan.FromSeconds(5), () => "the request did not start");
        var asked = Stopwatch.GetTimestamp();
        await sample.TerminateAsync();

        await Eventually.Holds(
            async () => await sample.StatusOrNull("/readyz") == HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1), () => "still ready");
        Assert.Equal(HttpStatusCode.OK, await slow);
        Assert.Equal(0, await sample.ExitAsync(TimeSpan.FromSeconds(10)));
        Assert.InRange(Stopwatch.GetElapsedTime(asked).TotalSeconds, 0.9, 5);
    }

    [Fact]
    public async Task Works_while_the_collector_is_away()
    {
        await using var sample = await Start(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9", ["OTEL_BSP_SCHEDULE_DELAY"] = "100" });
        Assert.Equal(HttpStatusCode.OK, await sample.StatusOrNull(traffic.Read));
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, await sample.StatusOrNull(traffic.Read));
        Assert.All(sample.Log, line => Assert.NotNull(Text(line, "msg")));
        await sample.TerminateAsync();
        Assert.Equal(0, await sample.ExitAsync(TimeSpan.FromSeconds(15)));
    }

    [Fact]
    public async Task Answers_every_request_of_its_load_description_with_success()
    {
        await using var sample = await Start();
        foreach (var request in AppManifest.Of(name).Load)
        {
            using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Path);
            if (request.Body is not null)
                message.Content = new StringContent(request.Body, Encoding.UTF8, request.ContentType!);
            using var answer = await sample.Http.SendAsync(message);
            Assert.True(answer.IsSuccessStatusCode, $"{request.Method} {request.Path}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Has_every_metric_that_its_alerts_and_smoke_tests_ask_for()
    {
        await using var sample = await Start();
        await Post(sample, traffic.Write, traffic.Body);
        await sample.StatusOrNull(traffic.Read);
        var names = (await sample.MetricsAsync()).Samples.Select(line => line.Name).ToHashSet(StringComparer.Ordinal);
        names.Add("up");
        Assert.All(SampleFiles.MetricNames(name), metric => Assert.Contains(metric, names));
    }

    protected Task<SampleProcess> Start(Dictionary<string, string>? environment = null, bool waitUntilReady = true) =>
        SampleProcess.StartAsync(builds, name, environment, waitUntilReady);

    protected static async Task<(HttpStatusCode Status, string Body)> Post(SampleProcess sample, string path, string body) =>
        await Send(sample, HttpMethod.Post, path, body);

    protected static async Task<(HttpStatusCode Status, string Body)> Put(SampleProcess sample, string faults) =>
        await Send(sample, HttpMethod.Put, "/faults", faults);

    private static async Task<(HttpStatusCode Status, string Body)> Send(SampleProcess sample, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await sample.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> Scrape(SampleProcess sample, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        foreach (var part in accept.Split(','))
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(part));
        return await sample.Http.SendAsync(request);
    }

    private static async Task<double> Resident(SampleProcess sample) => (await sample.MetricsAsync()).Sum("process_resident_memory_bytes");

    private static IEnumerable<JsonElement> Answered(SampleProcess sample) => sample.Log.Where(line => line.TryGetProperty("status_code", out _));

    private static string? Text(JsonElement line, string field) => line.TryGetProperty(field, out var value) ? value.GetString() : null;
}
