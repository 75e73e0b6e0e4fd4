using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Alerts;

/// <summary>Keeps a broken rule file from stopping Prometheus: only files that promtool accepts are deployed; ValidateAlerts reports the others.</summary>
public static class LoadableRules
{
    /// <summary>The rule files that Prometheus will accept.</summary>
    public static async Task<IReadOnlyList<WorkspaceFile>> SelectAsync(RunContext run, CancellationToken cancellation)
    {
        var files = PlatformFiles.Rules(run);
        var tool = await run.Services.Tools(run.Workspace).ResolveAsync("prometheus", cancellation: cancellation);
        if (files.Count == 0 || !tool.Binaries.TryGetValue("promtool", out var promtool))
            return files;
        if (await AcceptsAsync(run, promtool, files, cancellation))
            return files;

        var verdicts = await Task.WhenAll(files.Select(async file => (File: file, Good: await AcceptsAsync(run, promtool, [file], cancellation))));
        foreach (var (file, _) in verdicts.Where(v => !v.Good))
            run.Progress.Warn($"\"{file.Name}\" is not loaded: promtool refuses it. \"ValidateAlerts\" says why.");
        return [.. verdicts.Where(v => v.Good).Select(v => v.File)];
    }

    private static async Task<bool> AcceptsAsync(RunContext run, string promtool, IReadOnlyList<WorkspaceFile> files, CancellationToken cancellation)
    {
        var result = await run.Services.Commands.RunAsync(Command.Of(promtool, ["check", "rules", .. files.Select(f => f.Path)]) with { Deadline = TimeSpan.FromSeconds(30) }, cancellation: cancellation);
        return result.ExitCode == 0;
    }
}
