using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack;

namespace TalosPlatform.Alerts;

/// <summary>The target ValidateAlerts: checks rule files, runs their unit tests, and reads the state of every alert.</summary>
public static class ValidateAlerts
{
    /// <summary>Runs the target.</summary>
    /// <exception cref="PlatformException">A rule file is broken or a unit test failed.</exception>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        var gateway = run.Gateway ?? throw new PlatformException("Nothing is deployed that could be asked.", "Run \"DeployStack\" first; skipping it is not possible.");
        var section = await CheckAsync(run, gateway, cancellation);
        run.Record(d => d with { Alerts = section });
        Findings.ThrowIfAny(section.Findings, run.Settings.Strict, "alert rules");
    }

    /// <summary>Checks the rules and records nothing.</summary>
    /// <param name="run">The run.</param>
    /// <param name="gateway">Who knows the states of alerts; without it they are left out with the reason.</param>
    /// <param name="cancellation">Stops checking.</param>
    public static async Task<AlertsSection> CheckAsync(RunContext run, IServiceGateway gateway, CancellationToken cancellation)
    {
        var tool = await run.Services.Tools(run.Workspace).ResolveAsync("prometheus", cancellation: cancellation);
        var request = new AlertRequest
        {
            RuleFiles = [.. PlatformFiles.Rules(run)],
            TestFiles = [.. PlatformFiles.RuleTests(run)],
            Promtool = tool.Binaries.GetValueOrDefault("promtool"),
            PromtoolLeftOut = tool.MissingReason ?? "this Prometheus comes without promtool",
        };
        return await run.Progress.StepAsync("alerts", async step =>
        {
            var result = await AlertValidator.ValidateAsync(request, run.Services.Commands, gateway, cancellation);
            step.Note($"{result.Rules} rules, {result.Tests} unit tests, {result.Failed} failed, {result.Untested} alerts untested");
            return result;
        });
    }
}
