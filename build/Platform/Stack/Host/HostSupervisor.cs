using System.Net;
using System.Net.Sockets;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Stack.Host;

/// <summary>Brings processes to the state they shall be in: starts what is missing, reloads or restarts what changed, leaves the rest alone.</summary>
public sealed class HostSupervisor(HostFolder folder, HostStateFile state, IProcessTable processes, ProcessEnder ender, HttpClient http)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // A process that was started and is not in the state yet looks like one that a killed build left behind.
    private readonly Lock _starting = new();

    /// <summary>Makes one process run as specified.</summary>
    /// <returns>What was done: <c>unchanged</c>, <c>reloaded</c>, <c>restarted</c> or <c>started</c>.</returns>
    /// <exception cref="PortTakenException">Somebody else listens on one of its ports.</exception>
    /// <exception cref="PlatformException">It died or did not become ready; the message holds its last lines.</exception>
    public async Task<string> EnsureAsync(HostProcessSpec spec, IStep step, CancellationToken cancellation)
    {
        var known = state.Read().Processes.GetValueOrDefault(spec.Name);
        var running = known is not null && processes.IsAlive(known.Process);
        if (running && known!.ProcessFingerprint == spec.ProcessFingerprint)
        {
            if (known.ConfigFingerprint == spec.ConfigFingerprint)
            {
                await WaitUntilReadyAsync(spec, known.Process, 0, step, cancellation);
                return "unchanged";
            }

            if (spec.Reload is not null && await TryReloadAsync(spec, cancellation))
            {
                Remember(spec, known.Process);
                return "reloaded";
            }
        }

        if (running)
        {
            step.Update("stopping the old process");
            await ender.EndAsync([known!.Process], Grace, cancellation);
        }

        cancellation.ThrowIfCancellationRequested();
        var log = folder.LogLength(spec.Name);
        var process = Start(spec, log);
        await WaitUntilReadyAsync(spec, process, log, step, cancellation);
        return running ? "restarted" : "started";
    }

    /// <summary>Whether a process of the state still runs.</summary>
    public bool Runs(HostProcessState known) => processes.IsAlive(known.Process);

    /// <summary>Ends processes of this cluster that the state does not know: what a killed build left behind.</summary>
    public async Task EndStrayAsync(CancellationToken cancellation)
    {
        List<ProcessIdentity> strays;
        lock (_starting)
        {
            var known = state.Read().Processes.Values.Where(p => processes.IsAlive(p.Process)).Select(p => p.Process.Pid).ToHashSet();
            strays = [.. processes.FindByEnvironment(HostFolder.OwnerVariable, folder.Root).Where(p => !known.Contains(p.Pid) && !known.Contains(processes.GroupOf(p.Pid) ?? 0))];
        }

        await ender.EndAsync(strays, Grace, cancellation);
    }

    /// <summary>Ends one process and forgets it.</summary>
    public async Task EndAsync(string name, CancellationToken cancellation)
    {
        if (state.Read().Processes.GetValueOrDefault(name) is not { } known)
            return;
        await ender.EndAsync([known.Process], Grace, cancellation);
        state.Update(s => s with { Processes = s.Processes.Remove(name) });
    }

    /// <summary>Ends everything of this cluster, known or not.</summary>
    public async Task EndAllAsync(CancellationToken cancellation)
    {
        var known = state.Read().Processes.Values.Select(p => p.Process);
        await ender.EndAsync([.. known.Concat(processes.FindByEnvironment(HostFolder.OwnerVariable, folder.Root)).Distinct()], Grace, cancellation);
    }

    private ProcessIdentity Start(HostProcessSpec spec, long log)
    {
        folder.Prepare(spec.Name);
        lock (_starting)
        {
            var pid = DetachedProcess.Start(new DetachedCommand(
                spec.File,
                spec.Arguments,
                spec.WorkingDirectory,
                spec.Environment.SetItem(HostFolder.OwnerVariable, folder.Root),
                folder.LogFile(spec.Name)));
            var process = processes.Find(pid) ?? throw Died(spec, log, DetachedProcess.ExitCode(pid));
            Remember(spec, process);
            return process;
        }
    }

    private void Remember(HostProcessSpec spec, ProcessIdentity process) => state.Update(s => s with
    {
        Processes = s.Processes.SetItem(spec.Name, new HostProcessState(spec.Name, spec.Kind, spec.Version, process, spec.Ports, spec.ProcessFingerprint, spec.ConfigFingerprint, folder.LogFile(spec.Name))),
    });

    private async Task<bool> TryReloadAsync(HostProcessSpec spec, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.PostAsync(spec.Reload, null, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // No component offers to be watched for readiness: asking every 50 ms costs nothing and is answered at once.
    private async Task WaitUntilReadyAsync(HostProcessSpec spec, ProcessIdentity process, long log, IStep step, CancellationToken cancellation)
    {
        var deadline = DateTime.UtcNow + spec.ReadyTimeout;
        var last = "no answer yet";
        var probe = new ReadinessProbe(http);
        while (DateTime.UtcNow < deadline)
        {
            if (DetachedProcess.ExitCode(process.Pid) is { } code)
                throw Died(spec, log, code);
            if (!processes.IsAlive(process))
                throw Died(spec, log, null);
            if (await probe.AskAsync(spec.Ready, cancellation) is not { } problem)
                return;
            last = problem;
            step.Update($"waiting: {last}");
            await Task.Delay(50, cancellation);
        }

        throw new PlatformException(
            $"\"{spec.Name}\" did not become ready within {spec.ReadyTimeout.TotalSeconds:0} s: {last}.",
            $"Read the log \"{folder.LogFile(spec.Name)}\"; allow more time with stack.readyTimeout in .talos-dev/config.yaml.",
            folder.LogTail(spec.Name, log));
    }

    private PlatformException Died(HostProcessSpec spec, long log, int? code)
    {
        var taken = spec.Ports.Values.Where(IsTaken).ToList();
        var tail = folder.LogTail(spec.Name, log);
        if (taken.Count > 0 && tail.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
            return new PortTakenException(spec.Name, taken, tail);
        var ending = code switch
        {
            null => "ended",
            > 128 => $"was ended by signal {code - 128}",
            _ => $"ended with exit code {code}",
        };
        return new PlatformException($"\"{spec.Name}\" {ending} right after its start.", $"Read the log \"{folder.LogFile(spec.Name)}\".", tail);
    }

    private static bool IsTaken(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}

/// <summary>A process could not listen because somebody else took its port between our check and its start.</summary>
public sealed class PortTakenException(string name, IReadOnlyList<int> ports, string output)
    : PlatformException($"\"{name}\" cannot listen: port {string.Join(", ", ports)} was taken meanwhile.", "Run again: another port is chosen.", output)
{
    /// <summary>The ports that were taken.</summary>
    public IReadOnlyList<int> Ports { get; } = ports;
}
