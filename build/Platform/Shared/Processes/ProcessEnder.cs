namespace TalosPlatform.Shared.Processes;

/// <summary>Ends processes that outlived an earlier run.</summary>
public sealed class ProcessEnder(IProcessTable processes, TimeProvider clock)
{
    /// <summary>Asks every process to end, waits, and kills what is left. A process whose number now belongs to another one is left alone.</summary>
    /// <param name="targets">The processes.</param>
    /// <param name="grace">How long they may take before they are killed.</param>
    /// <param name="cancellation">Stops waiting, kills at once.</param>
    public async Task EndAsync(IReadOnlyCollection<ProcessIdentity> targets, TimeSpan grace, CancellationToken cancellation = default)
    {
        var alive = targets.Where(processes.IsAlive).ToList();
        foreach (var process in alive)
            DetachedProcess.Terminate(process.Pid);

        var deadline = clock.GetUtcNow() + grace;
        while (alive.Count > 0 && clock.GetUtcNow() < deadline && !cancellation.IsCancellationRequested)
        {
            await Task.Delay(20, CancellationToken.None);
            Reap(alive);
        }

        foreach (var process in alive.Where(processes.IsAlive))
            DetachedProcess.Kill(process.Pid);
        for (var attempts = 0; alive.Count > 0 && attempts < 100; attempts++)
        {
            await Task.Delay(20, CancellationToken.None);
            Reap(alive);
        }

        if (alive.Count > 0)
            throw new PlatformException($"Process {string.Join(", ", alive.Select(p => p.Pid))} does not end, not even when killed.", "It hangs in the kernel, often on a disk: check \"dmesg\".");
    }

    private void Reap(List<ProcessIdentity> alive) => alive.RemoveAll(process => DetachedProcess.ExitCode(process.Pid) is not null || !processes.IsAlive(process));
}
