using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Stack.Host;

namespace TalosPlatform.Tests.Cluster;

/// <summary>Starts the node and runs commands in it.</summary>
internal sealed class NodeProcess(ClusterFolder folder, NodeControlGroup group, ICommandRunner commands)
{
    private const string Path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(1);

    /// <summary>Starts the node so that it outlives us, and waits until its services are being started.</summary>
    public async Task StartAsync(ClusterParts parts, NodeNetwork network, CancellationToken cancellation)
    {
        var log = System.IO.Path.Combine(folder.Logs, "node.log");
        var pid = DetachedProcess.Start(new DetachedCommand("/bin/sh", [System.IO.Path.Combine(folder.Node, "enter.sh")], "/", new Dictionary<string, string>
        {
            ["PATH"] = Path,
            [HostFolder.OwnerVariable] = folder.Root,
            ["CLUSTER_STATE"] = folder.Root,
            ["NODE_ROOTFS"] = parts.NodeRoot,
            ["NODE_BINARIES"] = parts.Binaries,
            ["NODE_IMAGES"] = System.IO.Path.GetDirectoryName(parts.Images)!,
            ["NODE_CGROUP"] = folder.ControlGroup,
            ["NODE_NAME"] = NodeNetwork.NodeName,
            ["NODE_LINK"] = folder.Link,
            ["HOST_ADDRESS"] = network.HostAddress,
            ["NODE_ADDRESS"] = network.NodeAddress,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal), log));

        var deadline = DateTime.UtcNow + StartDeadline;
        while (!IsSupervising())
        {
            if (DetachedProcess.ExitCode(pid) is { } code)
                throw new PlatformException($"The node ended with exit code {code} right after its start.", "Read its output; a container without the right to mount cannot run it.", Tail("node"));
            if (DateTime.UtcNow > deadline)
                throw new PlatformException($"The node did not start its services within {StartDeadline.TotalSeconds:0} s.", null, Tail("node"));
            await Task.Delay(50, cancellation);
        }
    }

    /// <summary>Whether the node's first process supervises its services.</summary>
    public bool IsSupervising() => group.Init() is { } init && TryRead($"/proc/{init.ToString(CultureInfo.InvariantCulture)}/comm")?.Trim() == "runsvdir";

    /// <summary>Runs a command inside the node.</summary>
    public async Task<CommandResult> RunAsync(IReadOnlyList<string> command, TimeSpan deadline, string? input, CancellationToken cancellation)
    {
        var init = group.Init() ?? throw new PlatformException("The reference cluster does not run.", "Start it with \"up\".");
        return await commands.RunAsync(
            Command.Of("nsenter", ["--target", init.ToString(CultureInfo.InvariantCulture), "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--", .. command]) with
            {
                Deadline = deadline,
                StandardInput = input,
                Environment = Command.Of("").Environment.Add("PATH", Path).Add("HOME", "/root").Add("KUBECONFIG", "/etc/kubernetes/admin.kubeconfig"),
            },
            cancellation: cancellation);
    }

    /// <summary>Last lines of a service's log.</summary>
    public string Tail(string service)
    {
        var text = TryRead(System.IO.Path.Combine(folder.Logs, service + ".log")) ?? "";
        return string.Join('\n', text.TrimEnd().Split('\n').TakeLast(15));
    }

    private static string? TryRead(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
