namespace TalosPlatform.Shared.Processes;

/// <summary>The processes of this machine.</summary>
public interface IProcessTable
{
    /// <summary>Identity of a process that runs now, zombies left out; null when there is none.</summary>
    ProcessIdentity? Find(int pid);

    /// <summary>Every process of this user that was started with the environment variable at this value.</summary>
    IReadOnlyList<ProcessIdentity> FindByEnvironment(string variable, string value);

    /// <summary>Process group of a process; a process started by <see cref="DetachedProcess"/> leads a group of its own number.</summary>
    int? GroupOf(int pid);

    /// <summary>Whether this very process still runs.</summary>
    bool IsAlive(ProcessIdentity process) => Find(process.Pid) == process;

    /// <summary>The process table of this operating system.</summary>
    static IProcessTable ForThisMachine() => OperatingSystem.IsLinux() ? new LinuxProcessTable() : new PsProcessTable();
}
