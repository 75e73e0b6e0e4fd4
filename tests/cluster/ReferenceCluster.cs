using System.Text.RegularExpressions;
using TalosPlatform.Tests.Cluster.Images;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Tests.Cluster;

/// <summary>How a reference cluster is.</summary>
/// <param name="Running">Whether its node runs.</param>
/// <param name="Ready">Whether the API server answers and the node is Ready.</param>
/// <param name="Detail">What was seen last.</param>
public sealed record ReferenceClusterStatus(bool Running, bool Ready, string Detail);

/// <summary>A real Kubernetes cluster of one node from Debian's packages. The node lives in namespaces and a control group of its own, like a
/// container: this machine sees of it one link, one control group, its processes and one folder, and loses all of them with <see cref="DownAsync"/>.</summary>
public sealed partial class ReferenceCluster
{
    private static readonly TimeSpan ReadyDeadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(30);

    private readonly ToolCache _cache;
    private readonly ICommandRunner _commands;
    private readonly IProgressReporter _progress;
    private readonly ClusterRemains _remains;
    private readonly NodeProcess _node;

    /// <summary>Describes a cluster; starts nothing.</summary>
    /// <param name="name">Its name: clusters of different names run side by side.</param>
    /// <param name="cache">Where parts and state are kept.</param>
    /// <param name="commands">Runs tools.</param>
    /// <param name="progress">Told what is going on.</param>
    public ReferenceCluster(string name, ToolCache cache, ICommandRunner commands, IProgressReporter progress)
    {
        if (name.Length is 0 or > 40 || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            throw new PlatformException($"\"{name}\" is no name for a cluster.", "Use up to 40 small letters, digits and hyphens.");
        Name = name;
        _cache = cache;
        _commands = commands;
        _progress = progress;
        Folder = new ClusterFolder(Path.Combine(cache.Root, "reference-cluster", "clusters", name));
        var group = new NodeControlGroup(Folder.ControlGroup);
        _node = new NodeProcess(Folder, group, commands);
        _remains = new ClusterRemains(Folder, group, cache, commands);
    }

    /// <summary>Name of the cluster.</summary>
    public string Name { get; }

    /// <summary>Its files.</summary>
    public ClusterFolder Folder { get; }

    /// <summary>A cluster in the tool cache of this user.</summary>
    public static ReferenceCluster ForUser(string name, IProgressReporter progress) =>
        new(name, ToolCache.ForUser(Environment.GetEnvironmentVariable), new ProcessCommandRunner(new Redactor(), TimeProvider.System), progress);

    /// <summary>Why this machine cannot run a reference cluster; null when it can.</summary>
    public static string? WhyNot() => MachineRequirements.WhyNot();

    /// <summary>Makes the parts that are missing in the cache: minutes the first time, nothing later.</summary>
    public Task<ClusterParts> PrepareAsync(CancellationToken cancellation) =>
        WhyNot() is { } reason
            ? throw new PlatformException($"The reference cluster cannot run here: {reason}.", "Run as root on Debian 12.")
            : new ClusterPartsCache(_cache, _commands, _progress).GetAsync(cancellation);

    /// <summary>Builds what images of the samples are made of, unless it is in the cache already.</summary>
    public Task<SampleParts> PrepareSamplesAsync(CancellationToken cancellation) => new ClusterPartsCache(_cache, _commands, _progress).SamplePartsAsync(cancellation);

    /// <summary>Makes the cluster run and be ready. One that is ready already is left as it is; a broken one is replaced.</summary>
    public async Task UpAsync(CancellationToken cancellation)
    {
        var parts = await PrepareAsync(cancellation);
        using var held = await LockAsync(cancellation);
        if ((await StatusAsync(cancellation)).Ready)
            return;
        await _remains.RemoveAsync();
        await _progress.StepAsync("node", async step =>
        {
            var network = await StartAsync(parts, cancellation);
            step.Note($"{network.Server}, Kubernetes {parts.KubernetesVersion}");
        });
        await Task.WhenAll(
            _progress.StepAsync("images into the node", step => ImportAsync(Path.Combine("/images", Path.GetFileName(parts.Images)), cancellation)),
            _progress.StepAsync("control plane", step => WaitForApiAsync(step, cancellation)));
        await _progress.StepAsync("node ready", step => WaitUntilReadyAsync(step, cancellation));
    }

    /// <summary>How the cluster is now.</summary>
    public async Task<ReferenceClusterStatus> StatusAsync(CancellationToken cancellation)
    {
        if (!_node.IsSupervising())
            return new ReferenceClusterStatus(false, false, "not running");
        var node = await KubectlAsync(["get", "node", NodeNetwork.NodeName, "--output=jsonpath={range .status.conditions[?(@.type==\"Ready\")]}{.status} {.message}{end}"], null, cancellation);
        if (node.ExitCode != 0)
            return new ReferenceClusterStatus(true, false, node.Tail(1));
        var accounts = await KubectlAsync(["get", "serviceaccount", "default", "--namespace=default", "--output=name"], null, cancellation);
        return accounts.ExitCode != 0
            ? new ReferenceClusterStatus(true, false, accounts.Tail(1))
            : new ReferenceClusterStatus(true, node.Output.StartsWith("True", StringComparison.Ordinal), node.Tail(1));
    }

    /// <summary>Runs the cluster's own kubectl as an administrator, inside the node.</summary>
    /// <param name="arguments">Arguments of kubectl.</param>
    /// <param name="input">Standard input, such as a manifest for <c>apply -f -</c>; null for none.</param>
    /// <param name="cancellation">Ends kubectl.</param>
    public Task<CommandResult> KubectlAsync(IReadOnlyList<string> arguments, string? input, CancellationToken cancellation) =>
        _node.RunAsync(["kubectl", "--request-timeout=20s", .. arguments], TimeSpan.FromMinutes(2), input, cancellation);

    /// <summary>Restarts a service of the node, such as <c>kube-apiserver</c>. It gets two seconds to end: an API server would wait a minute for open
    /// watches, without listening meanwhile.</summary>
    /// <param name="service">Name of the service: a folder of <c>Node/services</c>.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task RestartServiceAsync(string service, CancellationToken cancellation)
    {
        var folder = $"/etc/kubernetes/services/{service}";
        // Its exit code says only whether the service needed to be killed.
        await _node.RunAsync(["sv", "-w", "2", "force-restart", folder], Quick, null, cancellation);
        var started = await _node.RunAsync(["sv", "-w", "10", "start", folder], Quick, null, cancellation);
        if (started.ExitCode != 0)
            throw new PlatformException($"Service \"{service}\" of the node does not start.", $"Read its log in \"{Folder.Logs}\".", started.Tail());
    }

    /// <summary>Stops a service of the node until <see cref="RestartServiceAsync"/>.</summary>
    public async Task StopServiceAsync(string service, CancellationToken cancellation) =>
        await _node.RunAsync(["sv", "-w", "2", "force-stop", $"/etc/kubernetes/services/{service}"], Quick, null, cancellation);

    /// <summary>Gives the node images to run besides its own.</summary>
    /// <param name="images">The images.</param>
    /// <param name="layers">Uncompressed tar file of each layer by name.</param>
    /// <param name="cancellation">Stops importing.</param>
    public async Task ImportAsync(IReadOnlyList<ReferenceImage> images, IReadOnlyDictionary<string, string> layers, CancellationToken cancellation)
    {
        var name = Guid.NewGuid().ToString("N") + ".archive";
        var archive = Path.Combine(Folder.Root, "exchange", name);
        try
        {
            await ImageArchive.WriteAsync(archive, images, layers, ToolCache.ArchName, cancellation);
            await ImportAsync("/exchange/" + name, cancellation);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    /// <summary>Builds the images of all samples from source and gives them to the node.</summary>
    /// <param name="samples">Folder of the samples.</param>
    /// <param name="cancellation">Stops building.</param>
    public async Task ImportSamplesAsync(string samples, CancellationToken cancellation)
    {
        var work = Directory.CreateTempSubdirectory("samples-").FullName;
        try
        {
            var builder = new SampleImages(_commands, samples, (await PrepareAsync(cancellation)).Layers, work);
            foreach (var sample in await builder.AllAsync(await PrepareSamplesAsync(cancellation), cancellation))
                await ImportAsync([sample.Image], sample.Layers, cancellation);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Gives the node the images of <see cref="DatabaseImages"/>.</summary>
    /// <param name="cancellation">Stops building.</param>
    public async Task ImportDatabasesAsync(CancellationToken cancellation)
    {
        var work = Directory.CreateTempSubdirectory("databases-").FullName;
        try
        {
            var files = Path.Combine((await PrepareAsync(cancellation)).Layers, ReferenceImages.FilesLayer + ".tar");
            var (servers, postgres) = await new ClusterPartsCache(_cache, _commands, _progress).DatabasePartsAsync(cancellation);
            var (images, layers) = DatabaseImages.Make(servers, postgres, files, work);
            await _progress.StepAsync("images of databases into the node", _ => ImportAsync(images, layers, cancellation));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Removes the cluster with everything it made. Works from any state, twice, and without what started it.</summary>
    public async Task DownAsync(CancellationToken cancellation)
    {
        using var held = await LockAsync(cancellation);
        await _remains.RemoveAsync();
    }

    /// <summary>What of the cluster is on this machine: processes, control groups, link, mounts, files. Empty after <see cref="DownAsync"/>.</summary>
    public IReadOnlyList<string> Traces() => _remains.List();

    private async Task<NodeNetwork> StartAsync(ClusterParts parts, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Folder.Logs);
        Directory.CreateDirectory(Path.Combine(Folder.Root, "exchange"));
        // Until the link exists, another cluster could choose the same network.
        using var held = await FileLock.TakeAsync(_cache.LockFile("reference-cluster-network"), $"process {Environment.ProcessId}, which starts a cluster", TimeSpan.FromMinutes(2), null, cancellation);
        var network = NodeNetwork.Free();
        NodeConfiguration.Write(Folder, network, DateTimeOffset.UtcNow);
        await _node.StartAsync(parts, network, cancellation);
        return network;
    }

    private async Task ImportAsync(string archive, CancellationToken cancellation)
    {
        var socket = await _node.RunAsync(["sh", "-c", "for i in $(seq 300); do ctr version > /dev/null 2>&1 && exit 0; sleep 0.1; done; exit 1"], TimeSpan.FromMinutes(1), null, cancellation);
        if (socket.ExitCode != 0)
            throw new PlatformException("containerd does not answer.", null, _node.Tail("containerd"));
        // containerd unpacks an image when the first pod needs it; most clusters need a few.
        var result = await _node.RunAsync(["ctr", "--namespace", "k8s.io", "images", "import", "--no-unpack", archive], TimeSpan.FromMinutes(5), null, cancellation);
        if (result.ExitCode != 0)
            throw new PlatformException($"containerd refused the images of \"{archive}\".", null, result.Tail());
    }

    private async Task WaitForApiAsync(IStep step, CancellationToken cancellation)
    {
        await PollAsync(step, "kube-apiserver", async () =>
        {
            var ready = await KubectlAsync(["get", "--raw", "/readyz"], null, cancellation);
            return ready.ExitCode == 0 ? null : NotReady(ready.Tail());
        }, cancellation);
        await PollAsync(step, "kube-apiserver", async () =>
        {
            var applied = await KubectlAsync(["apply", "--filename=/etc/kubernetes/manifests"], null, cancellation);
            return applied.ExitCode == 0 ? null : applied.Tail(1);
        }, cancellation);
    }

    // /readyz answers with a line per check, which kubectl repeats in one line.
    private static string NotReady(string answer)
    {
        var failing = FailingCheck().Matches(answer).Select(check => check.Groups[1].Value).ToList();
        return failing.Count > 0 ? $"the API server waits for {string.Join(", ", failing)}" : "the API server does not answer yet";
    }

    private Task WaitUntilReadyAsync(IStep step, CancellationToken cancellation) =>
        PollAsync(step, "kubelet", async () =>
        {
            var status = await StatusAsync(cancellation);
            return status.Ready ? null : status.Detail;
        }, cancellation);

    // attempt returns what is missing, or null when nothing is.
    private async Task PollAsync(IStep step, string service, Func<Task<string?>> attempt, CancellationToken cancellation)
    {
        var deadline = DateTime.UtcNow + ReadyDeadline;
        while (await attempt() is { } missing)
        {
            step.Update(missing);
            if (DateTime.UtcNow > deadline)
                throw new PlatformException($"The cluster \"{Name}\" was not ready within {ReadyDeadline.TotalMinutes:0} minutes: {missing}.", $"Read the logs in \"{Folder.Logs}\".", _node.Tail(service));
            await Task.Delay(200, cancellation);
        }
    }

    private Task<FileLock> LockAsync(CancellationToken cancellation) =>
        FileLock.TakeAsync(_cache.LockFile($"reference-cluster-{Name}"), $"process {Environment.ProcessId}, which uses the cluster", TimeSpan.FromMinutes(10), other => _progress.Info($"waiting for {other}"), cancellation);

    [GeneratedRegex(@"\[-\](\S+) failed")]
    private static partial Regex FailingCheck();
}
