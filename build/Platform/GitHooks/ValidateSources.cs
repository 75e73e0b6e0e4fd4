using TalosPlatform.Alerts;
using TalosPlatform.Dashboards;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Stack;

namespace TalosPlatform.GitHooks;

/// <summary>The target ValidateSources: checks dashboards and alert rules as files. Nothing has to run, and the reports of the last run stay.</summary>
public static class ValidateSources
{
    /// <summary>Runs the target; both kinds are checked even when one of them has mistakes.</summary>
    /// <exception cref="PlatformException">A file has mistakes.</exception>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        // A gateway to nothing: queries are read and linted, and none is sent.
        var nothing = new StaticServiceGateway([]);
        var dashboards = await ValidateDashboards.CheckAsync(run, nothing, cancellation);
        var alerts = await ValidateAlerts.CheckAsync(run, nothing, cancellation);
        Findings.ThrowIfAny([.. dashboards.Findings, .. alerts.Findings], run.Settings.Strict, "dashboards and alert rules");
    }
}
