using System.Runtime.InteropServices;
using Nuke.Common.Reporting;

namespace Nuke.Common.Execution;

/// <summary>
/// What happens on Ctrl+C, SIGTERM and SIGHUP: the running target gets time to end by itself, then the processes it started
/// are ended, then it is left behind. A second signal ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan HandlerTime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan OwnTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ChildrenTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LastTime = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Action _flush;
    private int _signals;

    /// <param name="observe">False leaves signals to whoever else handles them.</param>
    /// <param name="flush">Writes what output is held back, before the process ends at once.</param>
    public Interruption(bool observe, Action flush)
    {
        _flush = flush;
        if (!observe) return;
        PosixSignal[] signals = OperatingSystem.IsWindows()
            ? [PosixSignal.SIGINT, PosixSignal.SIGTERM]
            : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        foreach (var signal in signals) _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
    }

    /// <summary>The first signal that came, or null.</summary>
    public PosixSignal? Signal { get; private set; }

    public string? SignalName => Signal?.ToString();

    /// <summary>128 + the signal's number, or null.</summary>
    public int? ExitCode => Signal switch
    {
        null => null,
        PosixSignal.SIGINT => 130,
        PosixSignal.SIGHUP => 129,
        _ => 143,
    };

    /// <summary>Waits until the work is done or, after a signal, given up.</summary>
    /// <returns>True when a signal came first.</returns>
    public bool WaitFor(Task work)
    {
        if (Task.WaitAny(work, _requested.Task) == 0)
        {
            // A build that observes signals itself may hear of one, and cancel its work, just before the engine does.
            if (_registrations.Count > 0 && IsCancelled(work)) _requested.Task.Wait(HandlerTime);
            return Signal is not null;
        }

        // Processes may lose their parents meanwhile, so that they can no longer be found later.
        var children = ChildProcesses.OfThisProcess();
        var ended = Ends(work, OwnTime);
        children = children.Merge(ChildProcesses.OfThisProcess());
        children.Terminate();
        ended = ended || Ends(work, ChildrenTime);
        children = children.Merge(ChildProcesses.OfThisProcess());
        children.WaitForEnd(ended ? LastTime : TimeSpan.Zero);
        children.Kill();
        if (!ended && !Ends(work, LastTime)) Console.Out.WriteLine("The target does not end: it is left behind.");
        return true;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private static bool IsCancelled(Task work) =>
        work.Exception is { } exception && ErrorText.Unwrap(exception).Any(x => x is OperationCanceledException);

    private static bool Ends(Task work, TimeSpan within) => Task.WaitAny([work], within) == 0;

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 1)
        {
            Signal = context.Signal;
            Console.Out.WriteLine($"\n{context.Signal}: stopping; once more to exit at once.");
            _requested.TrySetResult();
            return;
        }
        ChildProcesses.OfThisProcess().Kill();
        _flush();
        Environment.Exit(ExitCode ?? 130);
    }
}
