using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TalosBuild.Engine.Compatibility.Components;

/// <summary>Targets to interrupt. Each prints a line of process ids when it waits.</summary>
internal interface ISlow : INukeBuild
{
    /// <summary>Waits for a process, and has started a grandchild and a process in a session of its own.</summary>
    Target Waiting => _ => _
        .Executes(() =>
        {
            using var child = Start("sh", "-c", "sleep 301 & wait");
            using var detached = Start("setsid", "sh", "-c", "exec sleep 302 > /dev/null 2>&1");
            Ready(child.Id, detached.Id);
            child.WaitForExit();
        });

    /// <summary>Never ends, nor does its child, which ignores requests to.</summary>
    Target Stubborn => _ => _
        .Executes(() =>
        {
            using var child = Start("sh", "-c", "trap '' INT TERM; while :; do sleep 1; done");
            Ready(child.Id);
            Thread.Sleep(Timeout.Infinite);
        });

    /// <summary>Sees the signal itself and ends in order.</summary>
    Target Cooperative => _ => _
        .Executes(async () =>
        {
            using var stop = new CancellationTokenSource();
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => stop.Cancel());
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => stop.Cancel());
            Ready();
            try
            {
                await Task.Delay(Timeout.Infinite, stop.Token);
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine("@ Cooperative = cleaned up");
                throw;
            }
        });

    private static Process Start(string command, params string[] arguments) => Process.Start(command, arguments);

    private static void Ready(params int[] processes) => Console.WriteLine($"@ Ready = {string.Join(' ', processes)}");
}
