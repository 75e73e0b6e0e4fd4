namespace TalosBuild.Engine.Tests.Execution;

public class RequirementTests
{
    private interface IDeploy : INukeBuild
    {
        [Parameter] string? ApiKey => TryGetValue(() => ApiKey);
        [Parameter] int? Replicas => TryGetValue<int?>(() => Replicas);
        [Parameter] string[]? Regions => TryGetValue(() => Regions);

        Target Deploy => _ => _
            .Requires(() => ApiKey, () => ApiKey)
            .Requires(() => Replicas)
            .Requires(() => Regions)
            .Executes(() => { });
    }

    private sealed class Build : NukeBuild, IDeploy
    {
        [Parameter] readonly string? Name;
        [Parameter] readonly bool Allowed;
        [Parameter] readonly bool Off;
        readonly string? _unset = null;

        public bool IsOver { get; private set; }

        protected internal override void OnBuildFinished() => IsOver = true;

        Target First => _ => _.Executes(() => { });
        Target Named => _ => _.DependsOn(First).Requires(() => Name).Executes(() => { });
        Target Conditional => _ => _.DependsOn(First).Requires(() => Allowed).Executes(() => { });
        Target OtherMember => _ => _.DependsOn(First).Requires(() => _unset).Executes(() => { });
        Target Skipped => _ => _.OnlyWhenStatic(() => !Off).DependsOn(First).Requires(() => Name).Executes(() => { });
    }

    private sealed class Strict : NukeBuild
    {
        [Parameter, Required] readonly string? Region;
        [Parameter, Required] readonly int Nodes;

        Target Go => _ => _.Executes(() => { });
    }

    [Theory]
    [InlineData("Named", "Error: Target 'Named' requires parameter '--name'. Pass it, or set NUKE_NAME.\n")]
    [InlineData("Conditional", "Error: Target 'Conditional' requires: Allowed\n")]
    [InlineData("OtherMember", "Error: Target 'OtherMember' requires '_unset', which has no value.\n")]
    [InlineData("Deploy", """
        Error: Target 'Deploy' requires parameter '--api-key'. Pass it, or set NUKE_API_KEY.
        Error: Target 'Deploy' requires parameter '--replicas'. Pass it, or set NUKE_REPLICAS.
        Error: Target 'Deploy' requires parameter '--regions'. Pass it, or set NUKE_REGIONS.

        """)]
    public void Nothing_runs_when_something_is_missing(string arguments, string error)
    {
        using var run = new BuildRun().Run<Build>(arguments);
        Assert.Equal(-1, run.ExitCode);
        Assert.Equal(error.ReplaceLineEndings("\n"), run.Error);
        Assert.DoesNotContain("▶", run.Output, StringComparison.Ordinal);
        Assert.All(run.Build!.ExecutionPlan, x => Assert.Equal(ExecutionStatus.NotRun, x.Status));
        Assert.True(((Build)run.Build).IsOver);
    }

    [Theory]
    [InlineData("Named --name x")]
    [InlineData("Conditional --allowed")]
    [InlineData("Skipped --off")]
    [InlineData("Deploy --api-key k --replicas 0 --regions a b")]
    public void Runs_when_nothing_is_missing(string arguments)
    {
        using var run = new BuildRun().Run<Build>(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void A_required_parameter_is_required_by_every_target()
    {
        using var run = new BuildRun().Run<Strict>("Go");
        Assert.Equal(
            "Error: Parameter '--region' is required. Pass it, or set NUKE_REGION.\nError: Parameter '--nodes' is required. Pass it, or set NUKE_NODES.\n",
            run.Error);
        Assert.Equal(0, run.Run<Strict>("Go --region a --nodes 0").ExitCode);
        Assert.Equal(0, run.Run<Strict>("--help").ExitCode);
    }
}
