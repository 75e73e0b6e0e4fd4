using System.Globalization;

namespace TalosPlatform.Clusters.Docker;

/// <summary>What can be known about an engine before anything is created on it.</summary>
public static class DaemonProblems
{
    // kubelet, containerd and Talos of two nodes together; distributions ship 128.
    private const int EnoughInotifyInstances = 512;

    /// <summary>The engine does not answer.</summary>
    public static ClusterProblem Unreachable(DockerEndpoint endpoint, string reason) => new(
        "daemon-unreachable",
        $"Docker does not answer at \"{endpoint.Address}\" ({endpoint.Source}): {reason}.",
        endpoint.SocketPath is { } socket && File.Exists(socket) && reason.Contains("may not open", StringComparison.Ordinal)
            ? "Add this user to the group \"docker\", or use a Docker of your own."
            : endpoint.Source == "DOCKER_HOST" ? "Start Docker, or correct DOCKER_HOST." : "Start Docker. If it listens elsewhere: export DOCKER_HOST=<its address>.");

    /// <summary>Looks at everything at once, so that nobody fixes one thing after the other.</summary>
    public static IReadOnlyList<ClusterProblem> Find(DockerEndpoint endpoint, DockerFacts engine, HostFacts host)
    {
        ClusterProblem?[] problems = [Remote(endpoint), Rootless(engine), .. host.SharesKernelWith(engine) ? new[] { Bridge(engine, host), Inotify(host), Ipv6(host) } : [BridgeWarning(engine)]];
        return [.. problems.OfType<ClusterProblem>()];
    }

    private static ClusterProblem? Remote(DockerEndpoint endpoint) => endpoint.IsLocal ? null : new ClusterProblem(
        "remote-daemon",
        $"Docker is on another machine, \"{endpoint.Address}\" ({endpoint.Source}), and talosctl publishes the cluster on 127.0.0.1 of that machine.",
        "Run where the daemon is, or share its network: in GitLab CI the address of a service that shares the job's network is tcp://localhost:2375.");

    private static ClusterProblem? Rootless(DockerFacts engine)
    {
        var podman = engine.Product.Any(p => p.Contains("podman", StringComparison.OrdinalIgnoreCase));
        if (!podman && !engine.SecurityOptions.Any(o => o.Contains("rootless", StringComparison.Ordinal)))
            return null;
        return new ClusterProblem(
            "rootless",
            podman ? $"The engine is Podman (\"{engine.Version}\"), in which Talos nodes do not start." : "Docker runs rootless, and Talos nodes need rights that it cannot give (oom_score_adj is denied).",
            "Use a rootful Docker daemon, for instance DOCKER_HOST=unix:///var/run/docker.sock.");
    }

    private static ClusterProblem? Bridge(DockerFacts engine, HostFacts host) =>
        host.BridgeNetfilter == false ? NoBridgeNetfilter() : BridgeWarning(engine);

    // Engines before 28 say it themselves; later ones do not, and on Docker Desktop the module is always there.
    private static ClusterProblem? BridgeWarning(DockerFacts engine) =>
        engine.Warnings.Any(w => w.Contains("bridge-nf-call-iptables is disabled", StringComparison.Ordinal)) ? NoBridgeNetfilter() : null;

    private static ClusterProblem NoBridgeNetfilter() => new(
        "br-netfilter",
        "The kernel module br_netfilter is missing on Docker's host (\"/proc/sys/net/bridge/bridge-nf-call-iptables\" is not 1): services would not be reachable and CoreDNS would never become ready.",
        "Run \"sudo modprobe br_netfilter\". Where that is not possible from here: docker run --rm --privileged --pid=host alpine nsenter -t 1 -m modprobe br_netfilter.");

    private static ClusterProblem? Inotify(HostFacts host) => host.InotifyInstances is not { } instances || instances >= EnoughInotifyInstances ? null : new ClusterProblem(
        "inotify",
        string.Create(CultureInfo.InvariantCulture, $"A user may have only {instances} inotify instances (\"fs.inotify.max_user_instances\"); nodes with many pods run out of them (\"too many open files\")."),
        "Run \"sudo sysctl fs.inotify.max_user_instances=1024 fs.inotify.max_user_watches=524288\".",
        Fatal: false);

    private static ClusterProblem? Ipv6(HostFacts host) => host.Ipv6 != false ? null : new ClusterProblem(
        "ipv6",
        "The kernel has no IPv6 (\"/proc/sys/net/ipv6/conf/all/disable_ipv6\" is missing).",
        "Nothing to do: the nodes are made without IPv6.",
        Fatal: false);
}
