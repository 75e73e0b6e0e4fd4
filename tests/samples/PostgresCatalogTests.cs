using System.Net;
using System.Text.Json;
using TalosPlatform.Tests.Samples.Support;

namespace TalosPlatform.Tests.Samples;

public sealed class PostgresCatalogTests(SampleBuilds builds) : SampleContract(builds, "postgres-catalog", new Traffic(
    Read: "/items", Write: "/prices", Body: """{"item":"book","cents":1300}""",
    WithParameter: "/items/none", Route: "/items/{name}",
    Refused:
    [
        ("""{"item":"x","cents":1}""", "book, lamp, mug, pen"),
        ("""{"cents":1}""", "item"),
        ("""{"item":"book","cents":0}""", "1 to 1000000"),
        ("""{"item":"book","cents":"1"}""", "cents"),
        ("""{"item":"book","cents":1.5}""", "cents"),
        ("""{"item":"book","cents":1,"coupon":"x"}""", "coupon"),
        ("null", "object"), ("[]", "object"), ("{", "object"), ("", "object"),
    ],
    Metrics:
    [
        "db_client_connection_count", "db_client_connection_max", "db_client_connection_pending_requests", "db_client_connection_wait_time_seconds_count",
        "db_client_operation_duration_seconds_count", "db_slow_queries_total", "db_client_transactions_total", "db_schema_version",
    ]))
{
    private readonly SampleBuilds _builds = builds;

    [Fact]
    public async Task Changes_a_price_in_one_transaction_and_counts_it()
    {
        await using var sample = await Start();
        Assert.Equal(HttpStatusCode.Created, (await Post(sample, "/prices", """{"item":"pen","cents":150}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(sample, "/prices", """{"item":"pencil","cents":150}""")).Status);
        var pen = JsonDocument.Parse(await sample.Http.GetStringAsync("/items/pen")).RootElement;
        Assert.Equal((150, 1), (pen.GetProperty("cents").GetInt32(), pen.GetProperty("changes").GetInt32()));

        var metrics = await sample.MetricsAsync();
        Assert.Equal((1, 1), (metrics.Sum("db_client_transactions_total", ("outcome", "committed")), metrics.Sum("db_client_transactions_total", ("outcome", "rolled_back"))));
        Assert.Equal(1, metrics.Sum("db_client_operation_duration_seconds_count", ("query", "record_change"), ("outcome", "ok")));
    }

    [Fact]
    public async Task Applies_each_migration_once_whoever_starts_first()
    {
        var database = await _builds.Database.CreateAsync();
        var replicas = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SampleProcess.StartAsync(_builds, "postgres-catalog", database)));
        try
        {
            Assert.Equal(
                ["0001-items", "0002-first-items", "0003-price-changes"],
                replicas.SelectMany(replica => replica.Log).Where(line => line.TryGetProperty("migration", out var _)).Select(line => line.GetProperty("migration").GetString()));
            foreach (var replica in replicas)
                Assert.Equal(3, (await replica.MetricsAsync()).Sum("db_schema_version"));
        }
        finally
        {
            foreach (var replica in replicas)
                await replica.DisposeAsync();
        }
    }

    [Fact]
    public async Task Logs_a_slow_query_with_its_trace_and_without_its_values()
    {
        await using var sample = await Start(new() { ["FAULT_SLOW_QUERY_MS"] = "250" });
        await sample.Http.GetStringAsync("/items/book");
        await Eventually.Holds(() => Task.FromResult(Slow(sample).Any()), TimeSpan.FromSeconds(5), () => string.Join('\n', sample.Output));
        var line = Slow(sample).Single();
        Assert.Equal(("item_by_name", "warn", 32), (line.GetProperty("query").GetString(), line.GetProperty("level").GetString(), line.GetProperty("trace_id").GetString()!.Length));
        Assert.Contains("$1", line.GetProperty("statement").GetString(), StringComparison.Ordinal);
        Assert.InRange(line.GetProperty("duration_ms").GetDouble(), 250, 10_000);
        Assert.Equal(1, (await sample.MetricsAsync()).Sum("db_slow_queries_total", ("query", "item_by_name")));
    }

    [Fact]
    public async Task Answers_503_while_the_pool_is_empty_and_recovers()
    {
        await using var sample = await Start(new() { ["DATABASE_POOL_SIZE"] = "2", ["DATABASE_POOL_TIMEOUT_SECONDS"] = "1" });
        await sample.Http.GetStringAsync("/items");
        await Put(sample, """{"heldConnections":2}""");
        await Eventually.Holds(
            async () => (await sample.MetricsAsync()).Sum("db_client_connection_count", ("state", "used")) == 2, TimeSpan.FromSeconds(10), () => "the connections were not taken");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await sample.StatusOrNull("/items"));
        var empty = await sample.MetricsAsync();
        Assert.Equal((0, 2), (empty.Sum("db_client_connection_count", ("state", "idle")), empty.Sum("db_client_connection_max")));
        Assert.InRange(empty.Sum("db_client_connection_timeouts_total"), 1, 2);
        Assert.Equal(HttpStatusCode.OK, await sample.StatusOrNull("/readyz"));

        await Put(sample, "{}");
        await Eventually.Holds(async () => await sample.StatusOrNull("/items") == HttpStatusCode.OK, TimeSpan.FromSeconds(10), () => "no connection came back");
    }

    [Fact]
    public async Task Is_alive_but_not_ready_without_its_database()
    {
        await using var sample = await Start(new() { ["PGPORT"] = "9" }, waitUntilReady: false);
        await Eventually.Holds(async () => await sample.StatusOrNull("/healthz") == HttpStatusCode.OK, TimeSpan.FromSeconds(20), () => "not alive");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (await sample.StatusOrNull("/readyz"), await sample.StatusOrNull("/items")));
        Assert.Equal(0, (await sample.MetricsAsync()).Sum("db_schema_version"));
        Assert.Contains(sample.Log, line => line.GetProperty("msg").GetString()!.StartsWith("The database cannot be reached yet", StringComparison.Ordinal));
    }

    private static IEnumerable<JsonElement> Slow(SampleProcess sample) => sample.Log.Where(line => line.TryGetProperty("query", out var _));
}
