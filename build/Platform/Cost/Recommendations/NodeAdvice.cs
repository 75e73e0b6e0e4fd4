using System.Collections.Immutable;
using TalosPlatform.Cost.Compute;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Nodes;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Reports;

namespace TalosPlatform.Cost.Recommendations;

/// <summary>Advice on nodes: another type or number, a mix of types, and spot for what can stand interruption.</summary>
public static class NodeAdvice
{
    // Below this share of the nodes' price a change is not worth its trouble.
    private const decimal Worthwhile = 0.02m;

    /// <summary>Everything that lowers the price of the nodes.</summary>
    public static IEnumerable<CostAdvice> Of(CostInput input, NodesScheme scheme, ComputeBill bill)
    {
        if (bill.Total == 0 || input.Services.IsEmpty)
            yield break;
        if (input.Settings.NodeType != "auto" && Type(input, scheme, bill) is { } type)
            yield return type;
        if (Mix(input, scheme, bill) is { } mix)
            yield return mix;
        if (Spot(input, scheme, bill) is { } spot)
            yield return spot;
    }

    private static CostAdvice? Type(CostInput input, NodesScheme scheme, ComputeBill bill)
    {
        if (NodeChoice.Cheapest(input.Prices, input.Settings, input.Services, n => Comparable(n, scheme.Node)) is not { } best || best.Bill.Unplaced > bill.Unplaced)
            return null;
        var saving = bill.Total - best.Bill.Total;
        return saving <= Worthwhile * bill.Total ? null : new CostAdvice("node-type", scheme.Node.Type,
            $"{best.Bill.Pools[0].Count} × {best.Node.Type} hold everything that {bill.Pools[0].Count} × {scheme.Node.Type} do", saving);
    }

    // Each node is replaced by the cheapest type that still holds what was packed on it.
    private static CostAdvice? Mix(CostInput input, NodesScheme scheme, ComputeBill bill)
    {
        var (book, settings) = (input.Prices, input.Settings);
        var types = book.Nodes.Where(n => n.Gpus == 0 && n.Architecture == scheme.Node.Architecture && Comparable(n, scheme.Node))
            .Select(n => (Node: n, Capacity: Allocatable.Of(n, book.Reservation), Price: NodePricing.Of(n, book, settings.Purchase, settings.HoursPerMonth).Monthly.Expected))
            .OrderBy(t => t.Price).ToList();
        var packing = scheme.Pack(input.Services, Bound.Expected);
        var everyNode = input.Services.Count(s => s.EveryNode);
        var chosen = packing.Nodes.Where(n => n.PodCount > everyNode)
            .Select(n => types.FirstOrDefault(t => t.Capacity.Size.CpuMillis >= n.Used.CpuMillis && t.Capacity.Size.MemoryBytes >= n.Used.MemoryBytes && t.Capacity.Pods >= n.PodCount))
            .ToList();
        if (chosen.Count == 0 || chosen.Any(c => c.Node is null))
            return null;
        var mix = chosen.GroupBy(c => c.Node.Type).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} × {g.Key}").ToList();
        var saving = bill.Total - chosen.Sum(c => c.Price);
        return mix.Count < 2 || saving <= Worthwhile * bill.Total ? null : new CostAdvice("node-mix", scheme.Node.Type,
            $"{string.Join(" and ", mix)} hold everything that {bill.Pools[0].Count} × {scheme.Node.Type} do", saving);
    }

    private static CostAdvice? Spot(CostInput input, NodesScheme scheme, ComputeBill bill)
    {
        var settings = input.Settings;
        if (settings.Purchase == "spot" || settings.Nodes is not null || scheme.Node.Spot is null)
            return null;
        ImmutableArray<ServiceDemand> interruptible = [.. input.Services.Where(s => s.Interruptible || s.EveryNode)];
        ImmutableArray<ServiceDemand> steady = [.. input.Services.Where(s => !s.Interruptible)];
        if (!interruptible.Any(s => s.Interruptible))
            return null;
        var spot = new NodesScheme(input.Prices, scheme.Node, null, "spot", settings.HoursPerMonth);
        var onSpot = spot.Price(interruptible, Bound.Expected, Bound.Expected);
        var rest = steady.Any(s => !s.EveryNode) ? scheme.Price(steady, Bound.Expected, Bound.Expected).Total : 0;
        var dearest = spot.Price(interruptible, Bound.Expected, Bound.High).Total;
        var saving = bill.Total - rest - onSpot.Total;
        var names = string.Join(", ", interruptible.Where(s => s.Interruptible).Select(s => s.Name).Take(5));
        return bill.Total - rest - dearest <= Worthwhile * bill.Total ? null : new CostAdvice("spot", scheme.Node.Type, FormattableString.Invariant(
            $"{onSpot.Pools[0].Count} × {scheme.Node.Type} as spot for Deployments of two or more pods ({names}), the rest as now: {onSpot.Total:0.00} to {dearest:0.00} {input.Prices.Currency} a month for them"), saving);
    }

    // Bursting types are no replacement for types that give their CPU all the time.
    private static bool Comparable(NodePrice candidate, NodePrice current) => current.Burstable || !candidate.Burstable;
}
