namespace TalosPlatform.Tests.Build;

/// <summary>Ends the build at many moments of its work: the next run converges, and Teardown leaves nothing.</summary>
public class KilledBuildTests
{
    private const int Points = 20;

    // From before the first process starts to after the last: DeploySamples with warm caches starts everything within two seconds.
    private static readonly TimeSpan LastPoint = TimeSpan.FromSeconds(2.4);

    [Fact]
    public async Task Killed_at_any_moment_the_next_run_converges_and_teardown_leaves_nothing()
    {
        await using var cluster = new HostCluster();
        var (warm, output) = await cluster.RunAsync("DeploySamples");
        Assert.True(warm == 0, output);
        await cluster.TeardownLeavesNothingAsync();

        for (var point = 0; point < Points; point++)
        {
            using (var build = cluster.Start("DeploySamples"))
            {
                await Task.Delay(LastPoint * point / (Points - 1), TestContext.Current.CancellationToken);
                build.Signal("KILL");
                await build.EndAsync(TestContext.Current.CancellationToken);
            }

            // Every third kill is followed by Teardown at once, from whatever state there is.
            if (point % 3 != 0)
            {
                var (exitCode, text) = await cluster.RunAsync("DeployStack");
                Assert.True(exitCode == 0, text);
                cluster.StateIsTrue();
            }

            await cluster.TeardownLeavesNothingAsync();
        }
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_polite_end_keeps_the_state_true(string signal, int exitCode)
    {
        await using var cluster = new HostCluster();
        using (var build = cluster.Start("DeploySamples", "GenerateTraffic"))
        {
            while (!build.Output.Contains("GenerateTraffic", StringComparison.Ordinal) && !build.Process.HasExited)
                await Task.Delay(20, TestContext.Current.CancellationToken);
            await Task.Delay(500, TestContext.Current.CancellationToken);
            build.Signal(signal);
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            Assert.Equal(exitCode, await build.EndAsync(deadline.Token));
        }

        cluster.StateIsTrue();
        Assert.NotEmpty(cluster.Processes);
        await cluster.TeardownLeavesNothingAsync();
    }
}
