using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Quotas;

namespace TalosPlatform.Stack.Policies;

/// <summary>The target ValidateManifests: checks the manifests of the samples or of the workspace, without a cluster.</summary>
public static class ValidateManifests
{
    /// <summary>Runs the target.</summary>
    /// <exception cref="PlatformException">A manifest has a mistake.</exception>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        var section = await CheckAsync(run, cancellation);
        run.Record(d => d with { Manifests = section });

        // On its own, as in a git hook, nothing else would write it.
        AtomicFile.WriteAllText(Path.Combine(run.Workspace.Artifacts, "findings.sarif"), SarifReport.Render(run.Document));
        foreach (var warning in section.Findings.Where(f => f.Severity == Severity.Warning))
            run.Progress.Warn(warning.ToString());
        Findings.ThrowIfAny(section.Findings, run.Settings.Strict, "manifests");
    }

    /// <summary>Checks the manifests and records nothing.</summary>
    public static Task<ManifestsSection> CheckAsync(RunContext run, CancellationToken cancellation) => run.Progress.StepAsync("manifests", step =>
    {
        cancellation.ThrowIfCancellationRequested();
        var cluster = run.Settings.Cluster;
        var quota = QuotaProfile.Load(Path.Combine(run.Workspace.PlatformRoot, "stack"), cluster.Quota);
        var result = ManifestValidator.Validate(ManifestSet.Read(PlatformFiles.Manifests(run), quota, cluster.AppNamespace));
        step.Note($"{result.Files} files, {result.Objects} objects, {result.Workloads} workloads, {result.Findings.Count(f => f.Severity == Severity.Error)} errors, {result.Findings.Count(f => f.Severity == Severity.Warning)} warnings");
        return Task.FromResult(result);
    });
}
