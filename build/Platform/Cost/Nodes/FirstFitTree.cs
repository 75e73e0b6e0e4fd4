namespace TalosPlatform.Cost.Nodes;

/// <summary>Free space of bins in a row, arranged so that the first bin with enough of everything is found without looking at each.
/// Every inner node holds the most CPU, memory and slots any bin below it has left.</summary>
internal sealed class FirstFitTree
{
    private readonly int _leaves;
    private readonly long[] _cpu;
    private readonly long[] _memory;
    private readonly int[] _slots;

    /// <summary>Creates a row of empty bins.</summary>
    public FirstFitTree(int bins, NodeCapacity capacity)
    {
        _leaves = 1;
        while (_leaves < bins)
            _leaves *= 2;
        (_cpu, _memory, _slots) = (new long[2 * _leaves], new long[2 * _leaves], new int[2 * _leaves]);
        Array.Fill(_cpu, -1);
        Array.Fill(_memory, -1);
        Array.Fill(_cpu, capacity.Size.CpuMillis, _leaves, bins);
        Array.Fill(_memory, capacity.Size.MemoryBytes, _leaves, bins);
        Array.Fill(_slots, capacity.Pods, _leaves, bins);
        for (var i = _leaves - 1; i >= 1; i--)
            Pull(i);
    }

    /// <summary>The first bin that has room for the pod, or -1.</summary>
    public int FirstFit(PodSize pod) => Find(1, pod);

    /// <summary>How many such pods the bin still takes.</summary>
    public int Room(int bin, PodSize pod)
    {
        var leaf = _leaves + bin;
        long room = _slots[leaf];
        if (pod.CpuMillis > 0)
            room = Math.Min(room, _cpu[leaf] / pod.CpuMillis);
        if (pod.MemoryBytes > 0)
            room = Math.Min(room, _memory[leaf] / pod.MemoryBytes);
        return (int)room;
    }

    /// <summary>Puts pods into a bin. A bin too full for even the smallest pods to come is closed, which keeps searches short.</summary>
    public void Take(int bin, PodSize pod, int count, PodSize smallest)
    {
        var leaf = _leaves + bin;
        _cpu[leaf] -= pod.CpuMillis * count;
        _memory[leaf] -= pod.MemoryBytes * count;
        _slots[leaf] -= count;
        if (_slots[leaf] == 0 || _cpu[leaf] < smallest.CpuMillis || _memory[leaf] < smallest.MemoryBytes)
            (_cpu[leaf], _memory[leaf], _slots[leaf]) = (-1, -1, 0);
        for (var i = leaf / 2; i >= 1; i /= 2)
            Pull(i);
    }

    private int Find(int node, PodSize pod)
    {
        if (_cpu[node] < pod.CpuMillis || _memory[node] < pod.MemoryBytes || _slots[node] < 1)
            return -1;
        if (node >= _leaves)
            return node - _leaves;
        var left = Find(2 * node, pod);
        return left >= 0 ? left : Find(2 * node + 1, pod);
    }

    private void Pull(int node)
    {
        var (left, right) = (2 * node, 2 * node + 1);
        _cpu[node] = Math.Max(_cpu[left], _cpu[right]);
        _memory[node] = Math.Max(_memory[left], _memory[right]);
        _slots[node] = Math.Max(_slots[left], _slots[right]);
    }
}
