using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Kubernetes.Apply;
using TalosPlatform.Stack.Kubernetes.Manifests;
using TalosPlatform.Stack.Kubernetes.Readiness;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>Makes a set of objects be what is wanted: applies, prunes what is wanted no more, and waits until it runs.</summary>
/// <param name="server">The cluster.</param>
/// <param name="resources">What it serves.</param>
/// <param name="state">Remembers the kinds that were applied.</param>
/// <param name="force">Whether fields are taken from whoever owns them.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="clock">Time.</param>
public sealed class SetDeployer(ApiServer server, ApiResources resources, KubernetesStateFile state, bool force, IProgressReporter progress, TimeProvider clock)
{
    /// <summary>Deploys a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="manifests">All of its objects.</param>
    /// <param name="within">How long its workloads may take to become ready.</param>
    /// <param name="cancellation">Stops; what was applied stays, and the next run goes on.</param>
    /// <returns>What was sent, and what will not get ready.</returns>
    /// <exception cref="PlatformException">Objects were refused.</exception>
    public async Task<SetOutcome> DeployAsync(AppliedSet set, IReadOnlyList<Manifest> manifests, TimeSpan within, CancellationToken cancellation)
    {
        // Before anything is applied: a run that is killed must not leave kinds behind that nobody looks for.
        var kinds = manifests.Select(m => new AppliedKind(m.Key.ApiVersion, m.Key.Kind)).Distinct().ToList();
        var known = state.Update(s => s with { Kinds = [.. s.Kinds.Union(kinds)] }).Kinds;
        var latest = new ConcurrentDictionary<(string, string, string?, string), JsonObject>();
        var sent = new ConcurrentBag<Manifest>();
        await progress.StepAsync(Title(set), async step =>
        {
            step.Update("comparing with the cluster");
            var live = await new LiveObjects(server, resources).OfAsync(set, known.Select(k => (k.ApiVersion, k.Kind)), cancellation);
            foreach (var item in live)
                latest[item.Key.Identity] = item.Json;
            step.Update($"applying {manifests.Count} objects");
            var members = manifests.Select(set.Add).ToList();
            var counts = await new ServerSideApply(server, resources, force, clock).ApplyAsync(members, live.ToDictionary(l => l.Key.Identity), Sent, cancellation);
            await new ConfigurationPush(server).PushAsync([.. sent], members, cancellation);
            var pruned = await PruneAsync(live, members, cancellation);
            step.Note($"{members.Count}: {(counts.NothingWritten && pruned == 0 ? "nothing to change" : $"{counts.Created} created, {counts.Changed} changed, {counts.Unchanged} as they were, {pruned} removed")}");
        });

        var workloads = manifests.Where(m => ApplyOrder.StartsPods(m.Key.Kind) && m.Key.Kind is not ("CronJob" or "Pod")).ToList();
        var waiting = workloads.Where(m => !IsReady(m)).ToList();
        if (workloads.Count > waiting.Count)
            progress.Info($"✓ {workloads.Count - waiting.Count} of {workloads.Count} workloads ready already");
        var stuck = await new ReadinessWatch(server, resources, progress, clock).WaitAsync([.. waiting.Select(m => new AwaitedWorkload(m.Key, m.Component, Title(m)))], within, cancellation);
        return new SetOutcome([.. sent.Select(m => m.Key)], stuck);

        void Sent(Manifest manifest, JsonObject json)
        {
            sent.Add(manifest);
            latest[manifest.Key.Identity] = json;
        }

        bool IsReady(Manifest manifest) => latest.TryGetValue(manifest.Key.Identity, out var json) && json["status"] is not null && WorkloadStatus.Of(manifest.Key.Kind, json).Ready;
    }

    // A namespace is left to the teardown, which looks whether anybody else lives in it, and so is what holds data.
    private async Task<int> PruneAsync(IReadOnlyList<LiveObject> live, List<Manifest> wanted, CancellationToken cancellation)
    {
        var keys = wanted.Select(m => m.Key.Identity).ToHashSet();
        var gone = live.Where(l => !keys.Contains(l.Key.Identity) && l.Key.Kind is not ("Namespace" or "PersistentVolumeClaim") && !Removal.IsEnding(l.Json)).ToList();
        var removal = new Removal(server, clock);
        await Task.WhenAll(gone.Select(l => removal.RemoveAsync(l, cancellation)));
        return gone.Count;
    }

    private static string Title(AppliedSet set) => set.Part switch
    {
        "apps" => "objects of the applications",
        "stack" => "objects of the stack",
        var part => $"objects of {part}",
    };

    private static string Title(Manifest manifest)
    {
        var name = manifest.Component.Length == 0 || manifest.Component == manifest.Key.Name ? manifest.Key.Name : $"{manifest.Component} ({manifest.Key.Name})";
        return manifest.Version.Length == 0 ? name : $"{name} {manifest.Version}";
    }
}

/// <summary>What came of a set.</summary>
/// <param name="Sent">Objects that were sent to the cluster.</param>
/// <param name="Stuck">Workloads that will not get ready; empty when all are.</param>
public sealed record SetOutcome(ImmutableArray<ObjectKey> Sent, ImmutableArray<StuckWorkload> Stuck);
