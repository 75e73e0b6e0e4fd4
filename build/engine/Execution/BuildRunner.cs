using System.Linq.Expressions;
using System.Runtime.InteropServices;
using Nuke.Common.Logging;
using Nuke.Common.Parameters;
using Nuke.Common.Planning;
using Nuke.Common.Reporting;

namespace Nuke.Common.Execution;

/// <summary>Takes a build from its arguments to its exit code.</summary>
internal sealed class BuildRunner<T>(BuildEnvironment environment, Expression<Func<T, Target>>[] defaultTargets)
    where T : NukeBuild, new()
{
    /// <summary>Exit code of a build that failed; a shell shows 255.</summary>
    public const int Failed = -1;

    private static readonly string[] TokensOfHosts = ["GITHUB_TOKEN", "ACTIONS_RUNTIME_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "CI_JOB_TOKEN"];

    private readonly SecretRegistry _secrets = new();
    private readonly List<string> _repeated = [];

    /// <summary>The build object, once there is one.</summary>
    public T? Build { get; private set; }

    /// <summary>Runs the build.</summary>
    /// <returns>0, <see cref="Failed"/>, 128 + the number of the signal that interrupted it, or the build's own exit code.</returns>
    public int Run()
    {
        using var console = new ConsoleGuard(_secrets);
        using var interruption = new Interruption(environment.ObservesSignals, console.Flush);
        var verbose = environment.Arguments.Any(x => ParameterNames.Key(x) is "verbose" or "verbosity=verbose");
        var reporter = ReporterFactory.Create(environment, SettingsFactory.CreateHost(environment, null), Verbosity.Normal, _secrets);
        try
        {
            var catalog = ParameterCatalog.Of(typeof(T));
            var commandLine = CommandLine.Parse(environment.Arguments, catalog.All);
            var values = Bind(catalog, commandLine, out var problems);
            var settings = SettingsFactory.Create(environment, values);
            AmbientBuild.Settings = settings;
            AmbientBuild.State = new BuildState { Parameters = values };
            reporter = ReporterFactory.Create(environment, settings.Host, settings.Verbosity, _secrets);
            HideSecrets(SecretsOf(values), reporter, console);
            var exitCode = Run(catalog, values, settings, reporter, interruption, console);
            return problems.Count == 0 ? exitCode : throw new UsageException(problems);
        }
        catch (UsageException exception)
        {
            foreach (var problem in exception.Problems) reporter.Problem(problem);
            return Failed;
        }
        catch (Exception exception)
        {
            reporter.Problem(ErrorText.Of(exception, verbose));
            return Failed;
        }
    }

    /// <summary>Binds parameters. Who asks for help gets it in spite of <paramref name="problems"/> and hears of them after it.</summary>
    private ParameterValues Bind(ParameterCatalog catalog, CommandLine commandLine, out IReadOnlyList<string> problems)
    {
        var given = commandLine.Options.GetValueOrDefault(ParameterNames.Key(BuiltInParameters.Root));
        var root = given is null ? null : IO.AbsolutePath.Create(Path.GetFullPath(given.Values.FirstOrDefault(""), environment.WorkingDirectory));
        problems = [];
        try
        {
            return new ParameterBinder(catalog, environment).Bind(commandLine, SettingsFactory.Root(environment, root));
        }
        catch (UsageException exception) when (commandLine.Options.ContainsKey(ParameterNames.Key(BuiltInParameters.Help)))
        {
            problems = exception.Problems;
            return ParameterValues.OnlyHelp;
        }
    }

    private IEnumerable<string> SecretsOf(ParameterValues values) =>
        TokensOfHosts
            .Select(x => environment.Variables.GetValueOrDefault(x, ""))
            .Concat(values.Secrets);

    private void HideSecrets(IEnumerable<string> secrets, Reporter reporter, ConsoleGuard console)
    {
        var known = _secrets.Texts.ToHashSet(StringComparer.Ordinal);
        foreach (var secret in secrets) _secrets.Add(secret);
        foreach (var text in _secrets.Texts.Where(x => !known.Contains(x))) console.WriteUnguarded(reporter.MaskCommand(text));
    }

    private int Run(
        ParameterCatalog parameters, ParameterValues values, BuildSettings settings, Reporter reporter, Interruption interruption, ConsoleGuard console)
    {
        var build = Build = new T();
        var defaults = new ParameterDefaults(build);
        var help = values.Get<bool>(BuiltInParameters.Help);
        if (help) defaults.Remember(parameters);
        ParameterInjector.Inject(build, values);
        HideSecrets(defaults.Secrets(parameters), reporter, console);
        LoggerSetup.Configure(reporter, _secrets, _repeated);
        ValueProviders.Check(build, values);

        var state = build.State;
        var catalog = state.Catalog = TargetCatalog.Of(build);
        foreach (var target in Defaults(catalog, build)) target.IsDefault = true;
        if (settings.Host is not CI.IBuildServer)
            SchemaFile.Update(settings.RootDirectory, catalog.Targets.Where(x => x.Listed).Select(x => x.Name), parameters);
        build.OnBuildCreated();

        var palette = Palette.For(environment, settings.Host);
        if (help)
        {
            Console.Out.Write(HelpText.Render(
                catalog.Targets, parameters, x => new HelpText.Facts(defaults.Of(x), ValueProviders.Choices(build, x)), palette, environment.Width));
            return build.ExitCode ?? 0;
        }

        var skips = Plan(state, catalog, values);
        if (values.Get<bool>(BuiltInParameters.Plan))
        {
            skips.ApplyStaticConditions();
            Console.Out.Write(PlanText.Render(state.Plan, palette));
            return build.ExitCode ?? 0;
        }
        return Execute(build, parameters, values, settings, reporter, interruption, skips);
    }

    private static TargetSkips Plan(BuildState state, TargetCatalog catalog, ParameterValues values)
    {
        var named = values.Get<string[]>(BuiltInParameters.Target) ?? [];
        var invoked = named.Length > 0 ? catalog.Resolve(named) : [.. catalog.Targets.Where(x => x.IsDefault)];
        if (invoked.Count == 0) throw new UsageException("No target is named and the build has no default. --help lists the targets.");
        var skip = values.Get<string[]>(BuiltInParameters.Skip) is { } names ? catalog.Resolve(names) : null;
        foreach (var target in invoked) target.Invoked = true;
        var order = Planner.Order(catalog.Graph, [.. invoked.Select(x => x.Name).Distinct()]);
        state.Plan = [.. order.Select(name => catalog.Targets.First(x => x.Name == name))];
        foreach (var target in state.Plan) target.Status = ExecutionStatus.Scheduled;
        var skips = new TargetSkips(state.Plan);
        if (skip is { Count: 0 }) skips.SkipAllNotInvoked();
        else skips.SkipNamed(skip ?? []);
        return skips;
    }

    private int Execute(
        T build, ParameterCatalog parameters, ParameterValues values, BuildSettings settings, Reporter reporter, Interruption interruption, TargetSkips skips)
    {
        if (!values.Get<bool>(BuiltInParameters.NoLogo))
            reporter.Logo($"NUKE-compatible engine {Version} · .NET {Environment.Version} · {RuntimeInformation.RuntimeIdentifier} · {settings.Host}");
        var attempt = new PreviousAttempt(settings.TemporaryDirectory / "build-attempt.log", Invocation(values), _secrets);
        if (values.Get<bool>(BuiltInParameters.Continue)) skips.SkipSucceeded(attempt.Succeeded());

        try
        {
            build.OnBuildInitialized();
            skips.ApplyStaticConditions();
            RequirementCheck.Run(build.State.Plan, parameters, values);
        }
        catch
        {
            foreach (var target in build.ScheduledTargets) target.Status = ExecutionStatus.NotRun;
            build.OnBuildFinished();
            throw;
        }

        attempt.Begin(build.State.Plan.Where(x => x.Skipped == TargetSkips.AlreadySucceeded));
        new TargetExecutor(build, skips, reporter, interruption, environment.Clock, attempt).Run();
        var outcome = interruption.Signal is not null ? BuildOutcome.Interrupted : build is { IsFinished: true, IsSucceeding: true } ? BuildOutcome.Succeeded : BuildOutcome.Failed;
        reporter.Summary(new BuildSummary(build.State.Plan, outcome, interruption.SignalName, _repeated));
        build.OnBuildFinished();
        return interruption.ExitCode ?? build.ExitCode ?? (outcome == BuildOutcome.Succeeded ? 0 : Failed);
    }

    private IEnumerable<ExecutableTarget> Defaults(TargetCatalog catalog, T build) =>
        defaultTargets.Select(x =>
        {
            var member = MemberExpressions.TryMember(x);
            var byName = member is null ? null : catalog.Targets.Find(target => target.Name == member.Name[(member.Name.LastIndexOf('.') + 1)..]);
            return byName ?? catalog.Find(x.Compile(preferInterpretation: true)(build))
                ?? throw new BuildDefinitionException($"Default target '{x}' is no target of the build.");
        });

    /// <summary>What identifies an invocation: its arguments, without secrets and without what only resumes it.</summary>
    private static string Invocation(ParameterValues values) =>
        string.Join(' ', values.Entries
            .Where(x => x.Raw.Source.StartsWith('-') || x.Raw.Source.Length == 0)
            .Where(x => !(x.Model.Member is null && x.Model.Name is BuiltInParameters.Continue or BuiltInParameters.NoLogo or BuiltInParameters.Verbosity))
            .OrderBy(x => x.Model.Name, StringComparer.Ordinal)
            .Select(x => x.Model.IsSecret ? x.Model.Option : $"{x.Model.Option} {string.Join(' ', x.Raw.Texts.Select(text => text.ReplaceLineEndings("\\n")))}"));

    private static string Version => typeof(NukeBuild).Assembly.GetName().Version?.ToString(3) ?? "";
}
