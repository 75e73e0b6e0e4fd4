using System.Collections.Immutable;
using TalosPlatform.Queries;

namespace TalosPlatform.Smoke.Checks;

/// <summary>A metric of an application can be queried.</summary>
internal sealed class ApplicationMetricCheck(SmokeApp app) : ISmokeCheck
{
    private const string LookBack = "30m";

    public string Name => $"metrics of {app.Name} arrive";

    public ImmutableArray<string> Needs => ["prometheus", app.Name];

    /// <summary>Time of the first sample of the metric; null until the check has held.</summary>
    public DateTimeOffset? FirstSampleAt { get; private set; }

    public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
    {
        var job = Quote(app.Job ?? app.Name);

        // up and scrape_* are Prometheus' own words about the target, not the application's.
        var wanted = app.Metric is { } metric ? $"__name__=\"{Quote(metric)}\"" : "__name__!~\"up|scrape_.+\"";
        var names = await context.AskPrometheusAsync(p => p.QueryAsync($"count by (__name__) ({{job=\"{job}\",{wanted}}})", null, cancellation));
        if (names.Series.IsEmpty)
            return Observation.NotYet($"no series {{job=\"{job}\",{wanted}}}");

        // Some metrics appear with the first request only; the process metrics are there from the first scrape.
        var first = names.Series.Select(s => s.Label("__name__")).OrderBy(name => name != "process_start_time_seconds").ThenBy(name => name, StringComparer.Ordinal).First();
        var samples = await context.AskPrometheusAsync(p => p.QueryAsync($"{{job=\"{job}\",__name__=\"{Quote(first)}\"}}[{LookBack}]", null, cancellation));
        var times = samples.Series.Where(s => !s.Samples.IsEmpty).Select(s => s.Samples[0].Time).ToList();
        if (times.Count > 0)
            FirstSampleAt = DateTimeOffset.FromUnixTimeMilliseconds((long)(times.Min() * 1000));
        var series = names.Series.Sum(s => (int)(s.Samples.IsEmpty ? 0 : s.Samples[^1].Value));
        return Observation.Holds($"{names.Series.Length} metrics, {series} series" + (FirstSampleAt is { } at ? $", first sample at {at:HH:mm:ss} UTC" : ""));
    }

    private static string Quote(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
