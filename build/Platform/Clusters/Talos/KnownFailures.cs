using System.Text.RegularExpressions;
using TalosPlatform.Clusters.Docker;

namespace TalosPlatform.Clusters.Talos;

/// <summary>Recognises failures by what talosctl, Docker or a node wrote.</summary>
public static partial class KnownFailures
{
    private static readonly (Regex Pattern, Func<Match, ClusterProblem> Explain)[] All =
    [
        (Wedged(), m => new ClusterProblem("wedged-state", $"An earlier creation broke off and left its state (\"{m.Value}\").", "Run \"./build.sh Teardown\", then again: it removes containers by their labels, then the folder.")),
        (Endpoints(), m => new ClusterProblem("network-blocked", $"The network of the cluster cannot be removed (\"{m.Value}\").", "Run \"./build.sh Teardown\": it disconnects what is still in the network and tries again.")),
        (Pool(), m => new ClusterProblem("subnet-clash", $"The subnet is in use already (\"{m.Value}\").", "Run again: another subnet is chosen. \"docker network prune\" frees those that are not used.")),
        (Port(), m => PublishedPorts.Busy(int.TryParse(m.Groups["port"].Value, out var port) ? port : 0, null, "Stop what listens there, or choose another port in cluster.ports.")),
        (Cpus(), m => new ClusterProblem("cpus", $"More CPUs were asked for than Docker has (\"{m.Value}\").", "Give the Docker VM more CPUs, or run again: the number is taken from what Docker has now.")),
        (Memory(), m => new ClusterProblem("memory", $"A node ran out of memory (\"{m.Value}\").", "Raise the memory of the Docker VM, ask for fewer --workers, or leave components out with --without.")),
        (Inotify(), m => new ClusterProblem("inotify", $"A node ran out of inotify instances or files (\"{m.Value}\").", "Run \"sudo sysctl fs.inotify.max_user_instances=1024 fs.inotify.max_user_watches=524288\", then again.")),
        (Ipv6(), m => new ClusterProblem("ipv6", $"The kernel has no IPv6 (\"{m.Value}\").", "Run again: nodes are then made without IPv6. If this stays, boot without ipv6.disable=1.")),
        (Image(), m => new ClusterProblem("image-pull", $"An image is missing (\"{m.Value}\").", "Log in with \"docker login\" or give --registry-mirror, then run again: images are pulled before anything is created.")),
        (Kernel(), m => new ClusterProblem("kernel-too-old", $"The kernel is too old for this version of Talos (\"{m.Value}\").", "Take an image of 1.13: --talos-version 1.13.9.")),
        (OomScore(), m => new ClusterProblem("rootless", $"Docker may not do what Talos nodes need (\"{m.Value}\").", "Use a rootful Docker daemon.")),
        (Unreachable(), m => new ClusterProblem("daemon-unreachable", $"talosctl does not reach Docker (\"{m.Value}\").", "Start Docker; if it listens elsewhere, export DOCKER_HOST.")),
    ];

    /// <summary>The first failure that is known in a text; null when none is.</summary>
    public static ClusterProblem? Recognise(string text)
    {
        foreach (var (pattern, explain) in All)
        {
            if (pattern.Match(text) is { Success: true } match)
                return explain(match);
        }

        return null;
    }

    /// <summary>A node that ended.</summary>
    public static ClusterProblem? OfNode(string container, ContainerCondition condition, string log)
    {
        if (condition.Running)
            return null;
        // 137 is 128 + SIGKILL: nobody but the kernel's memory killer sends it to a node.
        if (condition.OutOfMemory || condition.ExitCode == 137)
            return new ClusterProblem("memory", FormattableString.Invariant($"The node \"{container}\" was ended for want of memory (OOMKilled, exit code {condition.ExitCode})."), "Raise the memory of the Docker VM, ask for fewer --workers, or leave components out with --without.");
        return Recognise(condition.Error + "\n" + log)
            ?? new ClusterProblem("restarted", FormattableString.Invariant($"The node \"{container}\" has ended with code {condition.ExitCode}."), "See its log in the evidence; run \"./build.sh ProvisionCluster --recreate\" to make the cluster anew.");
    }

    /// <summary>Nodes that ended after the cluster was ready, as after a restart of Docker or the host.</summary>
    public static ClusterProblem Restarted(IEnumerable<string> containers) => new(
        "restarted",
        $"The nodes {string.Join(", ", containers.Select(c => $"\"{c}\""))} do not run: Docker or this machine was restarted, and Talos nodes in Docker do not come back by themselves.",
        "Run \"./build.sh ProvisionCluster --recreate\" to make the cluster anew (what was stored in it is lost), or \"docker start\" them to look inside.");

    /// <summary>etcd that does not get past its preparation.</summary>
    public static ClusterProblem EtcdPreparing(TimeSpan since) => new(
        "etcd-preparing",
        FormattableString.Invariant($"etcd on the control plane is \"Preparing\" for {since.TotalSeconds:0} s: its image does not arrive."),
        "Check the network, DNS and proxy of Docker (nodes pull their own images), or give --registry-mirror a registry they can reach.");

    [GeneratedRegex(@"state directory .{0,300}already exists|failed to read cluster state", RegexOptions.Singleline)]
    private static partial Regex Wedged();

    [GeneratedRegex("network [^\n]{0,200}has active endpoints")]
    private static partial Regex Endpoints();

    [GeneratedRegex("Pool overlaps with other one on this address space|cannot create network [^\n]{0,200}networks have overlapping IPv4")]
    private static partial Regex Pool();

    [GeneratedRegex(@"(?:Bind for [^\n]{0,60}:(?<port>\d+) failed: )?port is already allocated|listen tcp4? [^\n]{0,60}:(?<port>\d+): bind: address already in use|failed to bind host port [^\n]{0,60}:(?<port>\d+)[^\n]{0,80}address already in use")]
    private static partial Regex Port();

    [GeneratedRegex(@"[Rr]ange of CPUs is from 0\.01 [^\n]{0,80}")]
    private static partial Regex Cpus();

    [GeneratedRegex("OOMKilled|Out of memory: Killed process[^\n]{0,80}|exit(?:ed with)? (?:code|status) 137")]
    private static partial Regex Memory();

    [GeneratedRegex("too many open files|inotify_init[^\n]{0,60}failed")]
    private static partial Regex Inotify();

    [GeneratedRegex("[^\n]{0,80}disable_ipv6[^\n]{0,20}: no such file")]
    private static partial Regex Ipv6();

    [GeneratedRegex("No such image[^\n]{0,120}|pull access denied[^\n]{0,120}|manifest unknown")]
    private static partial Regex Image();

    [GeneratedRegex("FSCONFIG_SET_FD[^\n]{0,120}")]
    private static partial Regex Kernel();

    [GeneratedRegex("[^\n]{0,60}oom_score_adj[^\n]{0,60}(?:denied|not permitted)")]
    private static partial Regex OomScore();

    [GeneratedRegex("Cannot connect to the Docker daemon[^\n]{0,120}")]
    private static partial Regex Unreachable();
}
