using System.Collections.Immutable;
using TalosPlatform.Queries;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Cost.Usage;

/// <summary>What was measured, and what could not be.</summary>
public sealed record UsageReading(ImmutableArray<ServiceUsage> Services, ImmutableArray<string> Gaps);

/// <summary>Reads raw samples of CPU and memory from Prometheus.</summary>
public sealed class UsageReader(PrometheusClient prometheus)
{
    // Raw samples are exact; beyond an hour the counter is read at this many points, which loses nothing but short bursts.
    private static readonly TimeSpan RawUpTo = TimeSpan.FromHours(1);
    private const int PointsBeyond = 2000;

    /// <summary>Reads every source over a window. A source that cannot be read becomes a gap; so do all further ones once Prometheus is out of reach.</summary>
    public async Task<UsageReading> ReadAsync(ImmutableArray<UsageSource> sources, MeasurementWindow window, CancellationToken cancellation)
    {
        var usages = ImmutableArray.CreateBuilder<ServiceUsage>();
        var gaps = ImmutableArray.CreateBuilder<string>();
        QueryException? unreachable = null;
        foreach (var source in sources)
        {
            if (unreachable is not null)
            {
                gaps.Add($"{source.Service}: not measured: {unreachable.What}");
                continue;
            }

            try
            {
                var cpu = await prometheus.QueryAsync(source.CpuSelector + Range(window), window.End, cancellation);
                var memory = await prometheus.QueryAsync(source.MemorySelector + Range(window), window.End, cancellation);
                if (Read(source, cpu, memory, gaps) is { } usage)
                    usages.Add(usage);
            }
            catch (QueryException error)
            {
                gaps.Add($"{source.Service}: not measured: {error.What}");
                if (error.Failure is QueryFailure.Unavailable or QueryFailure.Timeout)
                    unreachable = error;
            }
        }

        return new UsageReading(usages.ToImmutable(), gaps.ToImmutable());
    }

    private static string Range(MeasurementWindow window)
    {
        var seconds = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(window.Length.TotalSeconds)));
        return seconds <= RawUpTo
            ? $"[{Durations.Format(seconds)}]"
            : $"[{Durations.Format(seconds)}:{Durations.Format(TimeSpan.FromSeconds(Math.Ceiling(seconds.TotalSeconds / PointsBeyond)))}]";
    }

    private static ServiceUsage? Read(UsageSource source, QueryResult cpu, QueryResult memory, ImmutableArray<string>.Builder gaps)
    {
        var instances = new SortedDictionary<(string Container, string Instance), (List<CpuInterval> Cpu, List<MemoryPoint> Memory)>();
        (List<CpuInterval> Cpu, List<MemoryPoint> Memory) Of(Series series)
        {
            var key = source.Kind == UsageKind.Process ? ("", series.Label("instance")) : (series.Label("container"), series.Label("namespace") + "/" + series.Label("pod"));
            if (!instances.TryGetValue(key, out var instance))
                instances[key] = instance = ([], []);
            return instance;
        }

        var dropped = 0;
        foreach (var series in cpu.Series)
        {
            Of(series).Cpu.AddRange(UsageSeries.Cpu(series.Samples, out var bad));
            dropped += bad;
        }

        foreach (var series in memory.Series)
        {
            Of(series).Memory.AddRange(UsageSeries.Memory(series.Samples, out var bad));
            dropped += bad;
        }

        if (dropped > 0)
            gaps.Add($"{source.Service}: {dropped} samples that are negative, infinite or not a number were left out");
        if (!instances.Values.Any(i => i.Cpu.Count > 0))
            gaps.Add($"{source.Service}: Prometheus has fewer than two usable samples of {source.CpuSelector}: CPU not measured");
        if (!instances.Values.Any(i => i.Memory.Count > 0))
            gaps.Add($"{source.Service}: Prometheus has no usable sample of {source.MemorySelector}: memory not measured");
        return instances.Values.All(i => i.Cpu.Count == 0 && i.Memory.Count == 0) ? null : new ServiceUsage(source.Service,
        [
            .. instances.GroupBy(i => i.Key.Container).Select(g => new ContainerUsage(g.Key, [.. g.Select(i => new InstanceUsage([.. i.Value.Cpu], [.. i.Value.Memory]))])),
        ]);
    }
}
