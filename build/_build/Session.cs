using System.Runtime.InteropServices;
using Spectre.Console;
using TalosBuild.Targets;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Shared.Text;

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
        return (settings with
        {
            Cluster = settings.Cluster with { Name = Valid(build.ClusterName) ?? settings.Cluster.Name, Provider = build.Provider ?? settings.Cluster.Provider, Quota = Quota(build.Quota) ?? settings.Cluster.Quota },
            Stack = settings.Stack with { ReadyTimeout = Duration("--wait-timeout", build.WaitTimeout) ?? settings.Stack.ReadyTimeout, Without = build.Without is { Length: > 0 } without ? [.. Known("--without", without, PlatformFiles.ComponentNames(workspace))] : settings.Stack.Without },
            Samples = build.Samples is { Length: > 0 } samples ? [.. Known("--samples", samples, PlatformFiles.SampleNames(workspace))] : settings.Samples,
            Strict = build.Strict || settings.Strict,
        }).With(build).WithNodes(build);
    }

    private static string? Valid(string? name) => name is not null && SettingsRules.ClusterNameProblem(name) is { } problem
        ? throw new PlatformException($"--cluster-name: {problem}.")
        : name;

    private static TimeSpan? Duration(string parameter, string? text) => text is null ? null
        : Durations.TryParse(text) is { } duration && duration > TimeSpan.Zero ? duration
        : throw new PlatformException($"\"{text}\" is not valid for {parameter}.", "Write a duration such as \"90s\" or \"5m\".");

    private static string? Quota(string? size) => size is null ? null : Known("--quota", [size], SettingsRules.Quotas)[0];

    private static string[] Known(string parameter, string[] names, IReadOnlyList<string> valid) => Array.Find(names, name => !valid.Contains(name)) is { } unknown
        ? throw new PlatformException($"\"{unknown}\" is not valid for {parameter}.", NearestName.Hint(unknown, [.. valid]))
        : names;

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
