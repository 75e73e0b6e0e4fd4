using System.Text.Json;
using TalosPlatform.Tests.Samples.Support;

namespace TalosPlatform.Tests.Samples;

public sealed class GrpcOrdersTests(SampleBuilds builds) : SampleContract(builds, "grpc-orders", new Traffic(
    Read: "/orders", Write: "/orders", Body: """{"item":"book","quantity":2,"currency":"USD"}""",
    WithParameter: "/orders/99", Route: "/orders/{id}",
    Refused:
    [
        ("""{"item":"x","quantity":1}""", "book, lamp, mug, pen"),
        ("""{"quantity":1}""", "item"),
        ("""{"item":"book","quantity":0}""", "1 to 100"),
        ("""{"item":"book","quantity":"1"}""", "quantity"),
        ("""{"item":"book","quantity":1,"currency":"XYZ"}""", "EUR, USD"),
        ("""{"item":"book","quantity":1,"coupon":"x"}""", "coupon"),
        ("null", "object"), ("[]", "object"), ("{", "object"), ("", "object"),
    ],
    Metrics: ["orders_placed_total", "orders_value_total", "orders_stored", "process_working_set_bytes"]))
{
    private readonly SampleBuilds _builds = builds;

    [Fact]
    public async Task Remembers_what_was_ordered_and_counts_its_value()
    {
        await using var sample = await Start();
        var (_, placed) = await Post(sample, "/orders", """{"item":"lamp","quantity":3}""");
        var id = JsonDocument.Parse(placed).RootElement.GetProperty("id").GetString();
        await Post(sample, "/orders", """{"item":"pen","quantity":1,"currency":"USD"}""");

        var order = JsonDocument.Parse(await sample.Http.GetStringAsync($"/orders/{id}")).RootElement;
        Assert.Equal(("lamp", 3, "EUR", 117.00m), (
            order.GetProperty("item").GetString(), order.GetProperty("quantity").GetInt32(),
            order.GetProperty("currency").GetString(), order.GetProperty("total").GetDecimal()));
        var newest = JsonDocument.Parse(await sample.Http.GetStringAsync("/orders?limit=1")).RootElement.GetProperty("orders");
        Assert.Equal("pen", Assert.Single(newest.EnumerateArray()).GetProperty("item").GetString());

        var metrics = await sample.MetricsAsync();
        Assert.Equal(117, metrics.Sum("orders_value_total", ("currency", "EUR")));
        Assert.Equal(1.2, metrics.Sum("orders_value_total", ("currency", "USD")));
        Assert.Equal(1, metrics.Sum("orders_placed_total", ("item", "lamp")));
        Assert.Equal(2, metrics.Sum("orders_stored"));
    }

    [Fact]
    public async Task Measures_the_gRPC_call_behind_each_HTTP_request()
    {
        await using var sample = await Start();
        await Post(sample, "/orders", """{"item":"pen","quantity":1}""");
        await Post(sample, "/orders", """{"item":"none","quantity":1}""");
        var metrics = await sample.MetricsAsync();

        Assert.Equal(1, metrics.Sum("grpc_server_handling_seconds_count",
            ("grpc_service", "orders.v1.OrderService"), ("grpc_method", "PlaceOrder"), ("grpc_code", "OK")));
        Assert.Equal(1, metrics.Sum("grpc_server_handling_seconds_count", ("grpc_method", "PlaceOrder"), ("grpc_code", "InvalidArgument")));
        Assert.Equal(1, metrics.Sum("orders_rejected_total", ("field", "item")));
    }

    [Fact]
    public async Task Takes_orders_while_the_stock_service_is_away_and_counts_it()
    {
        await using var sample = await Start(new() { ["STOCK_URL"] = "http://127.0.0.1:9" });
        Assert.Equal(System.Net.HttpStatusCode.Created, (await Post(sample, "/orders", """{"item":"pen","quantity":1}""")).Status);
        Assert.Equal(1, (await sample.MetricsAsync()).Sum("http_client_request_duration_seconds_count", ("peer", "stock"), ("status_code", "error")));
        Assert.Contains(sample.Log, line => line.GetProperty("level").GetString() == "warn");
    }

    [Fact]
    public async Task Takes_the_price_of_the_catalogue_and_its_own_while_that_is_away()
    {
        await using var catalogue = await SampleProcess.StartAsync(_builds, "postgres-catalog");
        await Post(catalogue, "/prices", """{"item":"pen","cents":250}""");
        await using var sample = await Start(new() { ["CATALOGUE_URL"] = catalogue.Http.BaseAddress!.ToString() });
        Assert.Equal(5m, await Total(sample));
        await Put(catalogue, """{"crash":true}""");
        await catalogue.ExitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2.4m, await Total(sample));

        Assert.Contains(sample.Log, line => line.GetProperty("msg").GetString()!.StartsWith("The built-in price of pen is taken", StringComparison.Ordinal));
        var metrics = await sample.MetricsAsync();
        Assert.Equal((1, 1), (
            metrics.Sum("http_client_request_duration_seconds_count", ("peer", "catalogue"), ("status_code", "200")),
            metrics.Sum("http_client_request_duration_seconds_count", ("peer", "catalogue"), ("status_code", "error"))));

        static async Task<decimal> Total(SampleProcess orders) =>
            JsonDocument.Parse((await Post(orders, "/orders", """{"item":"pen","quantity":2}""")).Body).RootElement.GetProperty("total").GetDecimal();
    }

    [Fact]
    public async Task Refuses_an_order_that_the_stock_service_cannot_fill()
    {
        await using var stock = await SampleProcess.StartAsync(_builds, "go-http", new Dictionary<string, string> { ["STOCK_PIECES"] = "5" });
        await using var sample = await Start(new() { ["STOCK_URL"] = stock.Http.BaseAddress!.ToString() });
        var (status, why) = await Post(sample, "/orders", """{"item":"pen","quantity":6}""");
        Assert.Equal(System.Net.HttpStatusCode.Conflict, status);
        Assert.Contains("too few", why, StringComparison.Ordinal);
        Assert.Equal(0, (await sample.MetricsAsync()).Sum("orders_placed_total"));
    }

    [Fact]
    public async Task Forgets_the_oldest_order_instead_of_growing()
    {
        await using var sample = await Start();
        for (var batch = 0; batch < 101; batch++)
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Post(sample, "/orders", """{"item":"pen","quantity":1}""")));

        Assert.Equal(10_000, (await sample.MetricsAsync()).Sum("orders_stored"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await sample.StatusOrNull("/orders/100"));
        Assert.Equal(System.Net.HttpStatusCode.OK, await sample.StatusOrNull("/orders/101"));
        Assert.Equal(System.Net.HttpStatusCode.OK, await sample.StatusOrNull("/orders/10100"));
    }
}
