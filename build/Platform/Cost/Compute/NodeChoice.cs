using System.Collections.Immutable;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Nodes;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Shared;

namespace TalosPlatform.Cost.Compute;

/// <summary>Chooses the machine type that runs services for the least money.</summary>
public static class NodeChoice
{
    /// <summary>The type the settings name, or the cheapest that holds everything.</summary>
    /// <exception cref="PlatformException">The named type has no price, or there is none to choose from.</exception>
    public static NodePrice Choose(PriceBook book, CostSettings settings, ImmutableArray<ServiceDemand> services)
    {
        if (settings.NodeType != "auto")
            return book.Node(settings.NodeType);
        return Cheapest(book, settings, services, _ => true)?.Node
            ?? throw new PlatformException(
                $"The prices of {book.Provider} in {book.Region} have no node type for {settings.Architecture}.",
                "Set cost.architecture or cost.nodeType, or add the type to a price file of your own.");
    }

    /// <summary>The cheapest type, and as many nodes of it as are needed. Types with graphics processors or of another architecture are left out;
    /// where no type holds every pod, it is the one that holds the most.</summary>
    /// <param name="book">Prices.</param>
    /// <param name="settings">Architecture and way to pay.</param>
    /// <param name="services">What has to run.</param>
    /// <param name="eligible">Which types to look at.</param>
    /// <returns>Null when no type is left.</returns>
    public static (NodePrice Node, ComputeBill Bill)? Cheapest(PriceBook book, CostSettings settings, ImmutableArray<ServiceDemand> services, Func<NodePrice, bool> eligible)
    {
        var needs = Needs.Of(services);
        var candidates = book.Nodes.Where(n => n.Gpus == 0 && n.Architecture == settings.Architecture && eligible(n))
            .Select(n => (Node: n, Scheme: new NodesScheme(book, n, null, settings.Purchase, settings.HoursPerMonth)))
            .Select(c => (c.Node, c.Scheme, Fits: needs.Fit(c.Scheme.Capacity), Least: needs.LeastNodes(c.Scheme.Capacity) * c.Scheme.Pricing.Monthly.Expected))
            .OrderByDescending(c => c.Fits).ThenBy(c => c.Least).ThenBy(c => c.Node.Burstable).ThenBy(c => c.Node.Type, StringComparer.Ordinal);
        (NodePrice Node, ComputeBill Bill)? best = null;
        foreach (var (node, scheme, fits, least) in candidates)
        {
            // Packing is what takes time: a type that costs more even if every node were full needs none.
            if (best is { } known && known.Bill.Unplaced == 0 && (!fits || least >= known.Bill.Total))
                continue;
            var bill = scheme.Price(services, Bound.Expected, Bound.Expected);
            if (best is null || (bill.Unplaced, bill.Total).CompareTo((best.Value.Bill.Unplaced, best.Value.Bill.Total)) < 0)
                best = (node, bill);
        }

        return best;
    }

    /// <summary>Sums and maxima of the pods: enough to tell what a type costs at least.</summary>
    private sealed record Needs(PodSize Sum, PodSize Largest, long Pods, PodSize EveryNode, int PodsOfEveryNode)
    {
        public static Needs Of(ImmutableArray<ServiceDemand> services)
        {
            var needs = new Needs(default, default, 0, default, 0);
            foreach (var service in services)
            {
                var size = service.Size(Bound.Expected);
                needs = service.EveryNode
                    ? needs with { EveryNode = needs.EveryNode + size, PodsOfEveryNode = needs.PodsOfEveryNode + 1 }
                    : needs with
                    {
                        Sum = needs.Sum + size * service.Replicas,
                        Largest = new PodSize(Math.Max(needs.Largest.CpuMillis, size.CpuMillis), Math.Max(needs.Largest.MemoryBytes, size.MemoryBytes)),
                        Pods = needs.Pods + service.Replicas,
                    };
            }

            return needs;
        }

        public bool Fit(NodeCapacity node)
        {
            var free = node.Size - EveryNode;
            return free.CpuMillis >= Largest.CpuMillis && free.MemoryBytes >= Largest.MemoryBytes && node.Pods - PodsOfEveryNode >= (Pods > 0 ? 1 : 0);
        }

        public decimal LeastNodes(NodeCapacity node)
        {
            var free = node.Size - EveryNode;
            var pods = node.Pods - PodsOfEveryNode;
            return free.CpuMillis <= 0 || free.MemoryBytes <= 0 || pods <= 0
                ? 0
                : Math.Max(Math.Max(Up(Sum.CpuMillis, free.CpuMillis), Up(Sum.MemoryBytes, free.MemoryBytes)), Up(Pods, pods));
        }

        private static long Up(long amount, long each) => (amount + each - 1) / each;
    }
}
