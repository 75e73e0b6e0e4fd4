using CsCheck;
using Nuke.Common.Planning;

namespace TalosBuild.Engine.Tests.Planning;

public class CyclesTests
{
    [Theory]
    // graph                          circles
    [InlineData("A; B: A; C: A B", "")]
    [InlineData("A: A", "A -> A")]
    [InlineData("A: B; B: A", "A -> B -> A")]
    [InlineData("A: B; B: C; C: A", "A -> B -> C -> A")]
    [InlineData("A: >B; B: !A", "A -> B -> A")]
    [InlineData("X: A; A: B; B: A; Y: B", "A -> B -> A")]
    [InlineData("A: B; B: A; C: D; D: >C", "A -> B -> A, C -> D -> C")]
    // Of a group that is tangled more than once, the shortest way round.
    [InlineData("A: B C; B: C; C: A", "A -> C -> A")]
    public void Finds_circles(string graph, string circles) =>
        Assert.Equal(circles, string.Join(", ", Cycles.Find(Graphs.Parse(graph)).Select(x => string.Join(" -> ", x))));

    [Fact]
    public void Every_circle_found_is_one_and_a_graph_without_has_an_order()
    {
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 7]).List[0, 14].Sample(edges =>
        {
            var graph = Enumerable.Range(0, 8)
                .Select(i => new PlanNode($"T{i}", [.. edges.Where(x => x.Item1 == i).Select(x => $"T{x.Item2}").Distinct()], [], []))
                .ToList();
            var cycles = Cycles.Find(graph);
            foreach (var cycle in cycles)
                for (var i = 0; i + 1 < cycle.Count; i++)
                    Assert.Contains(cycle[i + 1], graph.Single(x => x.Name == cycle[i]).DependsOn);
            Assert.Equal(HasCircle(graph), cycles.Count > 0);
        });
    }

    /// <summary>Takes away targets without dependencies until none is left; what remains goes in circles.</summary>
    private static bool HasCircle(IReadOnlyList<PlanNode> graph)
    {
        var left = graph.ToList();
        while (left.FindIndex(x => !x.DependsOn.Any(y => left.Any(z => z.Name == y))) is >= 0 and var free) left.RemoveAt(free);
        return left.Count > 0;
    }
}
