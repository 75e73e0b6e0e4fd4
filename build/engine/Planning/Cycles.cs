namespace Nuke.Common.Planning;

/// <summary>Finds circular dependencies.</summary>
internal static class Cycles
{
    /// <summary>
    /// One cycle per group of targets that reach each other, as a path that ends where it starts; empty when there is none.
    /// Groups are Tarjan's strongly connected components (SIAM Journal on Computing 1(2), 1972).
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Find(IReadOnlyList<PlanNode> graph)
    {
        var search = new Search(graph);
        foreach (var node in graph) search.Visit(node.Name);
        return search.Found;
    }

    private sealed class Search(IReadOnlyList<PlanNode> graph)
    {
        private readonly Dictionary<string, PlanNode> _nodes = graph.ToDictionary(x => x.Name, StringComparer.Ordinal);
        private readonly Dictionary<string, (int Index, int Low)> _seen = new(StringComparer.Ordinal);
        private readonly Stack<string> _stack = new();
        private readonly HashSet<string> _onStack = new(StringComparer.Ordinal);

        public List<IReadOnlyList<string>> Found { get; } = [];

        public int Visit(string name)
        {
            if (_seen.TryGetValue(name, out var known)) return _onStack.Contains(name) ? known.Index : int.MaxValue;
            var index = _seen.Count;
            var low = index;
            _seen[name] = (index, low);
            _stack.Push(name);
            _onStack.Add(name);
            foreach (var next in _nodes[name].Predecessors) low = Math.Min(low, Math.Min(Visit(next), LowOf(next)));
            _seen[name] = (index, low);
            if (low == index) Close(name);
            return low;
        }

        private int LowOf(string name) => _onStack.Contains(name) ? _seen[name].Low : int.MaxValue;

        private void Close(string root)
        {
            var group = new HashSet<string>(StringComparer.Ordinal);
            string member;
            do
            {
                member = _stack.Pop();
                _onStack.Remove(member);
                group.Add(member);
            }
            while (member != root);
            var start = graph.First(x => group.Contains(x.Name)).Name;
            if (group.Count > 1 || _nodes[start].Predecessors.Contains(start)) Found.Add(Path(start, group));
        }

        /// <summary>Shortest way from <paramref name="start"/> back to itself inside its group.</summary>
        private List<string> Path(string start, HashSet<string> group)
        {
            var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
            var queue = new Queue<string>([start]);
            while (queue.TryDequeue(out var name))
            {
                foreach (var next in _nodes[name].Predecessors.Where(group.Contains))
                {
                    if (next == start)
                    {
                        var path = new List<string> { start, name };
                        while (path[^1] != start) path.Add(cameFrom[path[^1]]);
                        path.Reverse();
                        return path;
                    }
                    if (cameFrom.TryAdd(next, name)) queue.Enqueue(next);
                }
            }
            throw new InvalidOperationException($"Target '{start}' is not part of a cycle.");
        }
    }
}
