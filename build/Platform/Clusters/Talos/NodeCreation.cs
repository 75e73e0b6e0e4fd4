using System.Net;
using System.Text;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Clusters.Talos;

/// <summary>A failure that was recognised.</summary>
public sealed class KnownFailureException(ClusterProblem problem, string? output, string evidence)
    : PlatformException(problem.What, $"{problem.Fix} Evidence: \"{evidence}\".", output)
{
    /// <summary>What was recognised.</summary>
    public ClusterProblem Problem => problem;
}

/// <summary>Runs talosctl once to create the nodes, and finds out why it failed.</summary>
public sealed class NodeCreation(TalosEnvironment environment, TalosCreationOrder order, ResourcePlan resources, bool ipv6, Evidence evidence)
{
    private const string ControlPlanePatch = "controlplane.yaml";

    /// <summary>Whether talosctl was ended before it was done, so that Docker may still be at work for it.</summary>
    public bool Interrupted { get; private set; }

    /// <summary>Creates the nodes.</summary>
    /// <exception cref="KnownFailureException">It failed for a reason that is known.</exception>
    /// <exception cref="PlatformException">It failed for another one.</exception>
    public async Task RunAsync(TalosState state, IStep step, CancellationToken cancellation)
    {
        var subnet = IPNetwork.Parse(state.Subnet);
        var request = Request(state, subnet);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var said = new StringBuilder();
        var creating = environment.Commands.RunAsync(TalosctlCommands.Create(order.Talosctl, order.Folder, request, environment.Endpoint), line =>
        {
            step.Update(line.Trim());
            lock (said)
                said.AppendLine(line);
        }, stop.Token);
        var watching = new NodeWatch(environment.Engine, environment.Commands, environment.Clock).WatchAsync(order.Talosctl, order.Folder, order.Names, TalosNames.ControlPlaneAddress(subnet), stop.Token);

        await Task.WhenAny(creating, watching);
        var seen = watching.IsCompletedSuccessfully ? await watching : null;
        Interrupted = !creating.IsCompletedSuccessfully;
        if (seen is not null || !creating.IsCompletedSuccessfully || (await creating).ExitCode != 0)
        {
            await stop.CancelAsync();
            var failure = await EndAsync(creating, cancellation);
            await EndAsync(watching, cancellation);
            var output = creating.IsCompletedSuccessfully ? (await creating).Output + "\n" + (await creating).Error : Text(said);
            throw await ExplainAsync(seen, failure, output, subnet, cancellation);
        }

        await stop.CancelAsync();
        await EndAsync(watching, cancellation);
        step.Note(FormattableString.Invariant($"{state.Nodes} nodes of {order.Image.Reference}"));
    }

    private TalosCreateRequest Request(TalosState state, IPNetwork subnet)
    {
        AtomicFile.WriteAllText(Path.Combine(order.Folder.Patches, ControlPlanePatch), TalosPatches.ControlPlane(order.Image, resources.Workers == 0));
        return new TalosCreateRequest(
            order.Names, order.Image.Reference, order.KubernetesVersion, subnet, resources, state.Ports,
            [.. order.Mirrors.Select(m => NodeMirrors.AsSeenByNodes(m, subnet)), NodeMirrors.OfRegistry(state.RegistryPort, subnet)],
            !ipv6, [], [Path.Combine(order.Folder.Patches, ControlPlanePatch)], order.Settings.CreateTimeout);
    }

    private async Task<PlatformException> ExplainAsync(ClusterProblem? seen, Exception? failure, string said, IPNetwork subnet, CancellationToken cancellation)
    {
        // A run that was cancelled still collects, but not for long.
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2), environment.Clock);
        environment.Progress.Info("collecting evidence");
        var logs = await evidence.CollectAsync(order.Names, order.Folder, order.Talosctl, TalosNames.ControlPlaneAddress(subnet), said, deadline.Token);
        cancellation.ThrowIfCancellationRequested();
        var tail = new CommandResult(1, said, "", TimeSpan.Zero).Tail();
        if ((seen ?? KnownFailures.Recognise(said) ?? KnownFailures.Recognise(logs)) is { } problem)
            return new KnownFailureException(problem, tail, evidence.Folder);
        var what = (failure as PlatformException)?.What ?? "talosctl could not create the cluster.";
        return new PlatformException(what, $"Read what it said last; logs of the nodes are in \"{evidence.Folder}\". --keep-on-failure leaves the nodes running.", tail);
    }

    private static async Task<Exception?> EndAsync(Task task, CancellationToken cancellation)
    {
        try
        {
            await task;
            return null;
        }
        catch (Exception error) when (error is PlatformException or OperationCanceledException)
        {
            return error is OperationCanceledException && !cancellation.IsCancellationRequested ? null : error;
        }
    }

    private static string Text(StringBuilder said)
    {
        lock (said)
            return said.ToString();
    }
}
