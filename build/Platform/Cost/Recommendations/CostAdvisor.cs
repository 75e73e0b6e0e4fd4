using System.Collections.Immutable;
using TalosPlatform.Cost.Compute;
using TalosPlatform.Reports;

namespace TalosPlatform.Cost.Recommendations;

/// <summary>Collects everything that could be done for less.</summary>
public static class CostAdvisor
{
    /// <summary>Advice, the largest saving first. Savings of different pieces of advice do not add up: each is against the bill as it is.</summary>
    public static ImmutableArray<CostAdvice> Advise(CostInput input, IComputeScheme scheme, ComputeBill bill) =>
    [
        .. RightSizingAdvice.Of(input.Services, input.Settings, scheme, bill)
            .Concat(scheme is NodesScheme nodes ? NodeAdvice.Of(input, nodes, bill) : [])
            .OrderByDescending(a => a.Saving ?? 0).ThenBy(a => a.Kind, StringComparer.Ordinal).ThenBy(a => a.Subject, StringComparer.Ordinal)
            .Select(a => a with { Saving = a.Saving is { } saving ? Math.Round(saving, 2) : null }),
    ];
}
