using System.Diagnostics;
using System.Text;

namespace TalosPlatform.Tests.Build;

/// <summary>Runs <c>build.sh</c> as a user does.</summary>
internal static class BuildScript
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    /// <summary>Starts it; the process is the build itself, since the script replaces itself by it.</summary>
    public static RunningBuild Start(string workspace, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "build.sh"), [.. arguments, "--workspace", workspace])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workspace,
        };
        start.Environment["NO_COLOR"] = "1";
        return new RunningBuild(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string workspace, params string[] arguments)
    {
        using var build = Start(workspace, arguments);
        using var deadline = new CancellationTokenSource(Deadline);
        return (await build.EndAsync(deadline.Token), build.Output);
    }
}

/// <summary>A build under way.</summary>
internal sealed class RunningBuild : IDisposable
{
    private readonly StringBuilder _output = new();
    private readonly Lock _gate = new();

    public RunningBuild(Process process)
    {
        Process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    public Process Process { get; }

    public string Output
    {
        get
        {
            lock (_gate)
                return _output.ToString();
        }
    }

    public async Task<int> EndAsync(CancellationToken cancellation)
    {
        await Process.WaitForExitAsync(cancellation);
        return Process.ExitCode;
    }

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill(entireProcessTree: true);
        Process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_gate)
            _output.AppendLine(line);
    }
}
