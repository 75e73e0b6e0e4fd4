using System.Collections.Immutable;

namespace TalosPlatform.Cost.Nodes;

/// <summary>Pods of one kind that have to be placed.</summary>
/// <param name="Owner">Index of the service they belong to.</param>
/// <param name="Size">Size of each.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct PodGroup(int Owner, PodSize Size, int Count);

/// <summary>A node with what was placed on it.</summary>
/// <param name="Pods">Pods by owner; those of every node left out.</param>
/// <param name="Used">CPU and memory taken, pods of every node included.</param>
/// <param name="PodCount">Pods placed, those of every node included.</param>
public sealed record PackedNode(ImmutableArray<PodGroup> Pods, PodSize Used, int PodCount);

/// <summary>The outcome of packing.</summary>
/// <param name="Nodes">Nodes in use, and those that were asked for but stay empty.</param>
/// <param name="Unplaced">Pods that fit nowhere.</param>
public sealed record Packing(ImmutableArray<PackedNode> Nodes, ImmutableArray<PodGroup> Unplaced);

/// <summary>First-fit decreasing on CPU, memory and number of pods: the largest pods first, each on the first node with room.</summary>
public static class BinPacker
{
    /// <summary>Places pods on nodes of one type.</summary>
    /// <param name="pods">What to place.</param>
    /// <param name="everyNode">Pods that run on every node, such as those of DaemonSets.</param>
    /// <param name="node">What a node offers to pods.</param>
    /// <param name="nodes">Number of nodes; null takes as many as are needed.</param>
    public static Packing Pack(ImmutableArray<PodGroup> pods, ImmutableArray<PodSize> everyNode, NodeCapacity node, int? nodes = null)
    {
        var fixedPart = everyNode.Aggregate(default(PodSize), (sum, size) => sum + size);
        var free = new NodeCapacity(node.Size - fixedPart, node.Pods - everyNode.Length);
        var order = pods.Where(p => p.Count > 0).OrderByDescending(p => Share(p.Size, node.Size)).ThenByDescending(p => p.Size.CpuMillis)
            .ThenByDescending(p => p.Size.MemoryBytes).ThenBy(p => p.Owner).ToArray();
        var placeable = order.Where(p => Fits(p.Size, free)).ToArray();
        var smallest = SmallestToCome(placeable);
        var bins = nodes ?? Math.Max(placeable.Sum(p => NodesAtMost(p, free)), everyNode.IsEmpty ? 0 : 1);
        if (bins == 0)
            return new Packing([], [.. order]);

        var tree = new FirstFitTree(bins, free);
        var content = new List<PodGroup>?[bins];
        var unplaced = ImmutableArray.CreateBuilder<PodGroup>();
        unplaced.AddRange(order.Where(p => !Fits(p.Size, free)));
        var used = 0;
        for (var i = 0; i < placeable.Length; i++)
        {
            var group = placeable[i];
            var left = group.Count;
            while (left > 0)
            {
                var bin = tree.FirstFit(group.Size);
                if (bin < 0)
                    break;
                // While pods of this group are left, the smallest to come is at most of their size.
                var count = Math.Min(left, tree.Room(bin, group.Size));
                left -= count;
                tree.Take(bin, group.Size, count, left > 0 ? Smaller(group.Size, smallest[i + 1]) : smallest[i + 1]);
                (content[bin] ??= []).Add(group with { Count = count });
                used = Math.Max(used, bin + 1);
            }

            if (left > 0)
                unplaced.Add(group with { Count = left });
        }

        var inUse = nodes ?? Math.Max(used, everyNode.IsEmpty ? 0 : 1);
        return new Packing([.. content.Take(inUse).Select(c => Node(c, fixedPart, everyNode.Length))], unplaced.ToImmutable());
    }

    private static PackedNode Node(List<PodGroup>? content, PodSize fixedPart, int fixedPods) =>
        content is null
            ? new PackedNode([], fixedPart, fixedPods)
            : new PackedNode([.. content], content.Aggregate(fixedPart, (sum, p) => sum + p.Size * p.Count), fixedPods + content.Sum(p => p.Count));

    private static bool Fits(PodSize pod, NodeCapacity free) => pod.CpuMillis <= free.Size.CpuMillis && pod.MemoryBytes <= free.Size.MemoryBytes && free.Pods > 0;

    // The dimension in which a pod takes the larger share of a node decides how hard it is to place.
    private static double Share(PodSize pod, PodSize node) =>
        Math.Max((double)pod.CpuMillis / Math.Max(1, node.CpuMillis), (double)pod.MemoryBytes / Math.Max(1, node.MemoryBytes));

    private static int NodesAtMost(PodGroup group, NodeCapacity free)
    {
        var each = (long)free.Pods;
        if (group.Size.CpuMillis > 0)
            each = Math.Min(each, free.Size.CpuMillis / group.Size.CpuMillis);
        if (group.Size.MemoryBytes > 0)
            each = Math.Min(each, free.Size.MemoryBytes / group.Size.MemoryBytes);
        return (int)((group.Count + each - 1) / each);
    }

    private static PodSize[] SmallestToCome(PodGroup[] order)
    {
        var smallest = new PodSize[order.Length + 1];
        smallest[^1] = new PodSize(long.MaxValue, long.MaxValue);
        for (var i = order.Length - 1; i >= 0; i--)
            smallest[i] = Smaller(order[i].Size, smallest[i + 1]);
        return smallest;
    }

    private static PodSize Smaller(PodSize a, PodSize b) => new(Math.Min(a.CpuMillis, b.CpuMillis), Math.Min(a.MemoryBytes, b.MemoryBytes));
}
