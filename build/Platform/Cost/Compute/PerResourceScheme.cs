using System.Collections.Immutable;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Prices;

namespace TalosPlatform.Cost.Compute;

/// <summary>A price file of one's own without nodes: every core-hour and GiB-hour has its price, as data centres charge inside a company.</summary>
/// <param name="book">Prices with the rates <c>cpu</c> (a vCPU-hour) and <c>memory</c> (a GiB-hour).</param>
/// <param name="hours">Hours of the month the pods run.</param>
public sealed class PerResourceScheme(PriceBook book, decimal hours) : IComputeScheme
{
    /// <inheritdoc/>
    public ComputeBill Price(ImmutableArray<ServiceDemand> services, Bound usage, Bound price)
    {
        if (book.Rate("cpu") is not { } cpu || book.Rate("memory") is not { } memory)
            return new ComputeBill([], [.. services.Select(_ => 0m)], [], [], ["the price file has neither \"nodes\" nor the rates \"cpu\" and \"memory\": no pod is priced"]);
        var cores = services.Sum(s => Pods(s) * s.Cpu(usage));
        var gibibytes = services.Sum(s => Pods(s) * s.Memory(usage));
        return new ComputeBill(
            [RateLine.Of("CPU", cpu, cores * hours, "compute"), RateLine.Of("Memory", memory, gibibytes * hours, "compute")],
            [.. services.Select(s => Pods(s) * hours * (s.Cpu(usage) * cpu.Price + s.Memory(usage) * memory.Price))],
            [], [],
            [.. services.Where(s => s.EveryNode).Select(s => $"{s.Name}: the number of nodes is not known, so a DaemonSet is priced as one pod")]);
    }

    private static int Pods(ServiceDemand service) => service.EveryNode ? 1 : service.Replicas;
}
