using System.Diagnostics;
using System.Net.NetworkInformation;

namespace TalosPlatform.Tests.Cluster;

/// <summary>Nothing of a cluster outlives it.</summary>
public sealed class TeardownTests
{
    [Fact]
    public async Task Down_leaves_nothing_and_may_run_twice()
    {
        RunningCluster.SkipUnlessPossible();
        var cancellation = TestContext.Current.CancellationToken;
        var cluster = RunningCluster.Named("teardown");
        await cluster.DownAsync(cancellation);
        await cluster.UpAsync(cancellation);
        Assert.Equal(0, (await cluster.KubectlAsync(["create", "deployment", "sleeper", "--image=localhost/reference/busybox:1", "--", "sleep", "3600"], null, cancellation)).ExitCode);
        Assert.Equal(0, (await cluster.KubectlAsync(["wait", "deployment/sleeper", "--for=condition=Available", "--timeout=60s"], null, cancellation)).ExitCode);
        Assert.Equal(["control group", "folder", "link", "process"], cluster.Traces().Select(trace => trace[..trace.LastIndexOf(' ')]).Distinct().Order());

        await cluster.DownAsync(cancellation);
        Assert.Empty(cluster.Traces());
        Assert.DoesNotContain(NetworkInterface.GetAllNetworkInterfaces(), found => found.Name == cluster.Folder.Link);
        await cluster.DownAsync(cancellation);
        Assert.Equal("not running", (await cluster.StatusAsync(cancellation)).Detail);
    }

    // Killed while the node starts, and while it is being waited for.
    [Theory, InlineData(0), InlineData(200), InlineData(3000)]
    public async Task Down_removes_what_a_killed_starter_left(int milliseconds)
    {
        RunningCluster.SkipUnlessPossible();
        var cancellation = TestContext.Current.CancellationToken;
        var cluster = RunningCluster.Named("killed");
        await cluster.DownAsync(cancellation);
        await cluster.PrepareAsync(cancellation);
        using var starter = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ReferenceCluster.dll"), "up", cluster.Name]) { RedirectStandardOutput = true })!;
        while (!starter.HasExited && !File.Exists(Path.Combine(cluster.Folder.Logs, "node.log")))
            await Task.Delay(5, cancellation);
        await Task.Delay(milliseconds, cancellation);
        starter.Kill();
        await starter.WaitForExitAsync(cancellation);
        Assert.NotEqual(0, starter.ExitCode);

        Assert.NotEmpty(cluster.Traces());
        await cluster.DownAsync(cancellation);
        Assert.Empty(cluster.Traces());
    }
}
