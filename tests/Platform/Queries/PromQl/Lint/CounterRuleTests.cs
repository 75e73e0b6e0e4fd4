using TalosPlatform.Queries.PromQl.Lint;

namespace TalosPlatform.Tests.Queries.PromQl.Lint;

public sealed class CounterRuleTests
{
    [Theory]
    [InlineData("errors_total", "errors_total")]
    [InlineData("errors_total{a=\"b\"} > 5", "errors_total{a=\"b\"}")]
    [InlineData("sum by (job) (errors_total)", "errors_total")]
    [InlineData("topk(5, sum(errors_total))", "errors_total")]
    [InlineData("{\"errors_total\"}", "{\"errors_total\"}")]
    [InlineData("errors_total unless up", "errors_total")]
    [InlineData("errors_total / requests_total", "errors_total", "requests_total")]
    [InlineData("errors_total - up", "errors_total")]
    [InlineData("rate(errors_total[5m])")]
    [InlineData("increase((errors_total[5m]))")]
    [InlineData("max_over_time(errors_total[5m:1m])")]
    [InlineData("absent(errors_total)")]
    [InlineData("count by (job) (errors_total) > 3")]
    [InlineData("up unless errors_total")]
    [InlineData("up and on (job) errors_total")]
    [InlineData("time() - timestamp(errors_total)")]
    [InlineData("errors_total - errors_total offset 5m")]
    [InlineData("sum(errors_total) - sum(errors_total offset 5m) > 0")]
    [InlineData("errors_total == errors_total @ end()")]
    [InlineData("sum(rpc_started_total) - sum(rpc_handled_total)")]
    [InlineData("ceph_pg_total - ceph_pg_active")]
    [InlineData("hadoop_hdfs_bytes_total")]
    [InlineData("job:errors_total > 5")]
    [InlineData("errors > 5")]
    public void Counter_without_rate(string query, params string[] found) =>
        Assert.Equal(found, LintCase.Run<CounterWithoutRate>(query));

    [Theory]
    [InlineData("errors_total > 5", MetricKind.Gauge)]
    [InlineData("errors > 5", MetricKind.Counter, "errors")]
    [InlineData("errors_total > 5", MetricKind.Counter, "errors_total")]
    public void Metadata_overrules_the_name_of_a_counter(string query, MetricKind kind, params string[] found) =>
        Assert.Equal(found, LintCase.Run<CounterWithoutRate>(query, new(Metadata: _ => kind)));

    [Theory]
    [InlineData("rate(node_load1[5m])", "node_load1[5m]")]
    [InlineData("increase(kube_deployment_status_replicas[1h])", "kube_deployment_status_replicas[1h]")]
    [InlineData("irate(up[5m])", "up[5m]")]
    [InlineData("rate(container_memory_working_set_bytes{a=\"b\"}[5m])", "container_memory_working_set_bytes{a=\"b\"}[5m]")]
    [InlineData("rate(node_network_receive_bytes[5m])")]
    [InlineData("rate(remote_storage_highest_timestamp_seconds[5m])")]
    [InlineData("rate(mysql_global_status_threads_created[5m])")]
    [InlineData("rate(container_cpu_usage_seconds_total[5m])")]
    [InlineData("rate(x_bucket[5m])")]
    [InlineData("deriv(node_load1[5m])")]
    [InlineData("avg_over_time(up[5m])")]
    [InlineData("rate(job:node_load1[5m])")]
    [InlineData("rate({__name__=~\"a|b\"}[5m])")]
    public void Rate_on_gauge(string query, params string[] found) => Assert.Equal(found, LintCase.Run<RateOnGauge>(query));

    [Theory]
    [InlineData("rate(x[5m])", MetricKind.Gauge, "x[5m]")]
    [InlineData("rate(node_load1[5m])", MetricKind.Counter)]
    [InlineData("rate(x_seconds_count[5m])", MetricKind.Other)]
    public void Metadata_overrules_the_name_of_a_gauge(string query, MetricKind kind, params string[] found) =>
        Assert.Equal(found, LintCase.Run<RateOnGauge>(query, new(Metadata: _ => kind)));

    [Theory]
    [InlineData("rate(x[30s])", 30, "30s")]
    [InlineData("rate(x[59s])", 30, "59s")]
    [InlineData("delta(x[15])", 10, "15")]
    [InlineData("rate(sum(x)[5m:3m])", 30, "5m")]
    [InlineData("rate(x[1m])", 30)]
    [InlineData("rate(x[5m])", 30)]
    [InlineData("rate(x[30s])", 0)]
    [InlineData("max_over_time(x[10s])", 30)]
    [InlineData("rate(sum(x)[5m:1m])", 30)]
    [InlineData("rate(sum(x)[5m:])", 30)]
    public void Rate_range_too_short(string query, int scrapeSeconds, params string[] found)
    {
        var interval = scrapeSeconds == 0 ? (TimeSpan?)null : TimeSpan.FromSeconds(scrapeSeconds);
        Assert.Equal(found, LintCase.Run<RateRangeTooShort>(query, new(interval)));
    }

    [Theory]
    [InlineData("histogram_quantile(0.9, sum(rate(x_bucket[5m])))", "sum(rate(x_bucket[5m]))")]
    [InlineData("histogram_quantile(0.9, sum by (job) (rate(x_bucket[5m])))", "sum by (job) (rate(x_bucket[5m]))")]
    [InlineData("histogram_quantile(0.9, sum without (le) (rate(x_bucket[5m])))", "sum without (le) (rate(x_bucket[5m]))")]
    [InlineData("histogram_quantile(0.9, sum by (job) (job:x_bucket:rate5m))", "sum by (job) (job:x_bucket:rate5m)")]
    [InlineData("histogram_quantile(0.9, label_replace(sum by (job) (rate(x_bucket[5m])), \"a\", \"b\", \"job\", \"\"))", "sum by (job) (rate(x_bucket[5m]))")]
    [InlineData("histogram_quantile(0.9, sum by (job, le) (rate(x_bucket[5m])))")]
    [InlineData("histogram_quantile(0.9, sum without (pod) (rate(x_bucket[5m])))")]
    [InlineData("histogram_quantile(0.9, rate(x_bucket[5m]))")]
    [InlineData("histogram_quantile(0.9, sum by (job) (rate(x[5m])))")]
    [InlineData("histogram_quantile(0.9, sum(rate(x_seconds[5m])))")]
    [InlineData("histogram_quantile(0.9, topk(5, sum by (le) (rate(x_bucket[5m]))))")]
    public void Histogram_quantile_without_le(string query, params string[] found) =>
        Assert.Equal(found, LintCase.Run<HistogramQuantileWithoutLe>(query));
}
