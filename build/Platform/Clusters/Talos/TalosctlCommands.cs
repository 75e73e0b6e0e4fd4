using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Stack.Host;

namespace TalosPlatform.Clusters.Talos;

/// <summary>What talosctl is asked to create.</summary>
/// <param name="Names">Names of the cluster.</param>
/// <param name="Image">Image of the nodes; always explicit.</param>
/// <param name="KubernetesVersion">Version of Kubernetes without <c>v</c>; empty for the default of talosctl.</param>
/// <param name="Subnet">Subnet of the nodes.</param>
/// <param name="Resources">CPUs, memory and number of nodes.</param>
/// <param name="Ports">Ports of the control plane on this machine's loopback.</param>
/// <param name="Mirrors">Registry mirrors as the nodes reach them.</param>
/// <param name="DisableIpv6">Whether nodes are made without IPv6.</param>
/// <param name="Patches">Patch files for all nodes.</param>
/// <param name="ControlPlanePatches">Patch files for the control plane.</param>
/// <param name="Deadline">How long the creation may take.</param>
public sealed record TalosCreateRequest(
    TalosNames Names,
    string Image,
    string KubernetesVersion,
    IPNetwork Subnet,
    ResourcePlan Resources,
    ImmutableArray<PortWish> Ports,
    ImmutableArray<RegistryMirror> Mirrors,
    bool DisableIpv6,
    ImmutableArray<string> Patches,
    ImmutableArray<string> ControlPlanePatches,
    TimeSpan Deadline);

/// <summary>The command lines of talosctl in both of its dialects. Nothing here runs anything.</summary>
public static class TalosctlCommands
{
    // The platform ends talosctl at its own deadline; talosctl's may only come later.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>Variables for every talosctl: TAG would replace the image, and the user's own configuration stays untouched.</summary>
    /// <param name="folder">The cluster's folder; null where no cluster is concerned.</param>
    /// <param name="engine">Address of the engine, which talosctl takes from DOCKER_HOST alone; null to leave it.</param>
    public static ImmutableDictionary<string, string?> Environment(TalosFolder? folder, DockerEndpoint? engine = null)
    {
        var variables = ImmutableDictionary<string, string?>.Empty.Add("TAG", null);
        if (folder is not null)
            variables = variables.Add("TALOSCONFIG", folder.Talosconfig).Add("KUBECONFIG", folder.Kubeconfig).Add("TALOS_HOME", folder.TalosctlState).Add(HostFolder.OwnerVariable, folder.Root);
        return engine is null ? variables : variables.Add("DOCKER_HOST", engine.Address.OriginalString);
    }

    /// <summary>Creates a cluster.</summary>
    public static Command Create(Talosctl talosctl, TalosFolder folder, TalosCreateRequest request, DockerEndpoint engine)
    {
        var arguments = talosctl.Dialect == TalosctlDialect.Subcommand ? Subcommand(request) : Provisioner(request);
        return Command.Of(talosctl.Path, ["cluster", .. Identity(folder, request.Names), "create", .. arguments]) with { Environment = Environment(folder, engine), Deadline = request.Deadline };
    }

    /// <summary>Destroys a cluster, its state folder included.</summary>
    public static Command Destroy(Talosctl talosctl, TalosFolder folder, TalosNames names, DockerEndpoint engine) =>
        Command.Of(talosctl.Path, ["cluster", .. Identity(folder, names), "destroy", "--force", .. When(talosctl.Dialect == TalosctlDialect.Provisioner, "--provisioner", "docker")])
            with { Environment = Environment(folder, engine), Deadline = TimeSpan.FromMinutes(2) };

    /// <summary>Asks the control plane how a service of its own stands.</summary>
    public static Command Service(Talosctl talosctl, TalosFolder folder, IPAddress node, string service) =>
        Command.Of(talosctl.Path, "--talosconfig", folder.Talosconfig, "--nodes", node.ToString(), "service", service) with { Environment = Environment(folder), Deadline = TimeSpan.FromSeconds(15) };

    /// <summary>Collects what Talos' own support asks for into an archive.</summary>
    public static Command Support(Talosctl talosctl, TalosFolder folder, IPAddress node, string archive) =>
        Command.Of(talosctl.Path, "--talosconfig", folder.Talosconfig, "--nodes", node.ToString(), "support", "--output", archive) with { Environment = Environment(folder), Deadline = TimeSpan.FromMinutes(1) };

    private static string[] Identity(TalosFolder folder, TalosNames names) => ["--state", folder.TalosctlState, "--name", names.Docker];

    private static IEnumerable<string> Subcommand(TalosCreateRequest r) =>
    [
        "docker",
        "--image", r.Image,
        .. Version(r),
        "--subnet", r.Subnet.ToString(),
        "--workers", Number(r.Resources.Workers),
        "--cpus-controlplanes", Cpus(r),
        "--memory-controlplanes", $"{Number(r.Resources.ControlPlaneMiB)}MiB",
        .. When(r.Resources.Workers > 0, "--cpus-workers", Cpus(r), "--memory-workers", $"{Number(r.Resources.WorkerMiB)}MiB"),
        "--host-ip", "127.0.0.1",
        .. Ports(r),
        .. When(r.DisableIpv6, "--disable-ipv6"),
        .. Mirrors(r),
        .. r.Patches.SelectMany(p => new[] { "--config-patch", "@" + p }),
        .. r.ControlPlanePatches.SelectMany(p => new[] { "--config-patch-controlplanes", "@" + p }),
    ];

    private static IEnumerable<string> Provisioner(TalosCreateRequest r) =>
    [
        "--provisioner", "docker",
        "--image", r.Image,
        .. Version(r),
        "--cidr", r.Subnet.ToString(),
        "--controlplanes", "1",
        "--workers", Number(r.Resources.Workers),
        "--cpus", Cpus(r),
        "--memory", Number(r.Resources.ControlPlaneMiB),
        .. When(r.Resources.Workers > 0, "--cpus-workers", Cpus(r), "--memory-workers", Number(r.Resources.WorkerMiB)),
        "--docker-host-ip", "127.0.0.1",
        .. Ports(r),
        .. When(r.DisableIpv6, "--docker-disable-ipv6"),
        .. Mirrors(r),
        "--wait",
        "--wait-timeout", $"{Number((int)(r.Deadline + Margin).TotalSeconds)}s",
        .. r.Patches.SelectMany(p => new[] { "--config-patch", "@" + p }),
        .. r.ControlPlanePatches.SelectMany(p => new[] { "--config-patch-control-plane", "@" + p }),
    ];

    private static string[] When(bool condition, params string[] arguments) => condition ? arguments : [];

    private static string[] Version(TalosCreateRequest r) => r.KubernetesVersion.Length == 0 ? [] : ["--kubernetes-version", r.KubernetesVersion];

    private static string[] Ports(TalosCreateRequest r) =>
        r.Ports.IsEmpty ? [] : ["--exposed-ports", string.Join(',', r.Ports.Select(p => $"{Number(p.Host)}:{Number(p.Container)}/tcp"))];

    private static IEnumerable<string> Mirrors(TalosCreateRequest r) => r.Mirrors.SelectMany(m => new[] { "--registry-mirror", $"{m.Registry}={m.Url.ToString().TrimEnd('/')}" });

    private static string Cpus(TalosCreateRequest r) => r.Resources.Cpus.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
