namespace TalosPlatform.Cost.Nodes;

/// <summary>What a pod takes of a node, in the units the Kubernetes scheduler counts in.</summary>
/// <param name="CpuMillis">CPU, thousandths of a core.</param>
/// <param name="MemoryBytes">Memory, bytes.</param>
public readonly record struct PodSize(long CpuMillis, long MemoryBytes)
{
    /// <summary>From cores and GiB, rounded up as the scheduler does.</summary>
    public static PodSize Of(decimal cores, decimal gibibytes) => new((long)Math.Ceiling(cores * 1000), (long)Math.Ceiling(gibibytes * Units.GiB));

    /// <summary>CPU, cores.</summary>
    public decimal Cores => CpuMillis / 1000m;

    /// <summary>Memory, GiB.</summary>
    public decimal MemoryGiB => MemoryBytes / Units.GiB;

    /// <summary>Both together.</summary>
    public static PodSize operator +(PodSize a, PodSize b) => new(a.CpuMillis + b.CpuMillis, a.MemoryBytes + b.MemoryBytes);

    /// <summary>What is left.</summary>
    public static PodSize operator -(PodSize a, PodSize b) => new(a.CpuMillis - b.CpuMillis, a.MemoryBytes - b.MemoryBytes);

    /// <summary>Several of them.</summary>
    public static PodSize operator *(PodSize a, int count) => new(a.CpuMillis * count, a.MemoryBytes * count);

    /// <inheritdoc cref="op_Addition"/>
    public static PodSize Add(PodSize left, PodSize right) => left + right;

    /// <inheritdoc cref="op_Subtraction"/>
    public static PodSize Subtract(PodSize left, PodSize right) => left - right;

    /// <inheritdoc cref="op_Multiply"/>
    public static PodSize Multiply(PodSize left, int right) => left * right;
}

/// <summary>What a node offers to pods.</summary>
/// <param name="Size">CPU and memory.</param>
/// <param name="Pods">Number of pods.</param>
public readonly record struct NodeCapacity(PodSize Size, int Pods);
