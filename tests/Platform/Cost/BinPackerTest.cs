using System.Collections.Immutable;
using CsCheck;
using TalosPlatform.Cost.Nodes;

namespace TalosPlatform.Tests.Cost;

public class BinPackerTest
{
    private static readonly NodeCapacity Node = new(new PodSize(1930, 6903L << 20), 29);

    private static readonly Gen<ImmutableArray<PodGroup>> Pods =
        Gen.Select(Gen.Int[0, 2500], Gen.Int[0, 8000], Gen.Int[0, 40]).Array[0, 30]
            .Select(groups => groups.Select((g, i) => new PodGroup(i, new PodSize(g.Item1, (long)g.Item2 << 20), g.Item3)).ToImmutableArray());

    private static readonly Gen<ImmutableArray<PodSize>> EveryNode =
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 700]).Array[0, 4].Select(sizes => sizes.Select(s => new PodSize(s.Item1, (long)s.Item2 << 20)).ToImmutableArray());

    [Theory]
    [InlineData(1, 500, 512, 1)]
    [InlineData(3, 500, 512, 1)] // 1500m of 1930m
    [InlineData(4, 500, 512, 2)] // 2000m fit the machine but not what it leaves for pods
    [InlineData(10, 100, 3000, 5)] // memory decides
    [InlineData(30, 1, 1, 2)] // the number of pods decides
    [InlineData(0, 1, 1, 0)]
    public void Nodes_are_counted_on_what_they_offer_to_pods(int pods, long cpuMillis, long memoryMiB, int nodes) =>
        Assert.Equal(nodes, BinPacker.Pack([new PodGroup(0, new PodSize(cpuMillis, memoryMiB << 20), pods)], [], Node).Nodes.Length);

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(3, 1, 28)] // 26 pods and three of every node's own, twice
    public void Pods_of_every_node_take_their_share_of_each(int every, int nodes, int pods)
    {
        ImmutableArray<PodSize> everyNode = [.. Enumerable.Repeat(new PodSize(10, 1 << 20), every)];
        var packing = BinPacker.Pack([new PodGroup(0, new PodSize(1, 1), pods)], everyNode, Node);
        Assert.Equal(every == 0 ? 0 : 2, packing.Nodes.Length);
        Assert.All(packing.Nodes, n => Assert.InRange(n.PodCount, nodes, Node.Pods));
    }

    [Fact]
    public void Two_pods_of_different_shape_share_a_node() =>
        Assert.Single(BinPacker.Pack([new PodGroup(0, new PodSize(1800, 100L << 20), 1), new PodGroup(1, new PodSize(100, 6000L << 20), 1)], [], Node).Nodes);

    [Fact]
    public void A_pod_larger_than_a_node_is_not_placed()
    {
        var giant = new PodGroup(7, new PodSize(1931, 1), 2);
        var packing = BinPacker.Pack([giant], [], Node);
        Assert.Equal([giant], packing.Unplaced);
        Assert.Empty(packing.Nodes);
    }

    [Fact]
    public void Nodes_that_are_asked_for_stay_though_empty_and_do_not_grow()
    {
        Assert.Equal(5, BinPacker.Pack([], [], Node, nodes: 5).Nodes.Length);
        var packing = BinPacker.Pack([new PodGroup(0, new PodSize(1000, 1), 5)], [], Node, nodes: 3);
        Assert.Equal(3, packing.Nodes.Length);
        Assert.Equal(2, packing.Unplaced.Single().Count);
    }

    [Fact]
    public void Packing_never_exceeds_what_a_node_offers_and_loses_no_pod() => Gen.Select(Pods, EveryNode).Sample((pods, everyNode) =>
    {
        var packing = BinPacker.Pack(pods, everyNode, Node);
        foreach (var node in packing.Nodes)
        {
            var used = node.Pods.Aggregate(everyNode.Aggregate(default(PodSize), (s, p) => s + p), (s, p) => s + p.Size * p.Count);
            Assert.Equal(used, node.Used);
            Assert.True(node.Used.CpuMillis <= Node.Size.CpuMillis && node.Used.MemoryBytes <= Node.Size.MemoryBytes && node.PodCount <= Node.Pods);
        }

        foreach (var group in pods)
            Assert.Equal(group.Count, packing.Nodes.SelectMany(n => n.Pods).Concat(packing.Unplaced).Where(p => p.Owner == group.Owner).Sum(p => p.Count));
    });

    [Fact]
    public void The_tree_finds_what_looking_at_each_node_finds() => Pods.Sample(pods =>
    {
        var packed = BinPacker.Pack(pods, [], Node);
        Assert.Equal(OneByOne(pods), packed.Nodes.Length);
    });

    // First-fit decreasing by its definition: every pod by itself, every node looked at in turn.
    private static int OneByOne(ImmutableArray<PodGroup> pods)
    {
        static double Share(PodSize p) => Math.Max((double)p.CpuMillis / Node.Size.CpuMillis, (double)p.MemoryBytes / Node.Size.MemoryBytes);
        var nodes = new List<(PodSize Used, int Count)>();
        var fitting = pods.Where(p => p.Size.CpuMillis <= Node.Size.CpuMillis && p.Size.MemoryBytes <= Node.Size.MemoryBytes);
        foreach (var group in fitting.OrderByDescending(p => Share(p.Size)).ThenByDescending(p => p.Size.CpuMillis).ThenByDescending(p => p.Size.MemoryBytes).ThenBy(p => p.Owner))
        {
            for (var i = 0; i < group.Count; i++)
            {
                var index = nodes.FindIndex(n => n.Count < Node.Pods && (n.Used + group.Size) is var sum && sum.CpuMillis <= Node.Size.CpuMillis && sum.MemoryBytes <= Node.Size.MemoryBytes);
                if (index < 0)
                    nodes.Add((group.Size, 1));
                else
                    nodes[index] = (nodes[index].Used + group.Size, nodes[index].Count + 1);
            }
        }

        return nodes.Count;
    }
}
