using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Alerts;

/// <summary>The target ValidateAlerts: checks rule files, runs their unit tests, and reads the state of every alert.</summary>
public static class ValidateAlerts
{
    /// <summary>Runs the target.</summary>
    /// <exception cref="PlatformException">A rule file is broken or a unit test failed.</exception>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        var gateway = run.Gateway ?? throw new PlatformException("Nothing is deployed that could be asked.", "Run \"DeployStack\" first; skipping it is not possible.");
        var tool = await run.Services.Tools(run.Workspace).ResolveAsync("prometheus", cancellation: cancellation);
        var request = new AlertRequest
        {
            RuleFiles = [.. PlatformFiles.Rules(run)],
            TestFiles = [.. PlatformFiles.RuleTests(run)],
            Promtool = tool.Binaries.GetValueOrDefault("promtool"),
            PromtoolLeftOut = tool.MissingReason ?? "this Prometheus comes without promtool",
        };
        var section = await run.Progress.StepAsync("alerts", async step =>
        {
            var result = await AlertValidator.ValidateAsync(request, run.Services.Commands, gateway, cancellation);
            step.Note($"{result.Rules} rules, {result.Tests} unit tests, {result.Failed} failed, {result.Untested} alerts untested");
            return result;
        });
        run.Record(d => d with { Alerts = section });
        Findings.ThrowIfAny(section.Findings, run.Settings.Strict, "alert rules");
    }
}
