using System.Globalization;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Cluster;

/// <summary>The control group of a node in every version 1 hierarchy of this machine. Each process of the node is in it, whatever it did to
/// detach itself, so it is also the list of what has to end.</summary>
internal sealed class NodeControlGroup(string name)
{
    private const string Mount = "/sys/fs/cgroup";

    /// <summary>Controllers the kubelet cannot do without.</summary>
    public static IReadOnlyList<string> Required { get; } = ["cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "pids", "blkio"];

    /// <summary>Controllers that this machine has not mounted one by one, as version 1 does.</summary>
    public static IEnumerable<string> Missing => Required.Where(controller => !File.Exists($"{Mount}/{controller}/cgroup.procs"));

    /// <summary>Folders of the group that exist.</summary>
    public IReadOnlyList<string> Folders() => [.. Directory.EnumerateDirectories(Mount).Select(controller => Path.Combine(controller, name)).Where(Directory.Exists)];

    /// <summary>Numbers of the processes in the group and below it.</summary>
    public IReadOnlySet<int> Processes() => Folders()
        .SelectMany(Lists)
        .SelectMany(Numbers)
        .ToHashSet();

    /// <summary>The node's first process, by its number here; null when it does not run.</summary>
    public int? Init()
    {
        foreach (var pid in Processes())
        {
            if (LastNumber($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/status") == "1")
                return pid;
        }

        return null;
    }

    /// <summary>Ends every process of the group, the first one before the others: its end takes its whole process namespace along.</summary>
    public async Task KillAsync()
    {
        if (Init() is { } init)
            Kill(init);
        for (var attempt = 0; attempt < 300; attempt++)
        {
            var alive = Processes();
            if (alive.Count == 0)
                return;
            foreach (var pid in alive)
                Kill(pid);
            await Task.Delay(50);
        }

        throw new PlatformException($"Process {string.Join(", ", Processes())} of the reference cluster does not end, not even when killed.", "It hangs in the kernel, often on a disk: check \"dmesg\".");
    }

    /// <summary>Removes the group; the kernel may need a moment after the last process.</summary>
    public async Task RemoveAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            foreach (var folder in Folders())
                TryRemove(folder);
            var left = Folders();
            if (left.Count == 0)
                return;
            if (attempt == 100)
                throw new PlatformException($"The control group \"{left[0]}\" cannot be removed.", "See which processes its cgroup.procs names, and end them.");
            await Task.Delay(50);
        }
    }

    private static void TryRemove(string folder)
    {
        try
        {
            // The files of a control group vanish with its folder and cannot be deleted themselves.
            foreach (var below in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).OrderByDescending(path => path.Length))
                Directory.Delete(below);
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // Busy: tried again.
        }
    }

    private static void Kill(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended by itself.
        }
    }

    private static IEnumerable<string> Lists(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "cgroup.procs", SearchOption.AllDirectories)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static IEnumerable<int> Numbers(string file)
    {
        try
        {
            return [.. File.ReadLines(file).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Where(pid => pid > 1)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    // proc(5): NSpid lists a process's numbers from our namespace to its own.
    private static string? LastNumber(string status)
    {
        try
        {
            return File.ReadLines(status).FirstOrDefault(line => line.StartsWith("NSpid:", StringComparison.Ordinal))?.Split('\t', ' ')[^1];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
