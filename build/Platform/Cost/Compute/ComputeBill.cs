using System.Collections.Immutable;
using TalosPlatform.Reports;

namespace TalosPlatform.Cost.Compute;

/// <summary>What running the pods costs a month.</summary>
/// <param name="Lines">Lines of the bill.</param>
/// <param name="Allocated">What is allocated to each service, in the order of the services.</param>
/// <param name="Pools">Nodes by type; empty where the cloud bills pods.</param>
/// <param name="Nodes">What each node leaves idle; empty where the cloud bills pods.</param>
/// <param name="Gaps">What could not be priced.</param>
/// <param name="Unplaced">Pods that found no node.</param>
public sealed record ComputeBill(
    ImmutableArray<CostLine> Lines,
    ImmutableArray<decimal> Allocated,
    ImmutableArray<NodePool> Pools,
    ImmutableArray<NodeIdle> Nodes,
    ImmutableArray<string> Gaps,
    int Unplaced = 0)
{
    /// <summary>What the cloud bills.</summary>
    public decimal Total => Lines.Sum(l => l.Monthly);

    /// <summary>What is paid for and not allocated to a service.</summary>
    public decimal Idle => Total - Allocated.Sum();
}
