using TalosPlatform.Reports;

namespace TalosPlatform.Baselines;

/// <summary>What of a run can be compared with another.</summary>
public static class Measurements
{
    /// <summary>The measurements of a run; what was not measured is absent.</summary>
    public static IReadOnlyList<Measurement> Of(RunDocument run) =>
        [.. Times(run).Concat(Load(run)).Concat(Services(run)).Concat(Costs(run)).Where(m => double.IsFinite(m.Value)).DistinctBy(m => m.Key)];

    private static IEnumerable<Measurement> Times(RunDocument run)
    {
        if (run.Timings is not { } timings)
            yield break;
        (MetricKind Kind, double Seconds)[] times = [(MetricKind.FirstMetric, timings.FirstMetricSeconds), (MetricKind.Provision, timings.ProvisionSeconds), (MetricKind.Deploy, timings.DeploySeconds), (MetricKind.Total, timings.TotalSeconds)];
        // Nothing takes no time: 0 is what was not measured.
        foreach (var (kind, seconds) in times.Where(t => t.Seconds > 0))
            yield return new(kind, "", seconds);
    }

    private static IEnumerable<Measurement> Load(RunDocument run)
    {
        foreach (var service in (run.Load ?? []).Where(l => l.Requests > 0).GroupBy(l => l.Service))
        {
            var highest = service.MaxBy(l => l.Level)!;
            yield return new(MetricKind.ErrorRate, service.Key, (double)service.Sum(l => l.Errors) / service.Sum(l => l.Requests));
            yield return new(MetricKind.LatencyP50, service.Key, highest.P50Seconds);
            yield return new(MetricKind.LatencyP95, service.Key, highest.P95Seconds);
            yield return new(MetricKind.LatencyP99, service.Key, highest.P99Seconds);
        }
    }

    private static IEnumerable<Measurement> Services(RunDocument run)
    {
        foreach (var service in run.Services ?? [])
        {
            if (service.CpuCores is { } cpu)
                yield return new(MetricKind.Cpu, service.Name, cpu);
            if (service.MemoryBytes is { } memory)
                yield return new(MetricKind.Memory, service.Name, memory);
            if (service.Series is { } series)
                yield return new(MetricKind.Series, service.Name, series);
            if (service.ImageBytes is { } image)
                yield return new(MetricKind.ImageSize, service.Name, image);
        }
    }

    private static IEnumerable<Measurement> Costs(RunDocument run)
    {
        if (run.Cost is not { } cost)
            yield break;
        yield return new(MetricKind.Cost, "", (double)cost.Monthly.Expected);
        foreach (var service in cost.Services)
            yield return new(MetricKind.Cost, service.Name, (double)service.Monthly);
    }
}
