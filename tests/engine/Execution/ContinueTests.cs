namespace TalosBuild.Engine.Tests.Execution;

public class ContinueTests
{
    private sealed class Flaky : NukeBuild
    {
        [Parameter] readonly AbsolutePath? Switch;
        [Parameter, Secret] readonly string? Token;

        Target First => _ => _.Executes(() => { });
        Target Second => _ => _.DependsOn(First).Executes(() =>
        {
            if (!File.Exists(Switch ?? RootDirectory / "on") || Token is null) throw new InvalidOperationException("off");
        });
        Target Third => _ => _.DependsOn(Second).Executes(() => { });
    }

    [Fact]
    public void Leaves_out_what_succeeded_in_the_attempt_before()
    {
        using var run = new BuildRun();
        run.Run<Flaky>("Third --token hunter22");
        Assert.Equal("First:Succeeded Second:Failed Third:NotRun", run.Statuses);
        Assert.DoesNotContain("hunter22", (run.Root / ".nuke/temp/build-attempt.log").ReadAllText(), StringComparison.Ordinal);

        run.Run<Flaky>("Third --token hunter22 --continue");
        Assert.Equal("First:Skipped Second:Failed Third:NotRun", run.Statuses);

        run.WithFile("on", "").Run<Flaky>("Third --token hunter22 --continue");
        Assert.Equal("First:Skipped Second:Succeeded Third:Succeeded", run.Statuses);

        run.Run<Flaky>("Third --token hunter22 --continue");
        Assert.Equal("First:Succeeded Second:Succeeded Third:Succeeded", run.Statuses);
    }

    [Fact]
    public void Starts_from_the_beginning_when_arguments_differ()
    {
        using var run = new BuildRun();
        run.Run<Flaky>("Third");
        run.Run<Flaky>("Third --switch other --continue");
        Assert.Equal("First:Succeeded Second:Failed Third:NotRun", run.Statuses);
    }
}
