using System.Text;
using TalosPlatform.Tests.Samples.Support;

namespace TalosPlatform.Tests.Samples;

/// <summary>One request, seen as one trace by the collector that both services send to.</summary>
public sealed class TraceTests(SampleBuilds builds)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736", Caller = "00f067aa0ba902b7";

    [Fact]
    public async Task A_checkout_is_one_trace_from_the_shop_to_the_gRPC_call()
    {
        await using var collector = new OtlpCollector();
        var telemetry = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint.ToString(), ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        };
        await using var orders = await SampleProcess.StartAsync(builds, "grpc-orders", telemetry);
        await using var shop = await SampleProcess.StartAsync(builds, "node-express",
            new Dictionary<string, string>(telemetry) { ["ORDERS_URL"] = orders.Http.BaseAddress!.ToString() });
        await Checkout(shop);
        await Received(collector, 5);

        var spans = collector.Spans.Where(span => span.TraceId == Trace).ToDictionary(span => span.Id);
        Assert.Equal(5, spans.Count);
        var checkout = Child(spans, Caller, ReceivedSpan.Server, "node-express", "POST /checkout");
        var call = Child(spans, checkout.Id, ReceivedSpan.Client, "node-express", "POST /orders");
        var gateway = Child(spans, call.Id, ReceivedSpan.Server, "grpc-orders", "POST /orders");
        var rpc = Child(spans, gateway.Id, ReceivedSpan.Client, "grpc-orders", "orders.v1.OrderService/PlaceOrder");
        Child(spans, rpc.Id, ReceivedSpan.Server, "grpc-orders", "POST /orders.v1.OrderService/PlaceOrder");

        var logged = shop.Log.Concat(orders.Log).Where(line => line.TryGetProperty("trace_id", out var id) && id.GetString() == Trace).ToArray();
        Assert.Contains(logged, line => line.GetProperty("msg").GetString()!.StartsWith("Order placed", StringComparison.Ordinal));
        Assert.Contains(logged, line => line.GetProperty("msg").GetString() == "Checkout completed");
        Assert.All(logged, line => Assert.Contains(line.GetProperty("span_id").GetString()!, spans.Keys));
    }

    [Fact]
    public async Task A_checkout_is_one_trace_of_four_services_down_to_the_database()
    {
        await using var collector = new OtlpCollector();
        var telemetry = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint.ToString(), ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        };
        await using var catalogue = await SampleProcess.StartAsync(builds, "postgres-catalog", telemetry);
        await using var orders = await SampleProcess.StartAsync(builds, "grpc-orders",
            new Dictionary<string, string>(telemetry) { ["CATALOGUE_URL"] = catalogue.Http.BaseAddress!.ToString() });
        await using var shop = await SampleProcess.StartAsync(builds, "node-express",
            new Dictionary<string, string>(telemetry) { ["ORDERS_URL"] = orders.Http.BaseAddress!.ToString() });
        await Checkout(shop);
        await Received(collector, 8);

        var spans = collector.Spans.Where(span => span.TraceId == Trace).ToDictionary(span => span.Id);
        Assert.Equal(8, spans.Count);
        var query = Assert.Single(spans.Values, span => span.Name == "item_by_name");
        Assert.Equal(("postgres-catalog", ReceivedSpan.Client), (query.Service, query.Kind));
        string[] way = [query.Name, .. Ancestors(spans, query).Select(span => $"{span.Service} {span.Name}")];
        Assert.Equal(
            [
                "item_by_name", "postgres-catalog GET /items/{name}", "grpc-orders GET", "grpc-orders POST /orders.v1.OrderService/PlaceOrder",
                "grpc-orders orders.v1.OrderService/PlaceOrder", "grpc-orders POST /orders", "node-express POST /orders", "node-express POST /checkout",
            ],
            way);
    }

    [Fact]
    public async Task A_checkout_reaches_the_stock_and_a_product_page_the_recommendations()
    {
        await using var collector = new OtlpCollector();
        var telemetry = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint.ToString(), ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        };
        await using var stock = await SampleProcess.StartAsync(builds, "go-http", telemetry);
        await using var advice = await SampleProcess.StartAsync(builds, "python-fastapi", telemetry);
        await using var orders = await SampleProcess.StartAsync(builds, "grpc-orders",
            new Dictionary<string, string>(telemetry) { ["STOCK_URL"] = stock.Http.BaseAddress!.ToString() });
        await using var shop = await SampleProcess.StartAsync(builds, "node-express", new Dictionary<string, string>(telemetry)
        {
            ["ORDERS_URL"] = orders.Http.BaseAddress!.ToString(), ["RECOMMENDATIONS_URL"] = advice.Http.BaseAddress!.ToString(),
        });
        await Checkout(shop);
        Assert.Contains("\"goesWith\":[\"lamp\",\"mug\"]", await shop.Http.GetStringAsync("/products/book", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await Received(collector, 10);

        Assert.Equal(99_999, (await stock.MetricsAsync()).Sum("stock_pieces", ("item", "book")));
        var checkout = collector.Spans.Where(span => span.TraceId == Trace).ToDictionary(span => span.Id);
        Assert.Equal(7, checkout.Count);
        var reserved = Assert.Single(checkout.Values, span => span.Service == "go-http");
        Assert.Equal(("POST /reservations", ReceivedSpan.Server), (reserved.Name, reserved.Kind));
        var asking = checkout[reserved.ParentId];
        Assert.Equal(("grpc-orders", ReceivedSpan.Client), (asking.Service, asking.Kind));
        Assert.Equal("POST /orders.v1.OrderService/PlaceOrder", checkout[asking.ParentId].Name);

        var page = collector.Spans.Where(span => span.TraceId != Trace).ToDictionary(span => span.Id);
        var advised = Assert.Single(page.Values, span => span.Service == "python-fastapi");
        Assert.Equal(("GET /recommendations/{item}", "node-express"), (advised.Name, page[advised.ParentId].Service));
        Assert.Equal(3, page.Count);
    }

    [Theory]
    [InlineData("grpc-orders", "/orders")]
    [InlineData("node-express", "/products")]
    [InlineData("go-http", "/stock")]
    [InlineData("python-fastapi", "/recommendations")]
    [InlineData("postgres-catalog", "/items")]
    public async Task A_failed_request_is_a_failed_span_and_probes_are_none(string name, string path)
    {
        await using var collector = new OtlpCollector();
        await using var sample = await SampleProcess.StartAsync(builds, name, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = $"{collector.Endpoint}v1/traces", ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["FAULT_ERROR_RATE"] = "1", ["OTEL_SERVICE_NAME"] = "renamed", ["OTEL_RESOURCE_ATTRIBUTES"] = "k8s.namespace.name=shop,k8s.pod.name=a",
        });
        foreach (var probe in new[] { "/healthz", "/readyz", "/metrics", path })
            await sample.StatusOrNull(probe);
        await Received(collector, 1);
        await Task.Delay(300, TestContext.Current.CancellationToken);

        Assert.All(collector.Spans, span => Assert.Equal(
            ("renamed", "1.0.0", "shop", "a"),
            (span.Service, span.Resource["service.version"], span.Resource["k8s.namespace.name"], span.Resource["k8s.pod.name"])));
        var root = Assert.Single(collector.Spans, span => span.ParentId.Length == 0);
        Assert.Equal(($"GET {path}", ReceivedSpan.Server, ReceivedSpan.Failed), (root.Name, root.Kind, root.Status));
    }

    [Theory]
    [InlineData("grpc-orders", "/orders")]
    [InlineData("node-express", "/products")]
    [InlineData("go-http", "/stock")]
    [InlineData("python-fastapi", "/recommendations")]
    [InlineData("postgres-catalog", "/items")]
    public async Task Logs_go_to_the_collector_only_when_it_is_named_for_logs(string name, string path)
    {
        await using var collector = new OtlpCollector();
        await using var sample = await SampleProcess.StartAsync(builds, name, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"] = $"{collector.Endpoint}v1/logs", ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "k8s.namespace.name=shop",
        });
        await sample.StatusOrNull(path);
        await sample.TerminateAsync();
        await sample.ExitAsync(TimeSpan.FromSeconds(10));

        Assert.Empty(collector.Spans);
        var log = Assert.Single(collector.Logs, record => record.Body.StartsWith($"GET {path} answered 200", StringComparison.Ordinal));
        Assert.Equal((name, 32, "shop"), (log.Service, log.TraceId.Length, log.Resource["k8s.namespace.name"]));
        Assert.Contains("info", log.Severity, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("grpc-orders", "/orders")]
    [InlineData("node-express", "/products")]
    [InlineData("go-http", "/stock")]
    [InlineData("python-fastapi", "/recommendations")]
    [InlineData("postgres-catalog", "/items")]
    public async Task A_trace_that_the_caller_does_not_keep_has_no_spans_and_no_exemplars(string name, string path)
    {
        await using var collector = new OtlpCollector();
        await using var sample = await SampleProcess.StartAsync(builds, name, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint.ToString(), ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", $"00-{Trace}-{Caller}-00");
        using var answer = await sample.Http.SendAsync(request, TestContext.Current.CancellationToken);
        using var scrape = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        scrape.Headers.Add("Accept", "application/openmetrics-text");
        using var metrics = await sample.Http.SendAsync(scrape, TestContext.Current.CancellationToken);
        await sample.TerminateAsync();
        await sample.ExitAsync(TimeSpan.FromSeconds(10));

        Assert.Empty(collector.Spans);
        Assert.DoesNotContain(Trace, await metrics.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task Checkout(SampleProcess shop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/checkout")
        {
            Content = new StringContent("""{"item":"book","quantity":1}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("traceparent", $"00-{Trace}-{Caller}-01");
        using var answer = await shop.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static Task Received(OtlpCollector collector, int spans) => Eventually.Holds(
        () => Task.FromResult(collector.Spans.Count >= spans), TimeSpan.FromSeconds(10),
        () => $"{collector.Spans.Count} spans: {string.Join(", ", collector.Spans)}");

    private static IEnumerable<ReceivedSpan> Ancestors(Dictionary<string, ReceivedSpan> spans, ReceivedSpan span)
    {
        while (spans.TryGetValue(span.ParentId, out var parent))
            yield return span = parent;
    }

    private static ReceivedSpan Child(Dictionary<string, ReceivedSpan> spans, string parent, int kind, string service, string name)
    {
        var span = Assert.Single(spans.Values, span => span.ParentId == parent);
        Assert.Equal((kind, service, name), (span.Kind, span.Service, span.Name));
        return span;
    }
}
