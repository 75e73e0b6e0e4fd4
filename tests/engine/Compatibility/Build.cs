using TalosBuild.Engine.Compatibility.Components;

namespace TalosBuild.Engine.Compatibility;

/// <summary>
/// Uses every member of the surface that the engine and the Nuke packages share. It compiles against either, and prints what
/// it sees, so that the two can be compared.
/// </summary>
internal sealed class Build : NukeBuild, IPack, IRestore, ICompileFast, IOptional, ISlow
{
    [Parameter("Text")] readonly string Text = "unset";
    [Parameter("Number")] readonly int? Number;
    [Parameter("Choice")] readonly Choice Choice = Choice.Second;
    [Parameter("Numbers", Separator = ",")] readonly int[] Numbers = [];
    [Parameter("Path")] readonly AbsolutePath Output = RootDirectory / "out";
    [Parameter("Duration")] readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    [Parameter("Renamed", Name = "Alias", List = false)] readonly string? Original;
    [Parameter("Provided", ValueProviderMember = nameof(Cities))] readonly string? City;
    [Parameter("Key"), Secret] readonly string? ApiKey;
    [Parameter("Where it breaks")] readonly string Break = "";
    [Parameter("What is skipped")] readonly string Off = "";

    readonly List<string> _events = [];

    static IEnumerable<string> Cities => ["Fra", "Ams"];

    public static int Main() => Execute<Build>(x => x.Default);

    Target Default => _ => _
        .Description("Stands for its dependencies")
        .DependsOn<IPack>(x => x.Pack)
        .DependsOn(Static, Dynamic);

    Target Clean => _ => _
        .Before<IRestore>()
        .Executes(() => Do("Clean"));

    Target Static => _ => _
        .OnlyWhenStatic(() => Off != "Static")
        .DependsOn(StaticOnly)
        .Executes(() => Do("Static"));

    Target StaticOnly => _ => _
        .Unlisted()
        .Executes(() => Do("StaticOnly"));

    Target Dynamic => _ => _
        .OnlyWhenDynamic(() => Off != "Dynamic")
        .DependsOn(DynamicOnly)
        .Executes(() => Do("Dynamic"));

    Target DynamicOnly => _ => _
        .Executes(() => Do("DynamicOnly"));

    Target Keeping => _ => _
        .OnlyWhenStatic(() => Off != "Keeping")
        .WhenSkipped(DependencyBehavior.Execute)
        .DependsOn(DynamicOnly)
        .Executes(() => Do("Keeping"));

    Target Proceeding => _ => _
        .ProceedAfterFailure()
        .Executes(() => Do("Proceeding"));

    Target AfterProceeding => _ => _
        .DependsOn(Proceeding)
        .Executes(() => Do("AfterProceeding"));

    Target Assured => _ => _
        .After(AfterProceeding, Dynamic)
        .After<ISlow>(x => x.Waiting, x => x.Stubborn, x => x.Cooperative)
        .AssuredAfterFailure()
        .Executes(() => Do("Assured"));

    Target Trigger => _ => _
        .Triggers(Triggered)
        .Executes(() => Do("Trigger"));

    Target Triggered => _ => _
        .DependsOn(DynamicOnly)
        .Executes(() => Do("Triggered"));

    Target TriggeredBy => _ => _
        .TriggeredBy(Triggered)
        .Executes(() => Do("TriggeredBy"));

    Target Dependent => _ => _
        .DependentFor(Trigger)
        .Executes(() => Do("Dependent"));

    Target Asynchronous => _ => _
        .Executes(async () =>
        {
            await Task.Delay(10);
            Do("Asynchronous");
        });

    Target Function => _ => _
        .Executes(() => _events.Remove("none"))
        .Executes(() => Do("Function"), () => Do("Function again"));

    Target Requiring => _ => _
        .DependsOn(DynamicOnly)
        .Requires(() => Original)
        .Requires(() => Number)
        .Requires(() => Choice == Choice.Second)
        .Executes(() => Do("Requiring"));

    Target Inheriting => _ => _
        .Inherit(DynamicOnly)
        .Executes(() => Do("Inheriting"));

    Target ICompile.Compile => _ => _
        .Inherit<ICompileFast>()
        .Executes(() => Do("Class"));

    Target Metadata => _ => _
        .Produces("out/*.zip")
        .Consumes(DynamicOnly)
        .Partition(2)
        .Executes(() => Do("Metadata"));

    Target ExitsWith => _ => _
        .Executes(() => ExitCode = 7);

    Target Show => _ => _
        .Executes(() =>
        {
            Say("Text", Text);
            Say("Number", Number);
            Say("Choice", Choice);
            Say("Numbers", string.Join('+', Numbers));
            Say("Output", Output.ToString().Replace(RootDirectory.ToString(), "<root>", StringComparison.Ordinal));
            Say("Patience", Patience);
            Say("Alias", Original);
            Say("City", City);
            Say("ApiKey", ApiKey?.Length);
            Say("Prefixed", ((IOptional)this).Value);
            Say("Count", ((IOptional)this).Count);
            Say("Tags", string.Join('+', ((IOptional)this).Tags));
            Say("Verbosity", Verbosity);
            Say("Local", IsLocalBuild && !IsServerBuild);
            Say("Host", Host is Terminal);
            Say("GitHub", GitHubActions.Instance?.Repository);
            Say("GitLab", GitLab.Instance?.ProjectPath);
            Say("Server", (Host as IBuildServer)?.Commit);
            Say("Temporary", TemporaryDirectory == RootDirectory / ".nuke" / "temp" && TemporaryDirectory.DirectoryExists());
            Say("Project", BuildProjectDirectory is not null);
            Say("Plan", string.Join('+', ExecutionPlan.Select(x => x.Name)));
            Say("Invoked", string.Join('+', InvokedTargets.Select(x => x.Name)));
            Say("Scheduled", ScheduledTargets.Count);
            Say("Failed", FailedTargets.Contains(Show));
            Say("Succeeding", IsSucceeding && !IsFailing && !IsFinished);
            ReportSummary(_ => _.AddPair("Text", Text).AddPair("Count", 3));
        });

    Target Paths => _ => _
        .Executes(() =>
        {
            var directory = TemporaryDirectory / "paths";
            directory.CreateOrCleanDirectory();
            (directory / "a").CreateDirectory();
            (directory / "a" / "b" + ".txt").WriteAllText("text\n");
            AbsolutePath rooted = "/x/y/../z.tar.gz";
            Say("Rooted", rooted);
            Say("Parts", $"{rooted.Name} {rooted.NameWithoutExtension} {rooted.Extension} {rooted.Parent}");
            Say("Read", (directory / "a" / "b.txt").ReadAllText().Trim());
            Say("Exists", $"{(directory / "a").DirectoryExists()} {(directory / "a").FileExists()} {(directory / "a/b.txt").FileExists()}");
            Say("Glob", string.Join(' ', directory.GlobFiles("**/*.txt").Select(x => x.Name)));
            (directory / "a" / "b.txt").DeleteFile();
            directory.DeleteDirectory();
            Say("Gone", !directory.DirectoryExists());
        });

    protected override void OnBuildCreated() => _events.Add("created");

    protected override void OnBuildInitialized() => _events.Add("initialized");

    protected override void OnBuildFinished()
    {
        Say("Events", string.Join(", ", _events));
        Say("Statuses", string.Join(' ', ExecutionPlan.Select(x => $"{x.Name}:{x.Status}")));
    }

    protected override void OnTargetRunning(string target) => _events.Add("running " + target);

    protected override void OnTargetSkipped(string target) => _events.Add("skipped " + target);

    protected override void OnTargetSucceeded(string target) => _events.Add("succeeded " + target);

    protected override void OnTargetFailed(string target) => _events.Add("failed " + target);

    public void Do(string name)
    {
        if (name == Break) throw new InvalidOperationException($"{name} is broken");
        _events.Add(name);
        Log.Information("did {Name}", name);
    }

    /// <summary>Lines of this form are compared between the engines.</summary>
    private static void Say(string name, object? value) => Console.WriteLine($"@ {name} = {value}");
}
