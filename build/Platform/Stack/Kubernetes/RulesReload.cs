using System.Text.Json;
using TalosPlatform.Alerts;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>Waits until Prometheus has the rules it was given. It looks for changed files by itself every ten seconds from version 3 on; it is told, so that nobody waits.</summary>
/// <param name="progress">Told how far it is.</param>
/// <param name="clock">Time.</param>
public sealed class RulesReload(IProgressReporter progress, TimeProvider clock)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits; says so when they do not arrive, which the smoke checks will report.</summary>
    /// <param name="gateway">The way to Prometheus.</param>
    /// <param name="files">Rule files it was given.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task WaitAsync(IServiceGateway gateway, IReadOnlyList<WorkspaceFile> files, CancellationToken cancellation)
    {
        using var http = gateway.Connect("prometheus", TimeSpan.FromSeconds(5));
        if (http is null)
            return;
        var wanted = files.SelectMany(file => RuleGroups.Names(file)).ToHashSet(StringComparer.Ordinal);
        await progress.StepAsync("rules in Prometheus", async step =>
        {
            var started = clock.GetTimestamp();
            while (true)
            {
                var missing = await MissingAsync(http, wanted, cancellation);
                if (missing is { Count: 0 })
                {
                    step.Note($"{wanted.Count} groups");
                    return;
                }

                step.Update(missing is null ? "Prometheus does not answer" : $"waiting for {missing.Count} of {wanted.Count} groups");
                if (clock.GetElapsedTime(started) > Deadline)
                {
                    step.Note(missing is null ? "Prometheus does not answer" : $"groups not loaded yet: {string.Join(", ", missing)}");
                    return;
                }

                await Task.Delay(Pause, clock, cancellation);
                await TellAsync(http, cancellation);
            }
        });
    }

    private static async Task<List<string>?> MissingAsync(HttpClient http, HashSet<string> wanted, CancellationToken cancellation)
    {
        try
        {
            await using var body = await http.GetStreamAsync(new Uri("api/v1/rules", UriKind.Relative), cancellation);
            using var answer = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
            var loaded = answer.RootElement.GetProperty("data").GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("name").GetString()).ToHashSet(StringComparer.Ordinal);
            return [.. wanted.Where(name => !loaded.Contains(name))];
        }
        catch (Exception error) when (IsNoAnswer(error) && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    // Whether it was told does not matter: what counts is asked next.
    private static async Task TellAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.PostAsync(new Uri("-/reload", UriKind.Relative), null, cancellation);
        }
        catch (Exception error) when (IsNoAnswer(error) && !cancellation.IsCancellationRequested)
        {
            return;
        }
    }

    private static bool IsNoAnswer(Exception error) => error is HttpRequestException or OperationCanceledException or IOException or JsonException or KeyNotFoundException or InvalidOperationException;
}
