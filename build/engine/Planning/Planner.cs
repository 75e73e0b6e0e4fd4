namespace Nuke.Common.Planning;

/// <summary>
/// Puts targets in order. What is invoked runs in the order it was asked for, each after what it depends on, dependencies in
/// the order they were declared, as far as the edges allow.
/// </summary>
internal static class Planner
{
    /// <summary>Names of the targets to run, in order.</summary>
    /// <param name="graph">All targets of the build, in declaration order.</param>
    /// <param name="invoked">Targets that were asked for.</param>
    /// <exception cref="CircularDependencyException">The graph has cycles, wherever they are.</exception>
    public static IReadOnlyList<string> Order(IReadOnlyList<PlanNode> graph, IReadOnlyList<string> invoked)
    {
        if (Cycles.Find(graph) is { Count: > 0 } cycles) throw new CircularDependencyException(cycles);
        var nodes = graph.ToDictionary(x => x.Name, StringComparer.Ordinal);
        var needed = Needed(graph, nodes, invoked);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var plan = new List<string>(needed.Count);
        foreach (var name in invoked.Concat(graph.Where(x => needed.Contains(x.Name)).Select(x => x.Name))) Visit(name);
        return plan;

        // Targets outside the plan are walked through as well: they carry order between those inside.
        void Visit(string name)
        {
            if (!visited.Add(name)) return;
            foreach (var predecessor in nodes[name].Predecessors) Visit(predecessor);
            if (needed.Contains(name)) plan.Add(name);
        }
    }

    /// <summary>The invoked targets, what they depend on, and what all of these trigger.</summary>
    private static HashSet<string> Needed(
        IReadOnlyList<PlanNode> graph, Dictionary<string, PlanNode> nodes, IReadOnlyList<string> invoked)
    {
        var triggers = graph
            .SelectMany(node => node.TriggeredBy.Select(by => (by, node.Name)))
            .ToLookup(x => x.by, x => x.Name, StringComparer.Ordinal);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(invoked);
        while (pending.TryPop(out var name))
        {
            if (!needed.Add(name)) continue;
            foreach (var other in nodes[name].DependsOn.Concat(triggers[name])) pending.Push(other);
        }
        return needed;
    }
}
