using TalosPlatform.Runs;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Stack.Tools;

/// <summary>The target FetchTools: fills the cache, for machines that are set up before they are used.</summary>
public static class FetchTools
{
    /// <summary>Runs the target; a tool that cannot be had is named with the reason and fails nothing.</summary>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        var resolver = run.Services.Tools(run.Workspace);
        var names = VersionsFile.LoadTools(Path.Combine(run.Workspace.PlatformRoot, "stack", "versions.yaml")).Keys;
        var tools = await run.Progress.StepAsync("tools", async step =>
        {
            var found = await Task.WhenAll(names.Select(name => resolver.ResolveAsync(name, status => step.Update($"{name}: {status}"), cancellation)));
            step.Note(string.Join(", ", found.Where(t => t.Found).Select(t => $"{t.Name} {t.Version} ({t.Source})")));
            return found;
        });
        foreach (var missing in tools.Where(t => !t.Found).GroupBy(t => t.MissingReason, StringComparer.Ordinal))
            run.Progress.Info($"- not to be had: {string.Join(", ", missing.Select(t => t.Name))} ({missing.Key})");
    }
}
