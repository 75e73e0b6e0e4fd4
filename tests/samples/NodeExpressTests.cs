using System.Net;
using System.Text.Json;
using TalosPlatform.Tests.Samples.Support;

namespace TalosPlatform.Tests.Samples;

public sealed class NodeExpressTests(SampleBuilds builds) : SampleContract(builds, "node-express", new Traffic(
    Read: "/products", Write: "/checkout", Body: """{"item":"book","quantity":2}""",
    WithParameter: "/products/none", Route: "/products/:item",
    Refused:
    [
        ("""{"item":"x","quantity":1}""", "book, lamp, mug, pen"),
        ("""{"quantity":1}""", "item"),
        ("""{"item":"book","quantity":0}""", "1 to 100"),
        ("""{"item":"book","quantity":1.5}""", "whole number"),
        ("""{"item":"book","quantity":"1"}""", "quantity"),
        ("""{"item":"book","quantity":1,"currency":5}""", "currency"),
        ("null", "JSON"), ("[]", "item"), ("{", "JSON"), ("", "item"),
    ],
    Metrics: ["checkouts_total", "nodejs_eventloop_lag_p90_seconds", "nodejs_heap_size_used_bytes", "process_cpu_seconds_total"]))
{
    private readonly SampleBuilds _builds = builds;

    [Fact]
    public async Task Places_an_order_when_there_is_an_orders_service()
    {
        await using var orders = await SampleProcess.StartAsync(_builds, "grpc-orders");
        await using var shop = await Start(new() { ["ORDERS_URL"] = orders.Http.BaseAddress!.ToString() });

        var (status, body) = await Post(shop, "/checkout", """{"item":"mug","quantity":2}""");
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(17.8m, JsonDocument.Parse(body).RootElement.GetProperty("order").GetProperty("total").GetDecimal());
        Assert.Equal(1, (await orders.MetricsAsync()).Sum("orders_placed_total", ("item", "mug")));

        var (refused, why) = await Post(shop, "/checkout", """{"item":"mug","quantity":2,"currency":"XYZ"}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Contains("EUR, USD", why, StringComparison.Ordinal);

        var metrics = await shop.MetricsAsync();
        Assert.Equal((1, 1, 0), (Outcome(metrics, "completed"), Outcome(metrics, "refused"), Outcome(metrics, "failed")));
        Assert.Equal(1, metrics.Sum("http_client_request_duration_seconds_count", ("peer", "orders"), ("status_code", "201")));
    }

    [Fact]
    public async Task Says_that_the_orders_service_is_gone_fails_or_is_slow()
    {
        await using var orders = await SampleProcess.StartAsync(_builds, "grpc-orders");
        await using var shop = await Start(new() { ["ORDERS_URL"] = orders.Http.BaseAddress!.ToString(), ["ORDERS_TIMEOUT_MS"] = "2000" });
        const string body = """{"item":"mug","quantity":2}""";

        await Post(orders, "/faults", """{"errorRate":1}""");
        Assert.Equal(HttpStatusCode.BadGateway, (await Post(shop, "/checkout", body)).Status);
        await Post(orders, "/faults", """{"errorRate":0,"latencyMs":6000}""");
        Assert.Equal(HttpStatusCode.GatewayTimeout, (await Post(shop, "/checkout", body)).Status);
        await Post(orders, "/faults", """{"crash":true}""");
        await orders.ExitAsync(TimeSpan.FromSeconds(10));
        var (gone, why) = await Post(shop, "/checkout", body);
        Assert.Equal(HttpStatusCode.BadGateway, gone);
        Assert.Contains("ECONNREFUSED", why, StringComparison.Ordinal);

        Assert.Equal(3, Outcome(await shop.MetricsAsync(), "failed"));
        Assert.Equal(HttpStatusCode.OK, await shop.StatusOrNull("/readyz"));
    }

    [Fact]
    public async Task Shows_a_product_without_recommendations_while_their_service_is_away()
    {
        await using var shop = await Start(new() { ["RECOMMENDATIONS_URL"] = "http://127.0.0.1:9" });
        Assert.Contains("\"goesWith\":[]", await shop.Http.GetStringAsync("/products/book"), StringComparison.Ordinal);
        Assert.Equal(1, (await shop.MetricsAsync()).Sum("http_client_request_duration_seconds_count", ("peer", "recommendations"), ("status_code", "error")));
    }

    private static double Outcome(Exposition metrics, string outcome) => metrics.Sum("checkouts_total", ("outcome", outcome));
}
