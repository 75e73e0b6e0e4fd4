using System.Collections.Immutable;
using TalosPlatform.Cost;
using TalosPlatform.Publishing;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Reports;

/// <summary>The target Verify: writes the reports of a run and tells what to do next.</summary>
public static class Verify
{
    /// <summary>Writes all reports.</summary>
    /// <param name="run">The run.</param>
    /// <param name="targets">Targets with their status so far; Verify itself counts as succeeded.</param>
    /// <param name="terminal">How the closing lines are written.</param>
    /// <returns>The closing lines for the terminal.</returns>
    public static string Write(RunContext run, ImmutableArray<TargetEntry> targets, TerminalSummaryOptions terminal)
    {
        run.Record(d => d with
        {
            Targets = targets,
            FinishedAt = run.Services.Clock.GetUtcNow(),
            Timings = (d.Timings ?? new TimingsSection()) with { TotalSeconds = run.Elapsed.TotalSeconds },
        });
        var document = RedactedRun.Of(run.Document, run.Services.Redactor);
        var files = ReportWriter.WriteAll(document, run.Workspace.Artifacts);
        if (run.Document.Cost is { } cost)
            AtomicFile.WriteAllText(Path.Combine(run.Workspace.Artifacts, "focus.csv"), FocusCsv.Write(cost, DateOnly.FromDateTime(run.Services.Clock.GetUtcNow().UtcDateTime)));
        return TerminalSummary.Render(document, terminal, files.Html, Next(run));
    }

    private static ImmutableArray<(string Command, string Purpose)> Next(RunContext run)
    {
        var here = Directory.GetCurrentDirectory();
        var build = Path.GetRelativePath(here, Path.Combine(run.Workspace.PlatformRoot, OperatingSystem.IsWindows() ? "build.ps1" : "build.sh"));
        build = build.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? build : $"./{build}";
        var root = run.Workspace.Root.TrimEnd(Path.DirectorySeparatorChar);
        if (!(here + Path.DirectorySeparatorChar).StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            build += $" --workspace {(root.Contains(' ', StringComparison.Ordinal) ? $"\"{root}\"" : root)}";
        if (run.Settings.Cluster.Name != new ClusterSettings().Name)
            build += $" --cluster-name {run.Settings.Cluster.Name}";
        return
        [
            ($"{build} Status", "what runs, where, and what it uses"),
            ($"{build} SmokeTest", "check again"),
            ($"{build} Teardown", "remove everything"),
        ];
    }
}
