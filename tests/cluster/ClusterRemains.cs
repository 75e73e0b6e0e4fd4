using System.Net.NetworkInformation;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Stack.Host;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Tests.Cluster;

/// <summary>What a cluster has on this machine, found without any record of it, and how it is removed.</summary>
internal sealed class ClusterRemains(ClusterFolder folder, NodeControlGroup group, ToolCache cache, ICommandRunner commands)
{
    private readonly IProcessTable _processes = IProcessTable.ForThisMachine();

    /// <summary>Processes, control groups, link, mounts and files, each as one line.</summary>
    public IReadOnlyList<string> List()
    {
        var remains = new List<string>();
        remains.AddRange(group.Processes().Select(pid => $"process {pid}"));
        remains.AddRange(Owned().Select(process => $"process {process.Pid}"));
        remains.AddRange(group.Folders().Select(path => $"control group {path}"));
        if (LinkExists)
            remains.Add($"link {folder.Link}");
        remains.AddRange(Mounts().Select(mount => $"mount {mount}"));
        if (Directory.Exists(folder.Root))
            remains.Add($"folder {folder.Root}");
        return [.. remains.Distinct()];
    }

    /// <summary>Removes all of it.</summary>
    /// <exception cref="PlatformException">Something cannot be removed; the message says what.</exception>
    public async Task RemoveAsync()
    {
        await group.KillAsync();
        // A process that was about to enter the control group when its starter was killed.
        await new ProcessEnder(_processes, TimeProvider.System).EndAsync(Owned(), TimeSpan.Zero);
        await group.KillAsync();
        await group.RemoveAsync();
        // The kernel takes the link down with the namespace at its other end, but connections that nobody answers keep that alive for minutes.
        if (LinkExists)
        {
            var result = await commands.RunAsync(ClusterPartsCache.IpCommand(cache, ["link", "delete", folder.Link]));
            if (LinkExists)
                throw new PlatformException($"The link \"{folder.Link}\" cannot be removed.", $"Remove it: ip link delete {folder.Link}.", result.Tail());
        }

        foreach (var mount in Mounts().Reverse())
            await commands.RunCheckedAsync(Command.Of("umount", "--lazy", mount), $"Unmounting \"{mount}\"");
        if (Directory.Exists(folder.Root))
            await commands.RunCheckedAsync(Command.Of("rm", "-rf", "--one-file-system", folder.Root), $"Removing \"{folder.Root}\"");
    }

    private bool LinkExists => NetworkInterface.GetAllNetworkInterfaces().Any(link => link.Name == folder.Link);

    private IReadOnlyList<ProcessIdentity> Owned() => _processes.FindByEnvironment(HostFolder.OwnerVariable, folder.Root);

    // proc(5): the fifth field of mountinfo is the mount point. The node's own mounts are in its namespace and never listed here.
    private IReadOnlyList<string> Mounts() =>
        [.. File.ReadLines("/proc/self/mountinfo").Select(line => line.Split(' ')[4]).Where(mount => mount.StartsWith(folder.Root + "/", StringComparison.Ordinal))];
}
