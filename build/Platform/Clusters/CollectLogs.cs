using TalosPlatform.Runs;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Clusters;

/// <summary>The target CollectLogs: keeps what components and applications logged, before the cluster goes.</summary>
public static class CollectLogs
{
    // A megabyte tells how something ended; an artifact of many of them can still be opened.
    private const int Limit = 1 << 20;

    /// <summary>Runs the target: a file for each log in <c>artifacts/logs</c>, secrets redacted.</summary>
    public static async Task RunAsync(RunContext run, CancellationToken cancellation)
    {
        var folder = Path.Combine(run.Workspace.Artifacts, "logs");
        var count = 0;
        await run.Progress.StepAsync("collecting logs", async step =>
        {
            foreach (var source in run.Services.Providers(run.Workspace, run.Settings).OfType<ILogSource>())
            {
                await foreach (var (name, text) in source.LogsAsync(Limit, cancellation))
                {
                    // Those of pods that are gone would pass for what ran now.
                    if (count == 0 && Directory.Exists(folder))
                        Array.ForEach(Directory.GetFiles(folder, "*.log"), File.Delete);
                    step.Update(name);
                    AtomicFile.WriteAllText(Path.Combine(folder, Path.GetFileName(name) + ".log"), run.Services.Redactor.Redact(text));
                    count++;
                }
            }

            step.Note(count == 0 ? "nothing has run" : $"{count} in \"{Path.GetRelativePath(run.Workspace.Root, folder)}\"");
        });
    }
}
