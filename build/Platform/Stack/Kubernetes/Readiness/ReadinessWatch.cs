using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Stack.Kubernetes.Readiness;

/// <summary>A workload to wait for.</summary>
/// <param name="Key">What names it.</param>
/// <param name="Component">Component or application it belongs to.</param>
/// <param name="Title">Title of its line.</param>
public sealed record AwaitedWorkload(ObjectKey Key, string Component, string Title);

/// <summary>A workload that will not get ready.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="State">What keeps it.</param>
/// <param name="Log">Last lines of the container at fault; empty when there are none.</param>
public sealed record StuckWorkload(AwaitedWorkload Workload, PodState State, string Log);

/// <summary>Waits until workloads are ready, by watches, and says live what the slowest pod waits for.</summary>
/// <param name="server">The cluster.</param>
/// <param name="resources">What it serves.</param>
/// <param name="progress">Told how far each is.</param>
/// <param name="clock">Time.</param>
public sealed class ReadinessWatch(ApiServer server, ApiResources resources, IProgressReporter progress, TimeProvider clock)
{
    // One failed pull may be an accident of the network; the kubelet tries again after 10 and 20 seconds.
    private static readonly TimeSpan PullPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ImpossiblePatience = TimeSpan.FromSeconds(10);
    private const long CrashPatience = 2;
    private static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(5);
    private const int LogLines = 12;

    /// <summary>Waits for all of them.</summary>
    /// <param name="workloads">What to wait for.</param>
    /// <param name="within">How long at most.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Those that will not get ready; empty when all are.</returns>
    public async Task<ImmutableArray<StuckWorkload>> WaitAsync(IReadOnlyList<AwaitedWorkload> workloads, TimeSpan within, CancellationToken cancellation)
    {
        if (workloads.Count == 0)
            return [];
        var kinds = await Task.WhenAll(workloads.Select(w => (w.Key.ApiVersion, w.Key.Kind)).Distinct().Select(k => resources.FindAsync(k.ApiVersion, k.Kind, cancellation)));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var changes = new ChangeSignal();
        var views = workloads.Select(w => w.Key.Namespace!).Distinct().ToDictionary(
            n => n,
            n => new NamespaceView(server, n, [.. kinds.Where(k => workloads.Any(w => w.Key.Namespace == n && w.Key.Kind == k.Kind))], clock),
            StringComparer.Ordinal);
        var following = Task.WhenAll(views.Values.Select(v => v.FollowAsync(changes.Raise, stop.Token)));
        try
        {
            var outcomes = Task.WhenAll(workloads.Select(w => WaitAsync(w, views[w.Key.Namespace!], changes, within, stop.Token)));
            // A watch ends only by failing for good.
            if (await Task.WhenAny(outcomes, following) == following)
                await following;
            return [.. (await outcomes).OfType<StuckWorkload>()];
        }
        finally
        {
            await stop.CancelAsync();
            changes.Raise();
            await following.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task<StuckWorkload?> WaitAsync(AwaitedWorkload workload, NamespaceView view, ChangeSignal changes, TimeSpan within, CancellationToken cancellation)
    {
        try
        {
            await progress.StepAsync(workload.Title, step => WaitAsync(workload, view, changes, within, step, cancellation));
            return null;
        }
        catch (StuckException stuck)
        {
            return stuck.Workload;
        }
    }

    private async Task WaitAsync(AwaitedWorkload workload, NamespaceView view, ChangeSignal changes, TimeSpan within, IStep step, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var patience = new Patience(clock);
        var seen = false;
        while (true)
        {
            var change = changes.NextAsync();
            var json = view.Workload(workload.Key.Kind, workload.Key.Name);
            var status = json is null ? new WorkloadStatus(false, "not there yet") : WorkloadStatus.Of(workload.Key.Kind, json);
            if (status.Ready)
            {
                step.Note(status.Detail);
                return;
            }

            var (pod, state) = Slowest(json, view);
            if (pod is not null && !seen)
            {
                seen = true;
                // In trouble at first sight it failed before this run, which may have mended why; its next attempt of its own is up to five minutes away.
                if (state!.Trouble is PodTrouble.Crash or PodTrouble.ImagePull)
                {
                    await server.DeleteAsync($"api/v1/namespaces/{workload.Key.Namespace}/pods/{pod}", [], cancellation);
                    continue;
                }
            }

            step.Update(state is null || state.Detail.Length == 0 ? status.Detail : state.Detail);
            var late = clock.GetElapsedTime(started) >= within;
            if (late || (state is not null && patience.IsOver(state)))
            {
                var log = pod is null || state!.Container.Length == 0 ? "" : await LogAsync(workload.Key.Namespace!, pod, state, cancellation);
                throw new StuckException(new StuckWorkload(workload, state ?? new PodState(PodTrouble.Waiting, status.Detail), log));
            }

            // Patience runs out without a change.
            await Task.WhenAny(change, Task.Delay(TimeSpan.FromSeconds(1), clock, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static (string? Pod, PodState? State) Slowest(JsonObject? workload, NamespaceView view)
    {
        if (workload?["spec"]?["selector"] is not JsonObject selector)
            return (null, null);
        var states = view.Pods(selector).Select(p => (Name: p.Pod["metadata"]!["name"]!.GetValue<string>(), State: PodState.Of(p.Pod, p.Warning))).Where(p => p.State.Detail != "ready").ToList();
        return states.Count == 0 ? (null, null) : states.MaxBy(p => p.State.Trouble);
    }

    private async Task<string> LogAsync(string @namespace, string pod, PodState state, CancellationToken cancellation)
    {
        var path = $"api/v1/namespaces/{@namespace}/pods/{pod}/log?container={state.Container}&tailLines={LogLines}";
        var started = clock.GetTimestamp();
        while (true)
        {
            var log = (state.Restarts > 0 ? Log(await server.TryTextAsync(path + "&previous=true", cancellation)) : null) ?? Log(await server.TryTextAsync(path, cancellation));
            // Between two starts of a container the kubelet has thrown the old log away and the new one is empty.
            if (log is not null)
                return (await PodSecrets.ReadAsync(server, @namespace, cancellation)).Redact(log);
            if (clock.GetElapsedTime(started) >= LogPatience)
                return "";
            await Task.Delay(TimeSpan.FromMilliseconds(500), clock, cancellation);
        }

        // The kubelet says so with a 200 when the container's log is gone already.
        static string? Log(string? text) => string.IsNullOrWhiteSpace(text) || text.StartsWith("unable to retrieve container logs", StringComparison.Ordinal) ? null : text;
    }

    private sealed class StuckException(StuckWorkload workload) : Exception
    {
        public StuckWorkload Workload { get; } = workload;
    }

    // How long each kind of trouble may last.
    private sealed class Patience(TimeProvider clock)
    {
        private PodTrouble _trouble;
        private long _since;

        public bool IsOver(PodState state)
        {
            if (state.Trouble != _trouble)
                (_trouble, _since) = (state.Trouble, clock.GetTimestamp());
            var lasted = clock.GetElapsedTime(_since);
            return state.Trouble switch
            {
                PodTrouble.ImagePull => lasted >= PullPatience,
                PodTrouble.Impossible => lasted >= ImpossiblePatience,
                PodTrouble.Crash => state.Restarts >= CrashPatience,
                _ => false,
            };
        }
    }
}
