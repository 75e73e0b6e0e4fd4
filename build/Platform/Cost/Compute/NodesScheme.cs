using System.Collections.Immutable;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Nodes;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Reports;

namespace TalosPlatform.Cost.Compute;

/// <summary>Whole nodes of one type, as many as first-fit decreasing needs.</summary>
/// <param name="book">Prices.</param>
/// <param name="node">The machine type.</param>
/// <param name="nodes">Number of nodes; null takes as many as are needed.</param>
/// <param name="purchase">One of <see cref="CostSettings.Purchases"/>.</param>
/// <param name="hours">Hours of the month they run.</param>
public sealed class NodesScheme(PriceBook book, NodePrice node, int? nodes, string purchase, decimal hours) : IComputeScheme
{
    /// <summary>What a node offers to pods.</summary>
    public NodeCapacity Capacity { get; } = Allocatable.Of(node, book.Reservation);

    /// <summary>The machine type.</summary>
    public NodePrice Node => node;

    /// <summary>Price of a node.</summary>
    public NodePricing Pricing { get; } = NodePricing.Of(node, book, purchase, hours);

    /// <inheritdoc/>
    public bool PriceVaries => Pricing.Monthly.Low < Pricing.Monthly.High;

    /// <inheritdoc/>
    public ComputeBill Price(ImmutableArray<ServiceDemand> services, Bound usage, Bound price)
    {
        var packing = Pack(services, usage);
        var each = Pricing.Monthly.At(price);
        var (core, gibibyte) = NodePricing.Split(each, node.Vcpu, node.MemoryGiB);
        var placed = new int[services.Length];
        foreach (var group in packing.Nodes.SelectMany(n => n.Pods))
            placed[group.Owner] += group.Count;
        for (var i = 0; i < services.Length; i++)
            placed[i] = services[i].EveryNode ? packing.Nodes.Count(n => n.PodCount > 0) : placed[i];
        ImmutableArray<decimal> allocated = [.. services.Select((s, i) => placed[i] * (s.Cpu(usage) * core + s.Memory(usage) * gibibyte))];

        var count = packing.Nodes.Length;
        ImmutableArray<CostLine> lines = count == 0 ? [] :
        [
            new CostLine($"{node.Type}{(Pricing.Note.Length > 0 ? $" ({Pricing.Note})" : "")}", count, "node-month", each, count * each, Pricing.Source.ToString())
            {
                Category = "compute", Service = Service(book.Provider), Sku = node.Type, Pricing = Pricing.Note switch { "spot" => "dynamic", "" or "sustained use" => "standard", _ => "committed" }, AsOf = $"{Pricing.Source.AsOf:yyyy-MM-dd}", List = count * node.Hourly * hours, Low = count * Pricing.Monthly.Low, High = count * Pricing.Monthly.High,
            },
        ];
        return new ComputeBill(lines, allocated, [Pool(packing, allocated.Sum(), each)], Idle(packing, core, gibibyte), Gaps(services, packing), packing.Unplaced.Sum(u => u.Count));
    }

    /// <summary>Places the services' pods. A type that cannot even hold the pods of every node holds nothing.</summary>
    public Packing Pack(ImmutableArray<ServiceDemand> services, Bound usage)
    {
        ImmutableArray<PodSize> everyNode = [.. services.Where(s => s.EveryNode).Select(s => s.Size(usage))];
        var together = everyNode.Aggregate(default(PodSize), (sum, size) => sum + size);
        if (together.CpuMillis > Capacity.Size.CpuMillis || together.MemoryBytes > Capacity.Size.MemoryBytes || everyNode.Length > Capacity.Pods)
            return new Packing([.. Enumerable.Repeat(new PackedNode([], default, 0), nodes ?? 0)], [.. services.Select((s, i) => new PodGroup(i, s.Size(usage), s.EveryNode ? 1 : s.Replicas))]);
        return BinPacker.Pack([.. services.Select((s, i) => new PodGroup(i, s.Size(usage), s.EveryNode ? 0 : s.Replicas))], everyNode, Capacity, nodes);
    }

    private NodePool Pool(Packing packing, decimal allocated, decimal each) => new(node.Type, packing.Nodes.Length)
    {
        AllocatableCpu = Capacity.Size.Cores,
        AllocatableMemoryGiB = Math.Round(Capacity.Size.MemoryGiB, 6),
        MaxPods = Capacity.Pods,
        Monthly = packing.Nodes.Length * each,
        Idle = packing.Nodes.Length * each - allocated,
    };

    private ImmutableArray<NodeIdle> Idle(Packing packing, decimal core, decimal gibibyte) =>
    [
        .. packing.Nodes.Select((n, i) => new NodeIdle($"{node.Type}-{i + 1}", n.PodCount, Capacity.Size.Cores - n.Used.Cores, Capacity.Size.MemoryGiB - n.Used.MemoryGiB)
        {
            Monthly = (node.Vcpu - n.Used.Cores) * core + (node.MemoryGiB - n.Used.MemoryGiB) * gibibyte,
        }),
    ];

    private ImmutableArray<string> Gaps(ImmutableArray<ServiceDemand> services, Packing packing)
    {
        var gaps = ImmutableArray.CreateBuilder<string>();
        if (Pricing.Gap is { } gap)
            gaps.Add(gap);
        foreach (var group in packing.Unplaced.GroupBy(u => u.Owner))
        {
            var service = services[group.Key];
            var size = group.First().Size;
            gaps.Add(nodes is null
                ? $"{service.Name}: a pod of {Format(size)} does not fit a {node.Type}, which offers {Format(Capacity.Size)}: not priced"
                : $"{service.Name}: {group.Sum(u => u.Count)} of {service.Replicas} pods of {Format(size)} do not fit {nodes} × {node.Type}: not priced");
        }

        return gaps.ToImmutable();
    }

    private static string Service(string provider) => provider switch { "aws" => "Amazon EC2", "gcp" => "Compute Engine", "azure" => "Virtual Machines", _ => "Nodes" };

    private static string Format(PodSize size) => FormattableString.Invariant($"{size.Cores:0.###} cores and {size.MemoryGiB:0.##} GiB");
}
