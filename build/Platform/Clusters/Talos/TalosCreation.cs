using System.Collections.Immutable;
using System.Net;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Host;

namespace TalosPlatform.Clusters.Talos;

/// <summary>What one creation is about.</summary>
/// <param name="Folder">Files of the cluster.</param>
/// <param name="Names">Its names.</param>
/// <param name="Settings">What was asked for.</param>
/// <param name="Mirrors">Registry mirrors as this machine reaches them.</param>
/// <param name="Talosctl">The tool.</param>
/// <param name="Image">Image of the nodes.</param>
/// <param name="KubernetesVersion">Version of Kubernetes; empty for talosctl's own.</param>
/// <param name="EvidenceFolder">Where a failure leaves what it saw.</param>
public sealed record TalosCreationOrder(TalosFolder Folder, TalosNames Names, ClusterSettings Settings, ImmutableArray<RegistryMirror> Mirrors, Talosctl Talosctl, TalosImage Image, string KubernetesVersion, string EvidenceFolder);

/// <summary>Creates a cluster as one ordered list of actions; on failure it collects evidence and leaves nothing else behind.</summary>
public sealed class TalosCreation(TalosEnvironment environment, TalosCreationOrder order)
{
    private static readonly TimeSpan PreflightDeadline = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan PullDeadline = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan ShortDeadline = TimeSpan.FromMinutes(1);
    private const string RegistryPurpose = "registry";
    private readonly TalosCleanup _cleanup = new(environment, order.Folder, order.Names);
    private ResourcePlan _resources = new(0, 1, 0, 0, Tight: false);
    private bool _ipv6 = true;

    /// <summary>Creates it.</summary>
    /// <exception cref="PlatformException">It cannot be created; the message says why and how to mend it.</exception>
    public async Task<TalosState> RunAsync(CancellationToken cancellation)
    {
        TalosState? state = null;
        await new CreationActions(environment.Progress, environment.Clock).RunAsync(
        [
            new("preflight", PreflightDeadline, PreflightAsync),
            new("image of the nodes", PullDeadline, PullAsync),
            new("subnet and ports", ShortDeadline, async (step, stop) => state = await PlanAsync(null, step, stop)),
            new("nodes", order.Settings.CreateTimeout + ShortDeadline, async (step, stop) => state = await CreateAsync(state!, step, stop)),
            new("kubeconfig", ShortDeadline, async (step, stop) => step.Note((await RepairAsync(stop)).ToString())),
        ], cancellation);
        state = state! with { Ready = true };
        state.Save(order.Folder);
        return state;
    }

    private async Task PreflightAsync(IStep step, CancellationToken cancellation)
    {
        var engine = await environment.Engine.DescribeAsync(cancellation);
        var host = environment.Host();
        var (plan, problem) = ResourcePlan.Of(engine, order.Settings.WantedWorkers);
        var problems = DaemonProblems.Find(environment.Endpoint, engine, host).Append(problem).OfType<ClusterProblem>().ToList();
        foreach (var warning in problems.Where(p => !p.Fatal))
            environment.Progress.Warn($"{warning.What} {warning.Fix}");
        if (problems.Where(p => p.Fatal).ToList() is { Count: > 0 } fatal)
            throw new PlatformException(string.Join(Environment.NewLine, fatal.Select(p => p.What)), string.Join(" ", fatal.Select(p => p.Fix)));
        _resources = plan!;
        _ipv6 = !problems.Exists(p => p.Case == "ipv6");
        step.Note(FormattableString.Invariant($"Docker {engine.Version}, {_resources.Workers + 1} nodes, {_resources.Cpus:0.#} CPUs, {_resources.ControlPlaneMiB} MiB control plane{(_resources.Workers > 0 ? $", {_resources.WorkerMiB} MiB each worker" : "")}"));
        if (_resources.Tight)
            environment.Progress.Warn("Docker has little memory for the whole stack: raise the memory of its VM, or leave components out with --without.");
    }

    private Task PullAsync(IStep step, CancellationToken cancellation) => environment.Puller(order.Mirrors).EnsureAsync([order.Image.Reference], step, cancellation);

    private async Task<TalosState> PlanAsync(TalosState? refused, IStep step, CancellationToken cancellation)
    {
        var containers = await environment.Engine.ContainersAsync([], cancellation);
        var networks = await environment.Engine.NetworksAsync([], cancellation);
        var subnet = await new SubnetRegistry(environment.Cache).ChooseAsync(order.Folder.Root, [.. Subnets.Parse([.. networks.SelectMany(n => n.Subnets), refused?.Subnet ?? ""]), .. environment.Host().Routes], cancellation);
        ImmutableArray<PortWish> ports = [];
        var registry = 0;
        var wishes = order.Settings.Ports.Select(PortWish.Parse).ToList();
        await new PortRegistry(environment.Cache).ChooseAsync(order.Folder.Root, [RegistryPurpose, .. wishes.Select((_, i) => Published(i))], allocator =>
        {
            foreach (var taken in containers.SelectMany(c => c.Ports).Select(p => p.HostPort).Concat(refused?.Ports.Select(p => p.Host) ?? []))
                allocator.Keep(taken);
            (ports, var moved) = PublishedPorts.Choose(wishes, allocator.Take, port => PublishedPorts.Owner(port, containers));
            registry = allocator.Take(AppRegistryPort.First);
            foreach (var problem in moved)
                environment.Progress.Warn($"{problem.What} {problem.Fix}");
            return ports.Select((p, i) => (Published(i), p.Host)).Append((RegistryPurpose, registry)).ToDictionary(StringComparer.Ordinal);
        }, cancellation);
        var state = new TalosState(order.Image.Reference, order.KubernetesVersion, subnet.ToString(), _resources.Workers, ports, registry, Ready: false);
        state.Save(order.Folder);
        step.Note(string.Join(", ", [subnet.ToString(), .. ports.Select(p => FormattableString.Invariant($"127.0.0.1:{p.Host} to node port {p.Container}"))]));
        return state;
    }

    private static string Published(int index) => FormattableString.Invariant($"published/{index}");

    private async Task<TalosState> CreateAsync(TalosState state, IStep step, CancellationToken cancellation)
    {
        var attempt = new NodeCreation(environment, order, _resources, _ipv6, new Evidence(environment, order.EvidenceFolder));
        for (var repeated = false; ; repeated = true)
        {
            try
            {
                await attempt.RunAsync(state, step, cancellation);
                return state;
            }
            catch (KnownFailureException failure) when (!repeated && failure.Problem.Case is "subnet-clash" or "port-busy")
            {
                // Somebody took it between our look and the creation.
                environment.Progress.Warn($"{failure.Problem.What} Trying once more with another one.");
                await _cleanup.RemoveAsync(null, interrupted: false, cancellation);
                Directory.CreateDirectory(order.Folder.Root);
                state = await PlanAsync(state, step, cancellation);
            }
            catch (Exception error) when (error is PlatformException or OperationCanceledException)
            {
                await CleanUpAsync(attempt.Interrupted);
                throw;
            }
        }
    }

    // The run may be cancelled already; what it made goes away nevertheless.
    private async Task CleanUpAsync(bool interrupted)
    {
        if (order.Settings.KeepOnFailure)
        {
            environment.Progress.Warn($"What was created is kept for you to look at, as \"{order.Names.Docker}\" in Docker; \"./build.sh Teardown\" removes it.");
            return;
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1), environment.Clock);
        try
        {
            await _cleanup.RemoveAsync(null, interrupted, deadline.Token);
        }
        catch (Exception error) when (error is PlatformException or OperationCanceledException)
        {
            environment.Progress.Warn($"Not all that was created could be removed: {error.Message} Run \"./build.sh Teardown\".");
        }
    }

    private async Task<Uri> RepairAsync(CancellationToken cancellation)
    {
        var nodes = await environment.Engine.ContainersAsync(order.Names.NodeLabels, cancellation);
        var controlPlane = nodes.FirstOrDefault(c => c.Name == order.Names.ControlPlane) ?? throw new PlatformException($"talosctl created no container \"{order.Names.ControlPlane}\".", "Run \"./build.sh ProvisionCluster --recreate\".");
        var server = KubeconfigFile.Repair(order.Folder, order.Names, controlPlane);
        KubeconfigFile.Check(order.Folder, order.Names, controlPlane);
        return server;
    }
}
