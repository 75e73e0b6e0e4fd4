using System.Collections.Immutable;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Shared;

namespace TalosPlatform.Cost.Compute;

/// <summary>Chooses the machine type that runs services for the least money.</summary>
public static class NodeChoice
{
    /// <summary>Prices every candidate: types of the wanted architecture without graphics processors, cheapest first;
    /// those that leave pods without a node come last.</summary>
    public static ImmutableArray<(NodePrice Node, ComputeBill Bill)> Rank(PriceBook book, CostSettings settings, ImmutableArray<ServiceDemand> services) =>
    [
        .. book.Nodes.Where(n => n.Gpus == 0 && n.Architecture == settings.Architecture)
            .Select(n => (Node: n, Bill: new NodesScheme(book, n, settings.Nodes, settings.Purchase, settings.HoursPerMonth).Price(services, Bound.Expected, Bound.Expected)))
            .OrderBy(c => c.Bill.Unplaced).ThenBy(c => c.Bill.Total).ThenBy(c => c.Node.Burstable).ThenBy(c => c.Node.Type, StringComparer.Ordinal),
    ];

    /// <summary>The type the settings name, or the cheapest that holds everything.</summary>
    /// <exception cref="PlatformException">The named type has no price, or there is none to choose from.</exception>
    public static NodePrice Choose(PriceBook book, CostSettings settings, ImmutableArray<ServiceDemand> services)
    {
        if (settings.NodeType != "auto")
            return book.Node(settings.NodeType);
        var ranked = Rank(book, settings, services);
        return ranked.IsEmpty
            ? throw new PlatformException(
                $"The prices of {book.Provider} in {book.Region} have no node type for {settings.Architecture}.",
                "Set cost.architecture or cost.nodeType, or add the type to a price file of your own.")
            : ranked[0].Node;
    }
}
