using System.Runtime.InteropServices;
using Spectre.Console;
using TalosBuild.Targets;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;

namespace TalosBuild;

/// <summary>What the targets of one invocation share: the run, and a token that Ctrl+C and SIGTERM cancel.</summary>
internal sealed class Session : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<PosixSignalRegistration> _signals;

    private Session(RunContext run)
    {
        Run = run;
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    public RunContext Run { get; }

    public CancellationToken Stopping => _stopping.Token;

    public static Session Open(IPlatformBuild build)
    {
        var workspace = FindWorkspace(build.Workspace);
        var services = RunServices.Create(Progress(), new Redactor());
        services.Redactor.Add(build.GithubToken);
        return new Session(new RunContext(services, workspace, Settings(build, workspace, services)));
    }

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _stopping.Dispose();
        Run.Dispose();
    }

    private static RunSettings Settings(IPlatformBuild build, Workspace workspace, RunServices services)
    {
        var providers = services.Providers(workspace, new RunSettings()).Select(p => p.Name).ToList();
        var settings = ConfigFile.Load(workspace.Root, build.Config, providers, PlatformFiles.ComponentNames(workspace), PlatformFiles.SampleNames(workspace));
        return ParameterSettings.Over(settings, build, workspace).With(build).WithNodes(build);
    }

    private static Workspace FindWorkspace(string? chosen)
    {
        var platform = (string)NukeBuild.RootDirectory;
        var folder = Path.GetFullPath(chosen ?? Directory.GetCurrentDirectory());
        if (!Directory.Exists(folder))
            throw new PlatformException($"The workspace \"{folder}\" does not exist.", "Give --workspace the folder of your repository.");
        var inside = folder == platform || folder.StartsWith(platform + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return new Workspace(chosen is null && inside ? platform : folder, platform);
    }

    private static IProgressReporter Progress() =>
        Console.IsOutputRedirected || NukeBuild.IsServerBuild || Environment.GetEnvironmentVariable("TERM") is null or "dumb"
            ? new LineProgressReporter(Console.Out)
            : new TerminalProgressReporter(AnsiConsole.Console);

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_stopping.IsCancellationRequested)
            _stopping.Cancel();
    }
}
