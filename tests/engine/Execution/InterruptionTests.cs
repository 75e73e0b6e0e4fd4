namespace TalosBuild.Engine.Tests.Execution;

public class InterruptionTests
{
    public static bool HasSignals => OperatingSystem.IsLinux();

    [Theory(SkipUnless = nameof(HasSignals), Skip = "Signals are sent with kill, processes looked up in /proc.")]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task Ends_the_processes_the_build_started_and_runs_assured_targets(string signal, int exitCode)
    {
        using var build = new BuildProcess("Waiting", "Assured", "Clean");
        var processes = await build.Ready();
        build.Signal(signal);
        await build.WaitForExit();
        try
        {
            Assert.Equal(exitCode, build.ExitCode);
            Assert.Equal("Waiting:Aborted Assured:Succeeded Clean:NotRun", await build.Value("Statuses"));
            Assert.Contains($"Build interrupted by SIG{signal}.", build.Output, StringComparison.Ordinal);
            Assert.False(BuildProcess.IsAlive(processes[0]));
            Assert.True(BuildProcess.IsAlive(processes[1]), "A process in a session of its own outlives the build.");
        }
        finally
        {
            BuildProcess.Send("KILL", processes[1]);
        }
    }

    [Fact(SkipUnless = nameof(HasSignals), Skip = "Signals are sent with kill, processes looked up in /proc.")]
    public async Task A_target_may_end_in_order()
    {
        using var build = new BuildProcess("Cooperative", "Assured", "Clean");
        await build.Ready();
        build.Signal("INT");
        await build.WaitForExit();
        Assert.Equal(130, build.ExitCode);
        Assert.Equal("cleaned up", await build.Value("Cooperative"));
        Assert.Equal("Cooperative:Aborted Assured:Succeeded Clean:NotRun", await build.Value("Statuses"));
    }

    [Fact(SkipUnless = nameof(HasSignals), Skip = "Signals are sent with kill, processes looked up in /proc.")]
    public async Task A_target_that_does_not_end_is_left_behind()
    {
        using var build = new BuildProcess("Stubborn", "Assured");
        var processes = await build.Ready();
        build.Signal("TERM");
        await build.WaitForExit();
        Assert.Equal(143, build.ExitCode);
        Assert.Equal("Stubborn:Aborted Assured:Succeeded", await build.Value("Statuses"));
        Assert.Contains("The target does not end: it is left behind.", build.Output, StringComparison.Ordinal);
        Assert.False(BuildProcess.IsAlive(processes[0]));
    }

    [Fact(SkipUnless = nameof(HasSignals), Skip = "Signals are sent with kill, processes looked up in /proc.")]
    public async Task A_second_signal_ends_at_once()
    {
        using var build = new BuildProcess("Stubborn", "Assured");
        var processes = await build.Ready();
        build.Signal("INT");
        await Task.Delay(200);
        var start = Environment.TickCount64;
        build.Signal("INT");
        await build.WaitForExit();
        Assert.InRange(Environment.TickCount64 - start, 0, 2_500);
        Assert.Equal(130, build.ExitCode);
        Assert.False(BuildProcess.IsAlive(processes[0]));
        Assert.DoesNotContain("did Assured", build.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Function", 0)]
    [InlineData("Clean --break Clean", 255)]
    [InlineData("ExitsWith", 7)]
    [InlineData("--wrokers", 255)]
    public async Task The_exit_code_reaches_the_shell(string arguments, int exitCode)
    {
        using var build = new BuildProcess(arguments.Split(' '));
        await build.WaitForExit();
        Assert.Equal(exitCode, OperatingSystem.IsWindows() ? build.ExitCode & 0xff : build.ExitCode);
    }
}
