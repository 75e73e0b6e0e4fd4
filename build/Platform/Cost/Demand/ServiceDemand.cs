using System.Collections.Immutable;
using TalosPlatform.Cost.Nodes;
using TalosPlatform.Cost.Usage;

namespace TalosPlatform.Cost.Demand;

/// <summary>What a service needs.</summary>
/// <param name="Name">Name of the service.</param>
/// <param name="Replicas">Pods; those of a DaemonSet run once on every node instead.</param>
/// <param name="EveryNode">Whether it is a DaemonSet.</param>
/// <param name="Containers">Containers of a pod.</param>
public sealed record ServiceDemand(string Name, int Replicas, bool EveryNode, ImmutableArray<ContainerDemand> Containers)
{
    /// <summary>Whether losing a pod for a moment does no harm: a Deployment of two or more.</summary>
    public bool Interruptible { get; init; }

    /// <summary>CPU of a pod, cores.</summary>
    public decimal Cpu(Bound bound) => Containers.Sum(c => c.Cpu(bound));

    /// <summary>Memory of a pod, GiB.</summary>
    public decimal Memory(Bound bound) => Containers.Sum(c => c.Memory(bound));

    /// <summary>Both, as the scheduler counts them.</summary>
    public PodSize Size(Bound bound) => PodSize.Of(Cpu(bound), Memory(bound));

    /// <summary>Whether anything is known that could be priced.</summary>
    public bool Priceable => Containers.Any(c => c is not { CpuRequest: null, CpuUsage: null } || c is not { MemoryRequest: null, MemoryUsage: null });

    /// <summary>Measured CPU divided by what is requested; null unless every measured container has a request.</summary>
    public decimal? CpuEfficiency => Efficiency(c => c.CpuUsage?.Expected, c => c.CpuRequest);

    /// <summary>Measured memory divided by what is requested; null unless every measured container has a request.</summary>
    public decimal? MemoryEfficiency => Efficiency(c => c.MemoryUsage?.Expected, c => c.MemoryRequest);

    private decimal? Efficiency(Func<ContainerDemand, decimal?> usage, Func<ContainerDemand, decimal?> request)
    {
        var measured = Containers.Where(c => usage(c) is not null).ToList();
        var requested = measured.Sum(c => request(c) ?? 0);
        return measured.Count == 0 || requested == 0 || measured.Any(c => request(c) is null) ? null : measured.Sum(c => usage(c)!.Value) / requested;
    }
}

/// <summary>What a container needs; what is null is not known.</summary>
/// <param name="Name">Name of the container.</param>
/// <param name="CpuRequest">CPU request, cores.</param>
/// <param name="MemoryRequest">Memory request, GiB.</param>
/// <param name="CpuUsage">CPU one such container uses, cores.</param>
/// <param name="MemoryUsage">Memory one such container uses, GiB.</param>
public sealed record ContainerDemand(string Name, decimal? CpuRequest, decimal? MemoryRequest, Estimate? CpuUsage, Estimate? MemoryUsage)
{
    /// <summary>How the usage is spread; null when nothing was measured.</summary>
    public UsageProfile? Profile { get; init; }

    /// <summary>CPU that has to be paid for: max(request, usage), as the OpenCost specification allocates.</summary>
    public decimal Cpu(Bound bound) => Math.Max(CpuRequest ?? 0, CpuUsage?.At(bound) ?? 0);

    /// <summary>Memory that has to be paid for, in GiB: max(request, usage).</summary>
    public decimal Memory(Bound bound) => Math.Max(MemoryRequest ?? 0, MemoryUsage?.At(bound) ?? 0);
}
