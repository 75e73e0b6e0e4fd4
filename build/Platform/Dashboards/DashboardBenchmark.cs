using System.Collections.Immutable;
using System.Diagnostics;
using TalosPlatform.Stack;

namespace TalosPlatform.Dashboards;

/// <summary>How fast dashboards are checked without a server.</summary>
/// <param name="Dashboards">Dashboards checked in one go.</param>
/// <param name="Queries">Queries interpolated, parsed and linted.</param>
/// <param name="Seconds">Median wall-clock time.</param>
/// <param name="ProcessorSeconds">Processor time of the median run, which other processes of the machine do not lengthen.</param>
/// <param name="PeakMebibytes">Largest resident memory of this process so far, MiB.</param>
public sealed record DashboardMeasurement(int Dashboards, int Queries, double Seconds, double ProcessorSeconds, double PeakMebibytes)
{
    /// <summary>Dashboards checked each second.</summary>
    public double PerSecond => Dashboards / Seconds;

    /// <summary>Dashboards checked for each second of processor time.</summary>
    public double PerProcessorSecond => Dashboards / ProcessorSeconds;
}

/// <summary>Measures the offline validation.</summary>
public static class DashboardBenchmark
{
    /// <summary>Checks the same dashboards over and over.</summary>
    /// <param name="files">Dashboards to check.</param>
    /// <param name="copies">How often each of them is checked in one go.</param>
    /// <param name="repetitions">Measurements; the median counts.</param>
    /// <param name="cancellation">Stops measuring.</param>
    public static async Task<DashboardMeasurement> RunAsync(ImmutableArray<DashboardFile> files, int copies = 25, int repetitions = 5, CancellationToken cancellation = default)
    {
        var request = new DashboardRequest([.. Enumerable.Repeat(files, copies).SelectMany(f => f)]) { Offline = true, Parallelism = Environment.ProcessorCount };
        var nobody = new StaticServiceGateway([]);
        await DashboardValidator.ValidateAsync(request with { Files = files }, nobody, cancellation);
        using var process = Process.GetCurrentProcess();
        var runs = new List<(double Wall, double Processor)>();
        var queries = 0;
        for (var i = 0; i < repetitions; i++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            queries = (await DashboardValidator.ValidateAsync(request, nobody, cancellation)).Queries;
            var wall = watch.Elapsed.TotalSeconds;
            process.Refresh();
            runs.Add((wall, (process.TotalProcessorTime - before).TotalSeconds));
        }

        var median = runs.Order().ElementAt(runs.Count / 2);
        return new DashboardMeasurement(request.Files.Length, queries, median.Wall, median.Processor, process.PeakWorkingSet64 / 1024.0 / 1024.0);
    }
}
