using System.Collections.Immutable;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Reports;

namespace TalosPlatform.Cost.Compute;

/// <summary>AWS Fargate: every pod is billed as the smallest valid combination of CPU and memory that holds it.</summary>
/// <param name="book">Prices.</param>
/// <param name="hours">Hours of the month the pods run.</param>
public sealed class FargateScheme(PriceBook book, decimal hours) : IComputeScheme
{
    /// <inheritdoc/>
    public ComputeBill Price(ImmutableArray<ServiceDemand> services, Bound usage, Bound price)
    {
        if (book.Rate("fargate-vcpu") is not { } vcpu || book.Rate("fargate-memory") is not { } memory)
            return new ComputeBill([], [.. services.Select(_ => 0m)], [], [], ["the price file has no \"fargate-vcpu\" and \"fargate-memory\": no pod is priced"]);
        var gaps = ImmutableArray.CreateBuilder<string>();
        var allocated = ImmutableArray.CreateBuilder<decimal>();
        var unplaced = 0;
        var (vcpus, gigabytes) = (0m, 0m);
        foreach (var service in services)
        {
            var size = service.EveryNode ? null : FargateSize.For(service.Cpu(usage), service.Memory(usage));
            if (size is null)
            {
                gaps.Add(service.EveryNode
                    ? $"{service.Name}: Fargate runs no DaemonSets: not priced; run it as a sidecar"
                    : FormattableString.Invariant($"{service.Name}: a pod of {service.Cpu(usage):0.###} cores and {service.Memory(usage):0.##} GiB is larger than Fargate offers: not priced"));
                unplaced += service.EveryNode ? 0 : service.Replicas;
                allocated.Add(0);
                continue;
            }

            vcpus += service.Replicas * size.Vcpu;
            gigabytes += service.Replicas * size.MemoryGB;
            allocated.Add(service.Replicas * hours * (size.Vcpu * vcpu.Price + size.MemoryGB * memory.Price));
        }

        return new ComputeBill(
            [RateLine.Of("Fargate CPU", vcpu, vcpus * hours, "compute"), RateLine.Of("Fargate memory", memory, gigabytes * hours, "compute")],
            allocated.ToImmutable(), [], [], gaps.ToImmutable(), unplaced);
    }
}

/// <summary>A combination of CPU and memory Fargate offers (https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html).</summary>
/// <param name="Vcpu">Virtual CPUs.</param>
/// <param name="MemoryGB">Memory, GB.</param>
public sealed record FargateSize(decimal Vcpu, decimal MemoryGB)
{
    /// <summary>Fargate adds this much memory to each pod for its Kubernetes components, GB.</summary>
    public const decimal Overhead = 0.25m;

    private static readonly ImmutableArray<(decimal Vcpu, decimal Least, decimal Most, decimal Step)> Combinations =
        [(0.5m, 1, 4, 1), (1, 2, 8, 1), (2, 4, 16, 1), (4, 8, 30, 1), (8, 16, 60, 4), (16, 32, 120, 8)];

    /// <summary>The smallest combination for a pod.</summary>
    /// <param name="cpu">CPU of all its containers together, cores.</param>
    /// <param name="memoryGB">Memory of all its containers together, GB.</param>
    /// <param name="initCpu">Largest CPU of an init container, cores.</param>
    /// <param name="initMemoryGB">Largest memory of an init container, GB.</param>
    /// <returns>Null when the pod is larger than the largest combination.</returns>
    public static FargateSize? For(decimal cpu, decimal memoryGB, decimal initCpu = 0, decimal initMemoryGB = 0)
    {
        var cores = Math.Max(cpu, initCpu);
        var memory = Math.Max(memoryGB, initMemoryGB) + Overhead;
        // The smallest one has a list of memory sizes of its own.
        if (cores <= 0.25m && memory <= 2)
            return new FargateSize(0.25m, memory <= 0.5m ? 0.5m : memory <= 1 ? 1 : 2);
        foreach (var (vcpu, least, most, step) in Combinations)
        {
            if (cores <= vcpu && memory <= most)
                return new FargateSize(vcpu, Math.Max(least, least + Math.Ceiling((memory - least) / step) * step));
        }

        return null;
    }
}
