namespace TalosBuild.Engine.Tests.Reporting;

public class DocumentationTests
{
    private enum Profile
    {
        Minimal,
        Standard,
    }

    private interface IDeploy : INukeBuild
    {
        [Parameter("How many workers there are; enough for the samples unless you bring many services of your own with large images")]
        int Workers => TryGetValue<int?>(() => Workers) ?? 2;

        [Parameter("Regions to deploy to", Separator = ",")]
        string[] Regions => TryGetValue(() => Regions) ?? ["fra1"];

        Target Deploy => _ => _
            .Description("Puts the stack into the cluster and waits until every component answers")
            .DependsOn<IProvision>()
            .Executes(() => { });
    }

    private interface IProvision : INukeBuild
    {
        Target Provision => _ => _.Description("Starts the cluster").Executes(() => { });
    }

    private sealed class Build : NukeBuild, IProvision, IDeploy
    {
        [Parameter("Which parts of the stack")] readonly Profile StackProfile = Profile.Standard;
        [Parameter("Key of the registry"), Secret] readonly string RegistryKey = "do-not-show";
        [Parameter("Where results go")] readonly AbsolutePath Artifacts = RootDirectory / "artifacts";
        [Parameter("Give up after"), Required] readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
        [Parameter] readonly bool Offline;
        [Parameter(List = false)] readonly string? Internal;
        [Parameter("City", ValueProviderMember = nameof(Cities))] readonly string? City;

        static string[] Cities => ["Fra", "Ams"];

        public Target Verify => _ => _.Description("Checks everything").DependsOn<IDeploy>(x => x.Deploy).Triggers(Report).OnlyWhenDynamic(() => !Offline).Executes(() => { });
        Target Lint => _ => _.Before<IDeploy>(x => x.Deploy).Executes(() => { });
        Target Report => _ => _.DependsOn(Lint).Executes(() => { });
        Target Hidden => _ => _.Unlisted().Executes(() => { });
        Target Optional => _ => _.OnlyWhenStatic(() => IsServerBuild).DependentFor(Report).Executes(() => { });
    }

    [Fact]
    public void Help()
    {
        using var run = new BuildRun().Run<Build>("--help", x => x.Verify);
        Golden.Check("help.txt", run.Output);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Help_shows_defaults_not_values()
    {
        using var run = new BuildRun().Run<Build>("--help", x => x.Verify);
        var plain = run.Output;
        Assert.Equal(plain, run.Run<Build>("--help --workers 99 --stack-profile minimal", x => x.Verify).Output);
    }

    [Fact]
    public void Help_comes_in_spite_of_mistakes()
    {
        using var run = new BuildRun().WithFile(".nuke/parameters.json", "{").Run<Build>("--help --wrokers 3", x => x.Verify);
        Assert.Contains("--workers <integer>", run.Output, StringComparison.Ordinal);
        Assert.Contains("Unknown argument '--wrokers'", run.Error, StringComparison.Ordinal);
        Assert.Contains("malformed JSON", run.Error, StringComparison.Ordinal);
        Assert.Equal(-1, run.ExitCode);
    }

    [Fact]
    public void Plan()
    {
        using var run = new BuildRun().Run<Build>("Verify Provision --plan", x => x.Verify);
        Golden.Check("plan.txt", run.Output);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("Provision:Scheduled Lint:Scheduled Deploy:Scheduled Verify:Scheduled Optional:Skipped Report:Scheduled", run.Statuses);
    }

    [Fact]
    public void Schema()
    {
        using var run = new BuildRun().Run<Build>("--help", x => x.Verify);
        Golden.Check("build.schema.json", (run.Root / ".nuke/build.schema.json").ReadAllText());
    }

    [Fact]
    public void The_schema_is_written_only_when_it_changes()
    {
        using var run = new BuildRun().Run<Build>("--help", x => x.Verify);
        var file = run.Root / ".nuke/build.schema.json";
        var content = file.ReadAllText();
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        run.Run<Build>("--help", x => x.Verify);
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file));
        file.WriteAllText("{}");
        run.Run<Build>("--plan", x => x.Verify);
        Assert.Equal(content, file.ReadAllText());
    }

    [Fact]
    public void A_server_leaves_the_schema_alone()
    {
        using var run = new BuildRun().WithVariable("GITLAB_CI", "true").Run<Build>("--help", x => x.Verify);
        Assert.False((run.Root / ".nuke/build.schema.json").FileExists());
    }
}
