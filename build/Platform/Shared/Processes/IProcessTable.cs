namespace TalosPlatform.Shared.Processes;

/// <summary>The processes of this machine.</summary>
public interface IProcessTable
{
    /// <summary>Identity of a process that runs now, zombies left out; null when there is none.</summary>
    ProcessIdentity? Find(int pid);

    /// <summary>Every process of this user that was started with the environment variable at this value.</summary>
    IReadOnlyList<ProcessIdentity> FindByEnvironment(string variable, string value);

    /// <summary>Whether this very process still runs.</summary>
    bool IsAlive(ProcessIdentity process) => Find(process.Pid) == process;
}
