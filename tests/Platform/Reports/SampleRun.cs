using System.Collections.Immutable;
using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Reports;

/// <summary>A realistic run with everything a report has to show: successes, failures, left-out components, hostile texts.</summary>
internal static class SampleRun
{
    internal const string Hostile = "</script><img src=x onerror=alert(1)> @octocat #1 | `x` **b** [l](javascript:0) \u202E&amp; \"q\" 'a'";

    private static readonly DateTimeOffset Start = new(2026, 11, 12, 14, 3, 0, TimeSpan.Zero);

    /// <summary>A run in which some things failed.</summary>
    internal static RunDocument Failing { get; } = new()
    {
        StartedAt = Start,
        FinishedAt = Start.AddSeconds(48.3),
        Cluster = new("talos-dev", "host", "", 1) { Reason = "Docker is not reachable at unix:///var/run/docker.sock" },
        Targets =
        [
            new("ProvisionCluster", "succeeded", 3.42) { StartSeconds = 0.6 },
            new("DeployStack", "succeeded", 6.1) { StartSeconds = 4.1 },
            new("DeploySamples", "succeeded", 4.8) { StartSeconds = 10.2 },
            new("SmokeTest", "failed", 21.7) { StartSeconds = 15.1, Message = "2 of 20 checks failed." },
            new("ValidateDashboards", "failed", 4.2) { StartSeconds = 15.2 },
            new("ValidateAlerts", "succeeded", 2.9) { StartSeconds = 15.3 },
            new("EstimateCost", "succeeded", 9.4) { StartSeconds = 36.9 },
            new("Teardown", "not-run", 0),
        ],
        Components =
        [
            new("prometheus", "2.53.3", "running", "", "http://127.0.0.1:9090"),
            new("alertmanager", "0.28.1", "running", "", "http://127.0.0.1:9093"),
            new("node-exporter", "1.9.0", "running", "", "http://127.0.0.1:9100/metrics"),
            new("loki", "3.5.0", "running", "", "http://127.0.0.1:3100"),
            new("grafana", "12.1.0", "left-out", "No download source answers: the release of 12.1.0 and the distribution's packages were tried.", ""),
            new("tempo", "2.8.1", "left-out", "Needs an image registry; none is reachable from this machine.", ""),
            new("grpc-orders", "", "running", "", "http://127.0.0.1:8080") { Kind = "sample" },
            new("node-express", "", "running", "", "http://127.0.0.1:3000") { Kind = "sample" },
            new("python-fastapi", "", "failed", "Exited with code 1 after 0.4 s. Last line: ModuleNotFoundError: No module named 'uvicorn'", "") { Kind = "sample" },
            new(Hostile, "1.0", "left-out", Hostile, "javascript:alert(1)") { Kind = "sample" },
        ],
        Timings = new() { ProvisionSeconds = 3.42, DeploySeconds = 6.1, FirstMetricSeconds = 9.84, FirstDashboardSeconds = 27.6, TotalSeconds = 48.3 },
        Smoke = new(16, 2, 2, Checks()) { Findings = [new("smoke/orders.yaml", "checks.2.within", "invalid-duration", Severity.Error, "\"30 sec\" is no duration. Write \"30s\".", 14, 13)] },
        Dashboards = new(3, 29, 41, 34, 4, 2, 1,
        [
            new("dashboards/application-red.json", "/panels/4/targets/0/expr", "promql-parse", Severity.Error, "parse error: unexpected \")\" in aggregation, after interpolation: sum(rate(http_requests_total[5m]))) by (route)", 212, 19),
            new("dashboards/node-overview.json", "/panels/11/targets/1/expr", "metric-missing", Severity.Warning, "No series of \"node_hwmon_temp_celsius\"; the nearest metric is \"node_cpu_seconds_total\".", 588, 21),
            new("dashboards/node-overview.json", "/panels/2/fieldConfig/defaults/unit", "unit-mismatch", Severity.Info, "\"node_memory_MemAvailable_bytes\" is in bytes; the panel shows \"short\".", 97),
            new($"dashboards/{Hostile}.json", "/panels/0/title", "panel-title", Severity.Warning, Hostile, 3, 1),
        ]) { Charts = SampleCharts.All },
        Alerts = new(9, 14, 1, 1,
        [
            new("alerts/orders.rules.yaml", "groups.0.rules.2", "test-failed", Severity.Error, "OrdersErrorBudgetBurn: at 10m expected 1 firing alert, got none. The test feeds 4% errors, the rule fires above 5%.", 41),
            new("alerts/orders.rules.yaml", "groups.0.rules.5", "untested-alert", Severity.Warning, "OrdersQueueStuck has no unit test. Add one to alerts/orders.test.yaml.", 88),
        ])
        {
            LeftOut = ["promtool check and unit tests of alerts/vendor: promtool is not available"],
            States =
            [
                new("Watchdog", "platform", "none", "firing", "Proves that alerts reach their receiver."),
                new("TargetDown", "platform", "critical", "firing", "1 of 6 targets of python-fastapi is down."),
                new("HighErrorRate", "orders", "warning", "pending", "3.1% of requests to /orders fail."),
                new("HighLatency", "orders", "warning", "inactive", ""),
                new("OrdersErrorBudgetBurn", "orders", "critical", "inactive", ""),
                new("OrdersQueueStuck", "orders", "warning", "inactive", ""),
                new("NodeDiskFull", "node", "critical", "inactive", ""),
                new("NodeMemoryPressure", "node", "warning", "inactive", ""),
                new(Hostile, "custom", "info", "inactive", Hostile),
            ],
        },
        Cost = Cost(),
        Services =
        [
            new("grpc-orders") { RequestsPerSecond = 44.8, ErrorRatio = 0.004, P50Seconds = 0.011, P95Seconds = 0.087, P99Seconds = 0.21, CpuCores = 0.42, MemoryBytes = 276_824_064, Series = 214 },
            new("node-express") { RequestsPerSecond = 44.1, ErrorRatio = 0, P95Seconds = 0.12, MemoryBytes = 96_468_992 },
        ],
        Integration = new("npm run test:integration", "failed", 1, 12.4)
        {
            Start = Start.AddSeconds(37),
            End = Start.AddSeconds(49.4),
            Passed = 17,
            Failed = 1,
            Skipped = 1,
            Tests =
            [
                new("orders: an order is charged once", "failed", 0.8, "expected 1 charge, got 2\n  at orders.test.js:41") ,
                new(Hostile, "passed", 0.1, ""),
                new("orders: refunds", "skipped", 0, "needs a payment provider"),
            ],
            Variables = ["GRPC_ORDERS_URL", "PROMETHEUS_URL"],
            Output = "19 tests, 17 passed\n::error::not a command",
            Services = [new("grpc-orders") { RequestsPerSecond = 3.2, ErrorRatio = 0.02, P95Seconds = 0.031, CpuCores = 0.05, MemoryBytes = 276_824_064 }],
        },
        Baseline = new("main", new(31.4m, 12.9m), ["grpc-orders: memory at 200 requests a second rose from 210 MiB to 264 MiB (+26%), above median + 3 IQR of 12 runs."])
        {
            Runs = 12,
            Sha = "4bf92f3577b34da6a3ce929d0e0e4736aabbccdd",
            Threshold = 10,
            Metrics =
            [
                new("memory/grpc-orders", "memory of grpc-orders", "bytes", 276_824_064, 220_200_960) { Percent = 25.7, Spread = 4_194_304, Runs = 12, Change = "worse", History = [218e6, 221e6, 219e6, 222e6, 220e6, 276.8e6] },
                new("latency-p95/grpc-orders", "latency p95 of grpc-orders", "s", 0.087, 0.14) { Percent = -37.9, Spread = 0.01, Runs = 12, Change = "better", History = [0.14, 0.15, 0.13, 0.14, 0.087] },
                new("series/grpc-orders", "series of grpc-orders", "short", 214, 214) { Percent = 0, Runs = 12, Deterministic = true, Change = "steady", History = [214, 214, 214] },
                new("error-rate/node-express", "error rate of node-express", "percentunit", 0.004, 0) { Runs = 12, Change = "steady", History = [0, 0, 0.004] },
                new("cost/" + Hostile, "cost a month of " + Hostile, "USD", 0.3, 0.3) { Percent = 0, Runs = 3, Deterministic = true },
            ],
            Services = [new("grpc-orders", 61.2m), new("node-express", 38.9m), new("legacy-cart", 12.4m), new("prometheus", 54.1m), new("loki", 40.6m)],
        },
    };

    /// <summary>The same run with everything in order.</summary>
    internal static RunDocument Passing { get; } = Failing with
    {
        Targets = [.. Failing.Targets.Where(t => t.Status != "not-run").Select(t => t with { Status = "succeeded", Message = "" })],
        Components = [.. Failing.Components.Where(c => c.Status != "failed" && c.Name != Hostile)],
        Smoke = new(18, 0, 2, [.. Failing.Smoke!.Checks.Where(c => c.Status != "failed" && c.Name != Hostile)]),
        Dashboards = Failing.Dashboards! with { Ok = 37, Failed = 0, Empty = 3, Findings = [.. Failing.Dashboards.Findings.Where(f => f.Severity != Severity.Error && !f.File.Contains("img", StringComparison.Ordinal))], Charts = [.. SampleCharts.All.Where(c => c.Panel != Hostile)] },
        Alerts = Failing.Alerts! with { Failed = 0, Findings = [], LeftOut = [], States = [.. Failing.Alerts.States.Where(s => s.Name != Hostile && s.Name != "TargetDown")] },
        Cost = Failing.Cost! with { Budget = 400m, Findings = [], Services = [.. Failing.Cost.Services.Where(s => s.Name != Hostile)] },
        Baseline = Failing.Baseline! with { Regressions = [], Metrics = [.. Failing.Baseline.Metrics.Where(m => m.Change != "worse" && !m.Title.Contains("img", StringComparison.Ordinal))] },
        Integration = Failing.Integration! with { Status = "passed", ExitCode = 0, Passed = 18, Failed = 0, Tests = [.. Failing.Integration.Tests.Where(t => t.Status != "failed" && t.Name != Hostile)] },
    };

    private static ImmutableArray<CheckEntry> Checks() =>
    [
        new("prometheus is ready", "passed", 0.012, "200 from /-/ready"),
        new("alertmanager is ready", "passed", 0.009, "200 from /-/ready"),
        new("loki is ready", "passed", 0.031, "200 from /ready"),
        new("node-exporter answers", "passed", 0.018, "1,204 samples"),
        new("target up: grpc-orders", "passed", 0.22, "up 1, labels namespace=default, app=grpc-orders, pod set"),
        new("target up: node-express", "passed", 0.21, "up 1, labels namespace=default, app=node-express, pod set"),
        new("target up: python-fastapi", "failed", 15.0, "up stayed 0 for 15 s.\nLast scrape: Get \"http://127.0.0.1:8000/metrics\": connection refused")
            { Fix = "Look at .talos-dev/clusters/talos-dev/logs/python-fastapi.log; the sample exited before its port opened." },
        new("first application metric", "passed", 9.84, "http_requests_total{app=\"grpc-orders\"} after 9.8 s"),
        new("rules are loaded", "passed", 0.04, "9 rules in 3 groups"),
        new("Watchdog reaches Alertmanager", "passed", 1.2, "1 alert, fingerprint 8f2c41d0"),
        new("Watchdog reaches the receiver", "passed", 4.6, "1 notification at the webhook"),
        new("log line with trace id in Loki", "passed", 2.4, "trace 4bf92f3577b34da6a3ce929d0e0e4736"),
        new("trace in Tempo", "skipped", 0, "tempo is left out: needs an image registry"),
        new("datasource health in Grafana", "skipped", 0, "grafana is left out: no download source answers"),
        new("orders p95 under 250 ms", "failed", 30.0, "histogram_quantile(0.95, …) was 0.412 for 30 s; wanted < 0.25")
            { Fix = "Compare the panel \"Latency p50, p95, p99\"; raise the limit in smoke/orders.yaml when the new latency is intended." },
        new("orders succeed", "passed", 1.1, "ratio 0.969; wanted > 0.95"),
        new("express serves /healthz", "passed", 0.03, "200"),
        new("no scrape is slower than 5 s", "passed", 0.05, "max 0.31 s"),
        new("retention covers the dashboards", "passed", 0.02, "15d"),
        new(Hostile, "passed", 0.01, Hostile),
    ];

    private static CostSection Cost() => new()
    {
        Provider = "aws",
        Region = "us-east-1",
        PricesAsOf = "2026-06-30",
        Monthly = new(221.3m, 274.8m, 391.5m),
        Allocated = 204.12m,
        Billed = 274.8m,
        Budget = 250m,
        Services =
        [
            new("grpc-orders", 72.4m) { CpuCores = 1.2m, MemoryGiB = 1.5m, Low = 60, High = 96, CpuEfficiency = 0.62m, MemoryEfficiency = 0.81m },
            new("prometheus", 55.9m) { CpuCores = 0.5m, MemoryGiB = 4m, CpuEfficiency = 0.18m, MemoryEfficiency = 0.44m },
            new("loki", 40.6m) { CpuCores = 0.4m, MemoryGiB = 2m, CpuEfficiency = 0.21m, MemoryEfficiency = 0.32m },
            new("node-express", 26.3m) { CpuCores = 0.35m, MemoryGiB = 0.512m },
            new("alertmanager", 8.2m) { CpuCores = 0.1m, MemoryGiB = 0.25m, CpuEfficiency = 0.05m, MemoryEfficiency = 0.2m },
            new("node-exporter", 0.42m) { CpuCores = 0.01m, MemoryGiB = 0.032m },
            new(Hostile, 0.3m),
        ],
        Lines =
        [
            new("m5.large, on demand", 2190m, "h", 0.096m, 210.24m, "AWS price list, us-east-1, 2026-06-30"),
            new("EKS control plane", 730m, "h", 0.10m, 73m, "AWS price list, us-east-1, 2026-06-30"),
            new("gp3 volumes", 100m, "GB-month", 0.08m, 8m, "AWS price list, us-east-1, 2026-06-30"),
            new("Data out to the internet", 40.5m, "GB", 0.09m, 3.645m, "AWS price list, us-east-1, 2026-06-30"),
        ],
        Idle = 70.68m,
        Scheme = "nodes",
        NodePools = [new("m5.large", 3) { AllocatableCpu = 1.93m, AllocatableMemoryGiB = 6.74m, MaxPods = 29, Monthly = 210.24m, Idle = 70.68m }],
        Recommendations =
        [
            new("node-mix", "m5.large", "Two m5.large and one t3.medium hold the same pods.", 39.71m),
            new("right-size", "prometheus", "Request 180m CPU (p95 of usage) instead of 500m, 2.1 GiB memory (max × 1.15) instead of 4 GiB.", null),
        ],
        Findings = [new(".talos-dev/config.yaml", "cost.budgetMonthly", "budget-exceeded", Severity.Error, "the expected 274.80 USD a month exceed the budget of 250.00 by 24.80", 12)],
        Gaps = ["python-fastapi: no usage was measured, it never ran.", "node-express: no memory request; priced by usage alone.", Hostile],
        Assumptions = ["Projection from 3 load levels to 200 requests a second: ±18% (the slope of grpc-orders' CPU).", "Spot prices are left out.", "Traffic between zones as measured, 1 KiB a request."],
    };
}
