using TalosPlatform.Runs;
using TalosPlatform.Shared;

namespace TalosPlatform.Workloads.Load;

/// <summary>The target GenerateTraffic: drives the running applications at rising levels, so that panels have data and the cost can be extrapolated.</summary>
public static class GenerateTraffic
{
    /// <summary>Runs the target.</summary>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        var gateway = run.Gateway ?? throw new PlatformException("Nothing is deployed that could be driven.", "Run \"DeploySamples\" first; skipping it is not possible.");
        var load = run.Settings.Load;
        var plan = LoadPlan.For(run.Apps, gateway) with
        {
            Levels = [.. load.Levels.Select(rate => new LoadStep((double)rate, load.LevelDuration))],
            Deadline = load.LevelDuration * load.Levels.Length + TimeSpan.FromSeconds(30),
        };
        if (plan.Services.IsEmpty)
        {
            run.Progress.Info("No running application asks for load.");
            return;
        }

        run.LoadLevels = [.. await LoadGenerator.RunAsync(plan, run.Progress, cancellation)];
        run.Record(d => d with { Load = run.LoadLevels });
    }
}
