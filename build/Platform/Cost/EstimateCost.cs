using TalosPlatform.Cost.Prices;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Queries;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Cost;

/// <summary>The target EstimateCost: what the applications would cost in a cloud a month, from what they use here.</summary>
public static class EstimateCost
{
    // Usage before the load began is idle usage: a minute of it is enough, and more may not exist.
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(1);

    /// <summary>Runs the target.</summary>
    /// <exception cref="PlatformException">The settings are impossible or Prometheus does not answer.</exception>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        using var http = run.Gateway?.Connect("prometheus", TimeSpan.FromSeconds(20)) ?? throw new PlatformException("There is no Prometheus to measure with.", "Run \"DeployStack\" first; skipping it is not possible.");
        var running = run.Apps.Where(app => run.Gateway!.WhyNot(app.Name) is null).ToList();
        var end = run.Services.Clock.GetUtcNow();
        var start = run.LoadLevels.IsEmpty ? end - Before : run.LoadLevels.Min(l => l.Start) - Before;
        var measured = await run.Provider!.MeasureAsync(running, cancellation);
        var request = new CostRequest(
            run.Settings.Cost,
            [.. measured.Select(m => m.Workload)],
            [.. measured.Select(m => m.Usage)],
            run.LoadLevels,
            new MeasurementWindow(start, end));
        var estimator = new CostEstimator(new PriceCatalog(Path.Combine(run.Workspace.PlatformRoot, "stack", "prices")));
        var section = await run.Progress.StepAsync("cost", async step =>
        {
            var result = await estimator.EstimateAsync(request, new PrometheusClient(http), cancellation);
            step.Note(FormattableString.Invariant($"{result.Monthly.Expected:0.00} {result.Currency} a month ({result.Monthly.Low:0.00} to {result.Monthly.High:0.00})"));
            return result;
        });
        run.Record(d => d with { Cost = section });
        if (section.Budget is { } budget && section.Monthly.Expected > budget)
            throw new PlatformException(FormattableString.Invariant($"The services would cost {section.Monthly.Expected:0.00} {section.Currency} a month, over the budget of {budget:0.00}."), "Lower requests, or raise cost.budgetMonthly in .talos-dev/config.yaml.");
    }
}
