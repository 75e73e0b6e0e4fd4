using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Stack.Pins;

/// <summary>The target UpdatePins: brings <c>stack/versions.yaml</c> and the manifests up to date. Nothing else calls it.</summary>
public static class UpdatePins
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    /// <summary>Runs the target.</summary>
    /// <param name="run">The run.</param>
    /// <param name="githubToken">Raises GitHub's limit of requests; the variable GITHUB_TOKEN where it is null.</param>
    /// <param name="cancellation">Gives up; nothing changes.</param>
    /// <exception cref="PlatformException">A host cannot be reached; nothing changed.</exception>
    public static async Task RunAsync(RunContext run, string? githubToken, CancellationToken cancellation)
    {
        var token = githubToken ?? (Environment.GetEnvironmentVariable("GITHUB_TOKEN") is { Length: > 0 } set ? set : null);
        run.Services.Redactor.Add(token);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        var update = await run.Progress.StepAsync("pins", async step =>
        {
            var asked = 0;
            var updater = new PinUpdater(run.Workspace.PlatformRoot, run.Services.Http, PinHosts.Real, token, run.Services.Clock);
            var result = await updater.UpdateAsync(name => step.Update($"{Interlocked.Increment(ref asked)} asked about, last {name}"), deadline.Token);
            step.Note($"{result.Files.Length} files changed, {result.Kept.Length} pins kept for lack of an answer");
            return result;
        });
        foreach (var line in update.Files.Reverse().SelectMany(f => f.Diff()))
            run.Progress.Info(line);
        foreach (var reason in update.Kept)
            run.Progress.Warn($"Kept as it was: {reason}");
    }
}
