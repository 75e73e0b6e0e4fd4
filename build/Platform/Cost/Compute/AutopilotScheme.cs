using System.Collections.Immutable;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Prices;

namespace TalosPlatform.Cost.Compute;

/// <summary>GKE Autopilot: pods are billed by what they request, whatever they use
/// (https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-resource-requests).</summary>
/// <param name="book">Prices.</param>
/// <param name="hours">Hours of the month the pods run.</param>
public sealed class AutopilotScheme(PriceBook book, decimal hours) : IComputeScheme
{
    private const decimal DefaultCpu = 0.5m;
    private const decimal DefaultMemoryGiB = 2;
    private const decimal LeastCpu = 0.05m;
    private const decimal LeastMemoryGiB = 52m / 1024;
    private const decimal MostMemoryForCpu = 6.5m;

    // Each container requests 1 GiB of ephemeral storage unless it says otherwise.
    private const decimal EphemeralGiB = 1;

    /// <inheritdoc/>
    public ComputeBill Price(ImmutableArray<ServiceDemand> services, Bound usage, Bound price)
    {
        if (book.Rate("autopilot-vcpu") is not { } vcpu || book.Rate("autopilot-memory") is not { } memory || book.Rate("autopilot-ephemeral") is not { } ephemeral)
            return new ComputeBill([], [.. services.Select(_ => 0m)], [], [], ["the price file has no \"autopilot-vcpu\", \"autopilot-memory\" and \"autopilot-ephemeral\": no pod is priced"]);
        var gaps = ImmutableArray.CreateBuilder<string>();
        var allocated = ImmutableArray.CreateBuilder<decimal>();
        var (vcpus, gibibytes, storage) = (0m, 0m, 0m);
        foreach (var service in services)
        {
            if (service.EveryNode)
                gaps.Add($"{service.Name}: Autopilot decides on the number of nodes, so a DaemonSet is priced as one pod");
            foreach (var container in service.Containers.Where(c => c.CpuRequest is null || c.MemoryRequest is null))
                gaps.Add(FormattableString.Invariant($"{service.Name}: container \"{container.Name}\" requests nothing for {Missing(container)}: priced at Autopilot's default of {DefaultCpu} cores and {DefaultMemoryGiB} GiB"));
            var replicas = service.EveryNode ? 1 : service.Replicas;
            var (cpu, mem) = Billed(service);
            var disk = service.Containers.Length * EphemeralGiB;
            vcpus += replicas * cpu;
            gibibytes += replicas * mem;
            storage += replicas * disk;
            allocated.Add(replicas * hours * (cpu * vcpu.Price + mem * memory.Price + disk * ephemeral.Price));
        }

        return new ComputeBill(
            [
                RateLine.Of("Autopilot CPU", vcpu, vcpus * hours, "compute"),
                RateLine.Of("Autopilot memory", memory, gibibytes * hours, "compute"),
                RateLine.Of("Autopilot ephemeral storage", ephemeral, storage * hours, "compute"),
            ],
            allocated.ToImmutable(), [], [], gaps.ToImmutable());
    }

    /// <summary>What a pod is billed for: its requests, raised to the least Autopilot runs and to a ratio of 1 to 6.5 GiB a core.</summary>
    public static (decimal Cpu, decimal MemoryGiB) Billed(ServiceDemand service)
    {
        var cpu = Math.Max(LeastCpu, service.Containers.Sum(c => c.CpuRequest ?? DefaultCpu));
        var memory = Math.Max(LeastMemoryGiB, service.Containers.Sum(c => c.MemoryRequest ?? DefaultMemoryGiB));
        return memory < cpu ? (cpu, cpu) : (Math.Max(cpu, memory / MostMemoryForCpu), memory);
    }

    private static string Missing(ContainerDemand container) =>
        container switch { { CpuRequest: null, MemoryRequest: null } => "CPU and memory", { CpuRequest: null } => "CPU", _ => "memory" };
}
