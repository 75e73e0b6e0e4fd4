using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Queries;

namespace TalosPlatform.Workloads.Measurements;

/// <summary>Asks Prometheus what applications did over a window of time. Families of metrics and labels differ between libraries; the usual ones are known.</summary>
public static class ServiceMeter
{
    // Histograms of the duration of requests, with what turns their unit into seconds.
    private static readonly ImmutableArray<(string Name, double Seconds)> Histograms =
    [
        ("http_server_request_duration_seconds", 1), ("http_request_duration_seconds", 1), ("http_server_duration_milliseconds", 0.001), ("http_server_requests_seconds", 1),
        ("rpc_server_duration_milliseconds", 0.001), ("grpc_server_handling_seconds", 1),
    ];

    private static readonly ImmutableArray<string> Counters = ["http_requests_total", "http_server_requests_total"];
    private static readonly ImmutableArray<string> StatusLabels = ["status_code", "http_response_status_code", "http_status_code", "code", "status"];

    // A rate needs two samples; shorter windows are measured over this.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    /// <summary>Measures each application; failures of single queries leave their values out.</summary>
    /// <param name="prometheus">The server.</param>
    /// <param name="apps">The applications.</param>
    /// <param name="start">Start of the window.</param>
    /// <param name="end">End of the window.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task<ImmutableArray<ServiceMeasurement>> MeasureAsync(PrometheusClient prometheus, IEnumerable<AppDefinition> apps, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellation)
    {
        var window = end - start > Shortest ? end - start : Shortest;
        var result = ImmutableArray.CreateBuilder<ServiceMeasurement>();
        foreach (var app in apps)
            result.Add(await MeasureAsync(prometheus, app, window, end, cancellation));
        return result.DrainToImmutable();
    }

    private static async Task<ServiceMeasurement> MeasureAsync(PrometheusClient prometheus, AppDefinition app, TimeSpan window, DateTimeOffset end, CancellationToken cancellation)
    {
        var job = $"job={Quote(app.Workload.Job)}";
        var range = $"[{Math.Ceiling(window.TotalSeconds).ToString(CultureInfo.InvariantCulture)}s]";
        async Task<double?> Ask(string expression)
        {
            try
            {
                return (await prometheus.QueryAsync(expression, end, cancellation)).FirstValue is { } value && double.IsFinite(value) ? value : null;
            }
            catch (QueryException)
            {
                return null;
            }
        }

        async Task<double?> First(params string[] expressions)
        {
            foreach (var expression in expressions)
            {
                if (await Ask(expression) is { } value)
                    return value;
            }

            return null;
        }

        var (counter, histogram) = await FamilyAsync(Ask, job, range);
        string Errors(string name) => string.Join(" or ", StatusLabels.Select(label => $"sum(rate({name}{{{job},{label}=~\"5..\"}}{range}))"));
        var requests = counter is null ? null : await Ask($"sum(rate({counter}{{{job}}}{range}))");
        var errors = counter is null ? (double?)null : await Ask(Errors(counter)) ?? 0;
        async Task<double?> Quantile(string share) => histogram is not { } h ? null
            : await Ask($"histogram_quantile({share}, sum by (le) (rate({h.Name}_bucket{{{job}}}{range})))") * h.Seconds;
        var own = UsageSource.Process(app.Name, app.Workload.Job);
        var pods = UsageSource.Cadvisor(app.Workload);
        return new ServiceMeasurement(app.Name)
        {
            RequestsPerSecond = requests,
            ErrorRatio = requests > 0 ? Math.Clamp(errors!.Value / requests.Value, 0, 1) : null,
            P50Seconds = await Quantile("0.5"),
            P95Seconds = await Quantile("0.95"),
            P99Seconds = await Quantile("0.99"),
            CpuCores = await First($"sum(rate({own.CpuSelector}{range}))", $"sum(rate({pods.CpuSelector}{range}))"),
            MemoryBytes = await First($"sum(max_over_time({own.MemorySelector}{range}))", $"sum(max_over_time({pods.MemorySelector}{range}))"),
            Series = await Ask($"count({{{job}}})"),
        };
    }

    private static async Task<(string? Counter, (string Name, double Seconds)? Histogram)> FamilyAsync(Func<string, Task<double?>> ask, string job, string range)
    {
        foreach (var histogram in Histograms)
        {
            if (await ask($"count(rate({histogram.Name}_count{{{job}}}{range}))") is > 0)
                return (histogram.Name + "_count", histogram);
        }

        foreach (var counter in Counters)
        {
            if (await ask($"count(rate({counter}{{{job}}}{range}))") is > 0)
                return (counter, null);
        }

        return (null, null);
    }

    private static string Quote(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
