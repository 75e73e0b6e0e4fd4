using TalosPlatform.Alerts;
using TalosPlatform.Dashboards;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Stack;
using TalosPlatform.Stack.Policies;

namespace TalosPlatform.GitHooks;

/// <summary>The target ValidateSources: checks manifests, dashboards and alert rules as files. Nothing has to run, and the reports of the last run stay.</summary>
public static class ValidateSources
{
    /// <summary>Runs the target; all kinds are checked even when one of them has mistakes.</summary>
    /// <exception cref="PlatformException">A file has mistakes.</exception>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        var manifests = await ValidateManifests.CheckAsync(run, cancellation);
        // A gateway to nothing: queries are read and linted, and none is sent.
        var nothing = new StaticServiceGateway([]);
        var dashboards = await ValidateDashboards.CheckAsync(run, nothing, cancellation);
        var alerts = await ValidateAlerts.CheckAsync(run, nothing, cancellation);
        foreach (var warning in manifests.Findings.Where(f => f.Severity == Severity.Warning))
            run.Progress.Warn(warning.ToString());
        Findings.ThrowIfAny([.. manifests.Findings, .. dashboards.Findings, .. alerts.Findings], run.Settings.Strict, "manifests, dashboards and alert rules", recorded: false);
    }
}
