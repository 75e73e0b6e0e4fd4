using System.Text;
using CsCheck;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Stack.Kubernetes;

namespace TalosPlatform.Tests.Clusters.Kubernetes;

/// <summary>Logs of our pods alone, without the passwords in them.</summary>
public sealed class PodLogsTests
{
    private const string Workload = """
        {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"NAME","namespace":"databases"},
         "spec":{"selector":{"matchLabels":{"app":"NAME"}},"template":{"metadata":{"labels":{"app":"NAME"}},"spec":{"containers":[{"name":"server","image":"NAME:1"}]}}}}
        """;

    [Fact]
    public async Task Every_container_of_ours_has_a_log_or_the_reason_why_it_has_none()
    {
        using var cluster = new MemoryCluster { Unpullable = "mongodb" };
        foreach (var name in (string[])["redis", "redis-of-somebody-else", "mongodb"])
            cluster.Add(Workload.Replace("NAME", name, StringComparison.Ordinal));
        cluster.Answer("api/v1/namespaces/databases/pods/redis-0/log?container=server", "ready\n");
        cluster.Answer("api/v1/namespaces/databases/pods/redis-of-somebody-else-0/log?container=server", "none of our business\n");
        Assert.Equal(
            ["databases.mongodb-0.server: nothing was logged; the pod: image \"mongodb:1\" cannot be pulled", "databases.redis-0.server: ready"],
            await ReadAsync(cluster, "mongodb", "redis"));
    }

    [Fact]
    public async Task Secret_values_are_left_out_and_addresses_are_not()
    {
        using var cluster = new MemoryCluster();
        cluster.Add(Workload.Replace("NAME", "redis", StringComparison.Ordinal));
        cluster.Add($$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"c","namespace":"databases"},"data":{"REDIS_PASSWORD":"{{{Base64("s3cret-value")}}}","REDIS_HOST":"{{{Base64("redis.databases.svc")}}}"}}""");
        cluster.Answer("api/v1/namespaces/databases/pods/redis-0/log?container=server", "redis://:s3cret-value@redis.databases.svc:6379 refused\n");
        Assert.Equal(["databases.redis-0.server: redis://:[redacted]@redis.databases.svc:6379 refused"], await ReadAsync(cluster, "redis"));
    }

    [Theory]
    [InlineData("one\ntwo\nthree\n", 20, "one\ntwo\nthree\n")]
    [InlineData("one\ntwo\nthree\n", 10, "two\nthree\n")]
    [InlineData("one\ntwo\nthree\n", 9, "three\n")]
    [InlineData("a line without an end", 5, "n end")]
    public void The_end_of_a_log_begins_with_a_line(string text, int limit, string expected) => Assert.Equal(expected, PodLogs.Last(text, limit));

    [Fact]
    public void The_end_of_a_log_is_an_end_and_within_its_limit() =>
        Gen.Select(Gen.String[Gen.Char["ab\n"], 0, 40], Gen.Int[1, 50]).Sample((text, limit) => PodLogs.Last(text, limit) is var end && text.EndsWith(end, StringComparison.Ordinal) && end.Length <= limit && (text.Length == 0 || end.Length > 0));

    private static async Task<List<string>> ReadAsync(MemoryCluster cluster, params string[] names)
    {
        var state = new KubernetesState();
        foreach (var name in names)
            state = state with { Services = state.Services.SetItem(name, new DeployedService("database", "1", null, null, [new DeployedWorkload("apps/v1", "StatefulSet", "databases", name)])) };
        using var server = cluster.Connect();
        var logs = new List<string>();
        await foreach (var (name, text) in new PodLogs(server, new ApiResources(server)).ReadAsync(state, 1000, TestContext.Current.CancellationToken))
            logs.Add($"{name}: {text.TrimEnd()}");
        return logs;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
