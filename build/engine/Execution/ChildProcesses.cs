using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Nuke.Common.Execution;

/// <summary>
/// Processes this process started, directly or not, that still belong to its session. One that was detached into a session of
/// its own is meant to outlive the build and is not among them. Empty on Windows, where Ctrl+C reaches the whole console.
/// </summary>
internal sealed class ChildProcesses
{
    private const int Sigterm = 15;
    private const int Sigkill = 9;

    private readonly IReadOnlyDictionary<int, string> _startByPid;

    private ChildProcesses(IReadOnlyDictionary<int, string> startByPid) => _startByPid = startByPid;

    private sealed record Entry(int Pid, int Parent, int Session, string Start, char State);

    public static ChildProcesses OfThisProcess()
    {
        if (OperatingSystem.IsWindows()) return new ChildProcesses(new Dictionary<int, string>());
        var all = OperatingSystem.IsLinux() ? FromProc() : FromPs();
        var session = getsid(0);
        var children = all.ToLookup(x => x.Parent);
        var found = new Dictionary<int, string>();
        var pending = new Stack<int>([Environment.ProcessId]);
        while (pending.TryPop(out var pid))
        {
            foreach (var child in children[pid])
            {
                if (child.Session != session || !found.TryAdd(child.Pid, child.Start)) continue;
                pending.Push(child.Pid);
            }
        }
        return new ChildProcesses(found);
    }

    public ChildProcesses Merge(ChildProcesses other) =>
        new(_startByPid.Concat(other._startByPid).GroupBy(x => x.Key).ToDictionary(x => x.Key, x => x.Last().Value));

    /// <summary>Asks them to end.</summary>
    public void Terminate() => Send(Sigterm);

    /// <summary>Ends them.</summary>
    public void Kill() => Send(Sigkill);

    /// <summary>Waits until they have ended, at most for the given time.</summary>
    public void WaitForEnd(TimeSpan within)
    {
        var end = Environment.TickCount64 + (long)within.TotalMilliseconds;
        while (Environment.TickCount64 < end && _startByPid.Keys.Any(IsAlive)) Thread.Sleep(20);
    }

    /// <summary>A process that has ended but was not fetched by its parent still answers to signal 0.</summary>
    private bool IsAlive(int pid) =>
        OperatingSystem.IsLinux() ? ReadStat(pid) is { State: not 'Z' } entry && entry.Start == _startByPid[pid] : kill(pid, 0) == 0;

    /// <summary>A number that now belongs to another process gets no signal.</summary>
    private void Send(int signal)
    {
        foreach (var (pid, start) in _startByPid)
            if (!OperatingSystem.IsLinux() || ReadStat(pid)?.Start == start)
                _ = kill(pid, signal);
    }

    private static List<Entry> FromProc()
    {
        var entries = new List<Entry>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && ReadStat(pid) is { } entry)
                entries.Add(entry);
        return entries;
    }

    /// <summary>Fields of proc_pid_stat(5): the name in parentheses may contain anything, so fields count from its end.</summary>
    private static Entry? ReadStat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new Entry(pid, Number(fields[1]), Number(fields[3]), fields[19], fields[0][0]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    private static List<Entry> FromPs()
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", "-A -o pid=,ppid=") { RedirectStandardOutput = true });
        if (ps is null) return [];
        return
        [
            .. ps.StandardOutput.ReadToEnd().Split('\n')
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(x => x.Length == 2)
                .Select(x => (Pid: int.Parse(x[0], CultureInfo.InvariantCulture), Parent: int.Parse(x[1], CultureInfo.InvariantCulture)))
                .Select(x => new Entry(x.Pid, x.Parent, getsid(x.Pid), "", ' ')),
        ];
    }

    [DllImport("libc")]
    private static extern int kill(int pid, int signal);

    [DllImport("libc")]
    private static extern int getsid(int pid);
}
