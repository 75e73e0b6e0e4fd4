using CsCheck;
using Nuke.Common.Planning;

namespace TalosBuild.Engine.Tests.Planning;

public class PlannerTests
{
    [Theory]
    // graph                                     invoked  plan
    [InlineData("A", "A", "A")]
    [InlineData("A; B", "A", "A")]
    [InlineData("A; B: A", "B", "A B")]
    [InlineData("A; B: A; C: B", "C", "A B C")]
    [InlineData("A; B; C: B A", "C", "B A C")]
    [InlineData("A; B: A; C: A; D: B C", "D", "A B C D")]
    [InlineData("A; B", "B A", "B A")]
    [InlineData("A; B: A", "B A", "A B")]
    [InlineData("A; B", "A A", "A")]
    // Order matters only between what runs anyway …
    [InlineData("A; B: >A", "B", "B")]
    [InlineData("A; B: >A", "B A", "A B")]
    [InlineData("A: >B; B", "A B", "B A")]
    // … and passes through targets that do not run.
    [InlineData("A: >B; B: >C; C", "A C", "C A")]
    // Triggers add targets, and what these depend on.
    [InlineData("A; B: !A", "A", "A B")]
    [InlineData("A; B: !A", "B", "B")]
    [InlineData("A; B: !A; C: !B", "A", "A B C")]
    [InlineData("A; D; B: D !A", "A", "A D B")]
    [InlineData("A; B: A; T: !A", "B", "A B T")]
    [InlineData("A; B: A >T; T: !A", "B", "A T B")]
    [InlineData("Default: Left Right; Left: Base; Right: Base; Base; Report: !Default; Clean", "Default", "Base Left Right Default Report")]
    public void Puts_targets_in_order(string graph, string invoked, string plan) =>
        Assert.Equal(plan, string.Join(' ', Planner.Order(Graphs.Parse(graph), Graphs.Names(invoked))));

    [Fact]
    public void Fails_on_a_circle_even_outside_of_the_plan()
    {
        var exception = Assert.Throws<CircularDependencyException>(() => Planner.Order(Graphs.Parse("A; B: C; C: B"), ["A"]));
        Assert.Equal("Circular dependencies between targets:\n - B -> C -> B", exception.Message);
    }

    [Fact]
    public void Respects_every_edge_and_plans_what_is_needed()
    {
        var edges = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 11], Gen.Int[0, 11]).List[0, 40];
        Gen.Select(edges, Gen.Int[0, 11].Array[1, 4]).Sample((list, invoked) =>
        {
            var graph = Enumerable.Range(0, 12).Select(i => new PlanNode(Name(i), Edges(i, 0), Edges(i, 1), Edges(i, 2))).ToList();
            var asked = invoked.Select(Name).Distinct().ToList();
            var plan = Planner.Order(graph, asked).ToList();
            Assert.Equal(plan.Count, plan.Distinct().Count());
            Assert.All(asked, x => Assert.Contains(x, plan));
            foreach (var node in graph.Where(x => plan.Contains(x.Name)))
            {
                Assert.All(node.DependsOn, x => Assert.Contains(x, plan));
                Assert.All(node.Predecessors.Where(plan.Contains), x => Assert.True(plan.IndexOf(x) < plan.IndexOf(node.Name)));
            }
            foreach (var node in graph.Where(x => x.TriggeredBy.Any(plan.Contains))) Assert.Contains(node.Name, plan);

            // Edges lead to lower numbers only: no circles.
            string[] Edges(int from, int kind) =>
                [.. list.Where(x => x.Item1 == kind && Math.Max(x.Item2, x.Item3) == from && x.Item2 != x.Item3).Select(x => Name(Math.Min(x.Item2, x.Item3))).Distinct()];
        });

        static string Name(int i) => $"T{i}";
    }
}
