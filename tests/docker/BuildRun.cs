using System.Diagnostics;
using TalosPlatform.Tests.Build;
using TalosPlatform.Tests.Docker.Engine;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Docker;

/// <summary>Runs <c>build.sh</c> as a user does, on the engine of the tests and with the stand-in for talosctl first in PATH.</summary>
internal sealed class BuildRun : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private readonly RealDocker _docker;
    private readonly TemporaryFolder _folder = new();

    public BuildRun(RealDocker docker)
    {
        _docker = docker;
        var talosctl = _folder.Write("bin/talosctl", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "StandIn", "talosctl.sh")));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(talosctl, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(_folder.File("cache"));
    }

    /// <summary>What the stand-in is told.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string NewWorkspace(string name) => Directory.CreateDirectory(_folder.File(name)).FullName;

    public RunningBuild Start(string workspace, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "build.sh"), [.. arguments, "--workspace", workspace, "--provider", "talos"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workspace,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        start.Environment["NO_COLOR"] = "1";
        // What talosctl must not see: it would run another image.
        start.Environment["TAG"] = "v0.0.1";
        start.Environment["DOCKER_HOST"] = _docker.Host;
        start.Environment["TALOS_DEV_TOOL_CACHE"] = _folder.File("cache");
        start.Environment["PATH"] = $"{_folder.File("bin")}:{System.Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin";
        return new RunningBuild(Process.Start(start)!);
    }

    public async Task<(int ExitCode, string Output)> RunAsync(string workspace, params string[] arguments)
    {
        using var build = Start(workspace, arguments);
        using var deadline = new CancellationTokenSource(Deadline);
        return (await build.EndAsync(deadline.Token), build.Output);
    }

    public void Dispose() => _folder.Dispose();
}
