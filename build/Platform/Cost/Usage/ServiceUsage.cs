using System.Collections.Immutable;

namespace TalosPlatform.Cost.Usage;

/// <summary>What a service was seen to use.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Containers">Usage by container; one without a name where the metrics know no containers.</param>
public sealed record ServiceUsage(string Service, ImmutableArray<ContainerUsage> Containers);

/// <summary>What the instances of a container were seen to use.</summary>
/// <param name="Container">Name of the container; empty where the metrics know none.</param>
/// <param name="Instances">One for each pod or process.</param>
public sealed record ContainerUsage(string Container, ImmutableArray<InstanceUsage> Instances);

/// <summary>What one instance was seen to use.</summary>
/// <param name="Cpu">Mean CPU between scrapes, cores.</param>
/// <param name="Memory">Memory at scrapes, GiB.</param>
public sealed record InstanceUsage(ImmutableArray<CpuInterval> Cpu, ImmutableArray<MemoryPoint> Memory);

/// <summary>Mean CPU between two scrapes.</summary>
/// <param name="Start">Unix time, seconds.</param>
/// <param name="End">Unix time, seconds.</param>
/// <param name="Cores">Cores used on average.</param>
public readonly record struct CpuInterval(double Start, double End, decimal Cores)
{
    /// <summary>Seconds of the interval within a window.</summary>
    public double Overlap(double from, double to) => Math.Max(0, Math.Min(End, to) - Math.Max(Start, from));
}

/// <summary>Memory at a scrape.</summary>
/// <param name="Time">Unix time, seconds.</param>
/// <param name="GiB">Memory, GiB.</param>
public readonly record struct MemoryPoint(double Time, decimal GiB);
