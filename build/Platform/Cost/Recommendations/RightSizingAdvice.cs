using System.Collections.Immutable;
using TalosPlatform.Cost.Compute;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Reports;

namespace TalosPlatform.Cost.Recommendations;

/// <summary>Advice on requests. A saving is stated only where the number of nodes or a bill by requests changes.</summary>
public static class RightSizingAdvice
{
    // A request within this share of the advised one is left alone.
    private const decimal Close = 0.1m;

    /// <summary>One piece of advice for each container whose requests are missing or far off, and one for all of them together.</summary>
    public static IEnumerable<CostAdvice> Of(ImmutableArray<ServiceDemand> services, CostSettings settings, IComputeScheme scheme, ComputeBill bill)
    {
        var sized = ImmutableArray.CreateBuilder<ServiceDemand>(services.Length);
        var advice = new List<(int Service, string Text)>();
        for (var i = 0; i < services.Length; i++)
        {
            var service = services[i];
            sized.Add(service with { Containers = [.. service.Containers.Select(Resize)] });

            ContainerDemand Resize(ContainerDemand container)
            {
                var sizing = RightSizing.Of(container.Profile, container.CpuUsage?.Expected ?? 0, container.MemoryUsage?.Expected ?? 0, settings.AdviseOnShortRuns);
                var cpu = sizing.Refusal is null && Far(container.CpuRequest, sizing.Cpu.Expected);
                var memory = sizing.Refusal is null && Far(container.MemoryRequest, sizing.Memory.Expected);
                if (cpu || memory)
                    advice.Add((i, Text(container, sizing, cpu, memory)));
                return container with
                {
                    CpuRequest = cpu ? sizing.Cpu.Expected : container.CpuRequest,
                    MemoryRequest = memory ? sizing.Memory.Expected : container.MemoryRequest,
                };
            }
        }

        if (advice.Count == 0)
            yield break;
        var after = scheme.Price(sized.ToImmutable(), Bound.Expected, Bound.Expected);
        var byPod = scheme is not NodesScheme;
        foreach (var (index, text) in advice)
        {
            var saving = byPod ? bill.Allocated[index] - after.Allocated[index] : 0;
            yield return new CostAdvice("right-size", services[index].Name, text, saving > 0 ? saving : null);
        }

        var total = bill.Total - after.Total;
        if (!byPod && after.Unplaced <= bill.Unplaced && total > 0)
        {
            yield return new CostAdvice("right-size", "all services",
                $"with these requests {Nodes(after)} hold what takes {Nodes(bill)} now", total);
        }
    }

    /// <summary>Why there is no advice on the requests of measured services, by reason.</summary>
    public static IEnumerable<string> Refusals(ImmutableArray<ServiceDemand> services, CostSettings settings) =>
        from service in services
        from container in service.Containers
        where container.Profile is not null
        let refusal = RightSizing.Of(container.Profile, 0, 0, settings.AdviseOnShortRuns).Refusal
        where refusal is not null
        group service.Name by refusal into refused
        select $"no advice on the requests of {string.Join(", ", refused.Distinct().Take(5))}{(refused.Distinct().Count() > 5 ? " and others" : "")}: {refused.Key}";

    private static bool Far(decimal? request, decimal advised) => request is not { } current || Math.Abs(current - advised) > Close * advised;

    private static string Nodes(ComputeBill bill) => string.Join(" and ", bill.Pools.Select(p => $"{p.Count} × {p.Type}"));

    private static string Text(ContainerDemand container, Sizing sizing, bool cpu, bool memory)
    {
        var parts = new List<string>();
        if (cpu)
            parts.Add($"CPU {(container.CpuRequest is { } now ? Millis(now) : "no request")} → {Millis(sizing.Cpu.Expected)} (95th percentile{Likely(sizing.Cpu, Millis)})");
        if (memory)
            parts.Add($"memory {(container.MemoryRequest is { } now ? Mebibytes(now) : "no request")} → {Mebibytes(sizing.Memory.Expected)} (the most seen and 15%{Likely(sizing.Memory, Mebibytes)})");
        return $"container \"{container.Name}\": {string.Join(", ", parts)}";
    }

    // After a short run the bounds lie so far apart that they say nothing.
    private static string Likely(Estimate bounds, Func<decimal, string> format) =>
        bounds.High > 10 * bounds.Expected ? "; too short a run for bounds" : $"; likely {format(bounds.Low)} to {format(bounds.High)}";

    private static string Millis(decimal cores) => FormattableString.Invariant($"{Math.Ceiling(cores * 1000):0}m");

    private static string Mebibytes(decimal gibibytes) => FormattableString.Invariant($"{Math.Ceiling(gibibytes * 1024):0}Mi");
}
