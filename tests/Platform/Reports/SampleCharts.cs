using System.Collections.Immutable;
using TalosPlatform.Reports;

namespace TalosPlatform.Tests.Reports;

/// <summary>Panels of every kind with data that looks measured; the same at every call.</summary>
internal static class SampleCharts
{
    private const double Start = 1_794_490_200;
    private const int Points = 121;

    internal static ImmutableArray<PanelChart> All { get; } =
    [
        new("Application RED", "Requests", "reqps", "stat", [Wave("sum", 184, 40, 18, 1)]),
        new("Application RED", "Errors", "percentunit", "stat", [Wave("ratio", 0.031, 0.012, 22, 2)]),
        new("Application RED", "Latency p95", "s", "stat", [Wave("p95", 0.412, 0.14, 15, 3)]),
        new("Application RED", "Availability", "percentunit", "gauge", [Wave("availability", 0.969, 0.004, 30, 4)]) { Min = 0.9, Max = 1 },
        new("Application RED", "In flight", "short", "stat", [Wave("in flight", 41, 12, 9, 5)]),
        new("Application RED", "Uptime", "s", "stat", [Ramp("uptime", 8_100, 15)]),
        new("Application RED", "Request rate by route", "reqps", "timeseries", [Wave("GET /orders", 92, 22, 18, 6), Wave("POST /orders", 48, 14, 12, 7), Wave("GET /orders/{id}", 31, 9, 25, 8), Wave("GET /healthz", 4, 0.3, 40, 9)]),
        new("Application RED", "Error rate", "percentunit", "timeseries", [Gap(Wave("errors", 0.031, 0.018, 21, 10))]),
        new("Application RED", "Latency p50, p95, p99", "s", "timeseries", [Wave("p50", 0.038, 0.008, 15, 11), Wave("p95", 0.31, 0.11, 20, 12), Wave("p99", 0.72, 0.22, 17, 13)]),
        new("Application RED", "Latency distribution", "s", "heatmap", Buckets()),
        new("Application RED", "Requests by status", "reqps", "timeseries", [Wave("200", 150, 30, 18, 14), Wave("404", 14, 4, 11, 15), Wave("500", 6, 3, 8, 16)]) { Stacked = true },
        new("Application RED", "Slowest routes", "s", "bargauge", [Last("POST /orders", 0.412), Last("GET /orders", 0.211), Last("GET /orders/{id}", 0.092), Last("GET /healthz", 0.0021)]),
        new("Application RED", "Instances", "short", "table", [Last("up{app=\"grpc-orders\", instance=\"127.0.0.1:8080\", version=\"1.4.2\"}", 1), Last("up{app=\"node-express\", instance=\"127.0.0.1:3000\", version=\"0.9.0\"}", 1), Last("up{app=\"python-fastapi\", instance=\"127.0.0.1:8000\", version=\"\"}", 0)]),
        new("Application RED", "Top handlers", "short", "table",
        [
            Last("GET /orders", 92.4) with { Column = "Rate", Unit = "reqps" }, Last("POST /orders", 48.1) with { Column = "Rate", Unit = "reqps" },
            Last("GET /orders", 0.038) with { Column = "Median", Unit = "s" }, Last("POST /orders", 0.212) with { Column = "Median", Unit = "s" }, Last("GET /healthz", 0.001) with { Column = "Median", Unit = "s" },
        ]),
        new("Application RED", "Requests by client", "reqps", "timeseries", [.. Enumerable.Range(1, 11).Select(i => Wave($"client-{i}", 6 + i * 2.3, 2 + i * 0.2, 10 + i, 20 + i))]),
        new("Application RED", "Queue depth", "short", "timeseries", [], "\"orders_queue_depth\" does not exist; the nearest metric is \"orders_queue_length\"."),
        new("Application RED", Hostile.Title, "short", "timeseries", [Wave(Hostile.Title, 12, 4, 14, 33)]),
        new("Node overview", "CPU busy", "percent", "gauge", [Wave("busy", 37, 11, 16, 40)]),
        new("Node overview", "Memory used", "percent", "gauge", [Wave("used", 82, 2, 40, 41)]),
        new("Node overview", "Load", "short", "stat", [Wave("1m", 1.32, 0.4, 12, 42)]),
        new("Node overview", "Network", "Bps", "stat", [Wave("received", 1_830_000, 420_000, 14, 43)]),
        new("Node overview", "CPU by mode", "percentunit", "timeseries", [Wave("user", 0.24, 0.08, 16, 44), Wave("system", 0.11, 0.03, 13, 45), Wave("iowait", 0.02, 0.015, 9, 46)]) { Stacked = true },
        new("Node overview", "Memory", "bytes", "timeseries", [Wave("used", 5.3e9, 2e8, 30, 47), Wave("cached", 7.1e9, 3e8, 26, 48), Wave("free", 1.2e9, 1.5e8, 19, 49)]),
        new("Node overview", "Disk used", "percentunit", "bargauge", [Last("/", 0.612), Last("/var", 0.874), Last("/boot", 0.21)]),
        new("Node overview", "Network traffic", "Bps", "timeseries", [Wave("eth0 receive", 1_830_000, 420_000, 14, 50), Wave("eth0 transmit", 640_000, 150_000, 17, 51)]),
        new("Node overview", "Booted", "dateTimeAsIso", "stat", [Last("boot time", 1_794_401_000_000)]),
        new("Node overview", "Temperature", "celsius", "timeseries", [], "\"node_hwmon_temp_celsius\" does not exist on this machine; virtual machines have no sensors."),
        new("Node overview", "Disk errors", "short", "stat", [], "No series matches device=~\"sd.*\"; existing values: vda, vdb."),
        new("Prometheus", "Samples a second", "short", "timeseries", [Wave("appended", 1_420, 60, 30, 60)]),
        new("Prometheus", "Head series", "none", "stat", [Ramp("series", 12_480, 3)]),
    ];

    /// <summary>A hundred thousand points and more: panels enough to see whether a large document stays quick and small.</summary>
    internal static ImmutableArray<PanelChart> Many(int panels) =>
        [.. Enumerable.Range(0, panels).Select(i => new PanelChart($"Dashboard {i / 25}", $"Panel {i}", i % 3 == 0 ? "bytes" : "s", i % 11 == 0 ? "stat" : "timeseries", [.. Enumerable.Range(0, 6).Select(s => Wave($"series-{s} of panel {i} with a name of usual length", 1000 * (s + 1), 300, 12 + s, i * 7 + s))]))];

    private static ChartSeries Wave(string name, double level, double swing, double period, int seed)
    {
        var random = new Random(seed);
        var drift = 0.0;
        return Series(name, i =>
        {
            drift = drift * 0.86 + (random.NextDouble() - 0.5) * 0.55;
            return Math.Max(0, Math.Round(level + swing * (0.55 * Math.Sin(i / period * 2) + drift), level < 10 ? 5 : 2));
        });
    }

    private static ChartSeries Ramp(string name, double from, double step) => Series(name, i => from + i * step);

    private static ChartSeries Last(string name, double value) => new(name, [[Start + 15 * (Points - 1), value]]);

    private static ChartSeries Gap(ChartSeries series) =>
        series with { Points = [.. series.Points.Select((p, i) => i is > 50 and < 62 ? ImmutableArray.Create<double?>(p[0], null) : p)] };

    private static ImmutableArray<ChartSeries> Buckets()
    {
        double[] bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, double.PositiveInfinity];
        double[] shares = [0.02, 0.08, 0.27, 0.55, 0.74, 0.89, 0.96, 0.99, 1, 1];
        return
        [
            .. bounds.Select((bound, b) => Series(
                double.IsInfinity(bound) ? "+Inf" : bound.ToString(System.Globalization.CultureInfo.InvariantCulture),
                i => Math.Round(180 * Math.Pow(shares[b], 1 + 0.7 * Math.Sin(i / 17.0)), 3))),
        ];
    }

    private static ChartSeries Series(string name, Func<int, double> value) =>
        new(name, [.. Enumerable.Range(0, Points).Select(i => ImmutableArray.Create<double?>(Start + 15 * i, value(i)))]);

    private static class Hostile
    {
        internal const string Title = SampleRun.Hostile;
    }
}
