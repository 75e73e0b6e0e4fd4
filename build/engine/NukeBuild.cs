using System.Linq.Expressions;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Parameters;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>
/// Base of a build class. Derive, declare targets and parameters as members or through component interfaces, and start it
/// with <c>public static int Main() => Execute&lt;Build&gt;(x => x.Default);</c>.
/// </summary>
public abstract class NukeBuild : INukeBuild
{
    private readonly BuildState _state = AmbientBuild.State;

    /// <summary>Directory that contains <c>.nuke</c>, found upwards from the current folder, else from the build's assembly.</summary>
    public static AbsolutePath RootDirectory => AmbientBuild.Settings.RootDirectory;

    /// <summary><c>.nuke/temp</c> below the root; exists.</summary>
    public static AbsolutePath TemporaryDirectory => AmbientBuild.Settings.TemporaryDirectory;

    /// <summary>The build's assembly, or null when it cannot be told.</summary>
    public static AbsolutePath? BuildAssemblyFile => AmbientBuild.Settings.BuildAssemblyFile;

    /// <summary>Directory of the build's assembly.</summary>
    public static AbsolutePath? BuildAssemblyDirectory => BuildAssemblyFile?.Parent;

    /// <summary>The build's project file, found upwards from the assembly.</summary>
    public static AbsolutePath? BuildProjectFile => AmbientBuild.Settings.BuildProjectFile;

    /// <summary>Directory of the build's project file.</summary>
    public static AbsolutePath? BuildProjectDirectory => BuildProjectFile?.Parent;

    /// <summary>How much the build prints; <c>--verbosity</c>.</summary>
    public static Verbosity Verbosity
    {
        get => AmbientBuild.Settings.Verbosity;
        set => AmbientBuild.Settings.Verbosity = value;
    }

    /// <summary>Where the build runs; <c>--host</c>.</summary>
    public static Host Host => AmbientBuild.Settings.Host;

    /// <summary>True on a developer's machine.</summary>
    public static bool IsLocalBuild => !IsServerBuild;

    /// <summary>True on a continuous integration server.</summary>
    public static bool IsServerBuild => Host is CI.IBuildServer;

    /// <summary>The planned targets in the order they run. Empty until the plan is made.</summary>
    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan => _state.Plan;

    /// <summary>Targets the user asked for.</summary>
    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => [.. ExecutionPlan.Where(x => x.Invoked)];

    /// <summary>Targets that are skipped.</summary>
    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => WithStatus(ExecutionStatus.Skipped);

    /// <summary>Targets still to run.</summary>
    public IReadOnlyCollection<ExecutableTarget> ScheduledTargets => WithStatus(ExecutionStatus.Scheduled);

    /// <summary>Targets that are running.</summary>
    public IReadOnlyCollection<ExecutableTarget> RunningTargets => WithStatus(ExecutionStatus.Running);

    /// <summary>Targets an interruption ended.</summary>
    public IReadOnlyCollection<ExecutableTarget> AbortedTargets => WithStatus(ExecutionStatus.Aborted);

    /// <summary>Targets that failed.</summary>
    public IReadOnlyCollection<ExecutableTarget> FailedTargets => WithStatus(ExecutionStatus.Failed);

    /// <summary>Targets that succeeded.</summary>
    public IReadOnlyCollection<ExecutableTarget> SucceededTargets => WithStatus(ExecutionStatus.Succeeded);

    /// <summary>Targets that have an outcome.</summary>
    public IReadOnlyCollection<ExecutableTarget> FinishedTargets =>
        [.. ExecutionPlan.Where(x => x.Status is not (ExecutionStatus.Scheduled or ExecutionStatus.Running or ExecutionStatus.NotRun))];

    /// <summary>True when every planned target has an outcome.</summary>
    public bool IsFinished => ScheduledTargets.Count == 0 && RunningTargets.Count == 0;

    /// <summary>True while no target has failed or was aborted.</summary>
    public bool IsSucceeding => !IsFailing;

    /// <summary>True once a target has failed or was aborted.</summary>
    public bool IsFailing => ExecutionPlan.Any(x => x.Status is ExecutionStatus.Failed or ExecutionStatus.Aborted or ExecutionStatus.NotRun);

    /// <summary><c>--continue</c>: targets that succeeded in the attempt before are skipped.</summary>
    public bool Continue => _state.Parameters.Get<bool>(BuiltInParameters.Continue);

    /// <summary><c>--help</c>: targets and parameters are shown, nothing runs.</summary>
    public bool Help => _state.Parameters.Get<bool>(BuiltInParameters.Help);

    /// <summary><c>--no-logo</c>: the first line is left out.</summary>
    public bool NoLogo => _state.Parameters.Get<bool>(BuiltInParameters.NoLogo);

    /// <summary><c>--plan</c>: the plan is shown, nothing runs.</summary>
    public bool Plan => _state.Parameters.Get<bool>(BuiltInParameters.Plan);

    /// <summary>Exit code of the process, when the build wants its own.</summary>
    public int? ExitCode { get; set; }

    AbsolutePath INukeBuild.RootDirectory => RootDirectory;
    AbsolutePath INukeBuild.TemporaryDirectory => TemporaryDirectory;
    AbsolutePath? INukeBuild.BuildAssemblyFile => BuildAssemblyFile;
    AbsolutePath? INukeBuild.BuildAssemblyDirectory => BuildAssemblyDirectory;
    AbsolutePath? INukeBuild.BuildProjectFile => BuildProjectFile;
    AbsolutePath? INukeBuild.BuildProjectDirectory => BuildProjectDirectory;
    Verbosity INukeBuild.Verbosity => Verbosity;
    Host INukeBuild.Host => Host;
    bool INukeBuild.IsLocalBuild => IsLocalBuild;
    bool INukeBuild.IsServerBuild => IsServerBuild;

    /// <summary>Runs a build with the arguments of this process.</summary>
    /// <typeparam name="T">The build class.</typeparam>
    /// <param name="defaultTargets">Targets to run when none is named.</param>
    /// <returns>0 when all went well, -1 when not, or the build's own <see cref="ExitCode"/>.</returns>
    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargets) where T : NukeBuild, new() =>
        ProcessEntry.Run(defaultTargets);

    /// <inheritdoc/>
    T? INukeBuild.TryGetValue<T>(Expression<Func<T>> parameterExpression) where T : class =>
        (T?)_state.Parameters.Find(MemberExpressions.Member(parameterExpression), typeof(T));

    /// <inheritdoc/>
    T? INukeBuild.TryGetValue<T>(Expression<Func<object?>> parameterExpression) where T : default =>
        _state.Parameters.Find(MemberExpressions.Member(parameterExpression), typeof(T)) is T value ? value : default;

    /// <inheritdoc/>
    public void ReportSummary(Configure<Dictionary<string, string>>? configurator = null)
    {
        if (configurator is null) return;
        var target = _state.Running ?? throw new InvalidOperationException("ReportSummary can be called only while a target runs.");
        configurator(target.SummaryInformation);
    }

    /// <summary>Called when the build object exists and its parameters are set, before anything is planned.</summary>
    protected internal virtual void OnBuildCreated() { }

    /// <summary>Called when the plan is made, before requirements are checked.</summary>
    protected internal virtual void OnBuildInitialized() { }

    /// <summary>Called after the summary.</summary>
    protected internal virtual void OnBuildFinished() { }

    /// <summary>Called before a target runs.</summary>
    /// <param name="target">Name of the target.</param>
    protected internal virtual void OnTargetRunning(string target) { }

    /// <summary>Called when a target is skipped.</summary>
    /// <param name="target">Name of the target.</param>
    protected internal virtual void OnTargetSkipped(string target) { }

    /// <summary>Called when a target has succeeded.</summary>
    /// <param name="target">Name of the target.</param>
    protected internal virtual void OnTargetSucceeded(string target) { }

    /// <summary>Called when a target has failed.</summary>
    /// <param name="target">Name of the target.</param>
    protected internal virtual void OnTargetFailed(string target) { }

    internal BuildState State => _state;

    private ExecutableTarget[] WithStatus(ExecutionStatus status) => [.. ExecutionPlan.Where(x => x.Status == status)];
}
