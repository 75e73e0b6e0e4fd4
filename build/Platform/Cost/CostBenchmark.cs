using System.Collections.Immutable;
using System.Diagnostics;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Prices;

namespace TalosPlatform.Cost;

/// <summary>One measurement of the cost model.</summary>
/// <param name="Pods">Pods priced; each of a size of its own, which is the worst case for packing.</param>
/// <param name="Seconds">Median wall-clock time of an estimate: choice of the machine type, bounds and advice included.</param>
/// <param name="Nodes">Nodes in the result.</param>
public sealed record CostMeasurement(int Pods, double Seconds, int Nodes);

/// <summary>Measures how the cost model behaves as a cluster grows.</summary>
public static class CostBenchmark
{
    /// <summary>Estimates clusters of rising size.</summary>
    /// <param name="prices">Prices with nodes; the machine type is chosen among all of them.</param>
    /// <param name="sizes">Numbers of pods; null takes 1,250 to 20,000 in doublings.</param>
    /// <param name="repetitions">Estimates of each size.</param>
    public static ImmutableArray<CostMeasurement> Run(PriceBook prices, ImmutableArray<int>? sizes = null, int repetitions = 5)
    {
        Measure(prices, 500, 1);
        return [.. (sizes ?? [1_250, 2_500, 5_000, 10_000, 20_000]).Select(pods => Measure(prices, pods, repetitions))];
    }

    /// <summary>Services of one pod each, between 10m and 1500m and between 16 and 3000 MiB; the same for the same number.</summary>
    public static ImmutableArray<ServiceDemand> Services(int pods)
    {
        // A linear congruential generator (Numerical Recipes): the same pods on every machine, which Random does not promise.
        var state = 42u;
        uint Next(uint below)
        {
            state = state * 1_664_525 + 1_013_904_223;
            return (state >> 8) % below;
        }

        return
        [
            .. Enumerable.Range(0, pods).Select(i =>
            {
                var (cpu, memory) = ((10 + Next(1_490)) / 1000m, (16 + Next(2_984)) / 1024m);
                return new ServiceDemand($"service-{i}", 1, false, [new ContainerDemand("main", cpu, memory, new Estimate(cpu / 4, cpu / 2, cpu * 1.2m), new Estimate(memory / 2, memory / 1.5m, memory))]);
            }),
        ];
    }

    private static CostMeasurement Measure(PriceBook prices, int pods, int repetitions)
    {
        var input = new CostInput(new CostSettings { Provider = prices.Provider }, prices, Services(pods), [], []);
        var times = new List<double>();
        var nodes = 0;
        for (var i = 0; i < repetitions; i++)
        {
            var watch = Stopwatch.StartNew();
            nodes = CostModel.Estimate(input).NodePools.Sum(p => p.Count);
            times.Add(watch.Elapsed.TotalSeconds);
        }

        return new CostMeasurement(pods, times.Order().ElementAt(times.Count / 2), nodes);
    }
}
