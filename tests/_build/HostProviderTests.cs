using TalosPlatform.Shared.Processes;
using TalosPlatform.Stack.Host;

namespace TalosPlatform.Tests.Build;

/// <summary>The host provider with the real binaries.</summary>
public class HostProviderTests
{
    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        await using var cluster = new HostCluster();
        Assert.Equal(0, (await cluster.RunAsync("DeploySamples")).ExitCode);
        var before = cluster.State.Processes.Values.Select(p => p.Process).ToHashSet();
        var (exitCode, output) = await cluster.RunAsync("DeploySamples");
        Assert.Equal(0, exitCode);
        Assert.Equal(before, cluster.State.Processes.Values.Select(p => p.Process).ToHashSet());
        Assert.DoesNotContain("started, port", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_died_is_started_again_and_a_component_left_out_is_stopped()
    {
        await using var cluster = new HostCluster();
        Assert.Equal(0, (await cluster.RunAsync("DeployStack")).ExitCode);
        DetachedProcess.Kill(cluster.State.Processes["alertmanager"].Process.Pid);
        Assert.Equal(0, (await cluster.RunAsync("DeployStack")).ExitCode);
        cluster.StateIsTrue();
        Assert.Contains("alertmanager", cluster.State.Processes.Keys);

        Assert.Equal(0, (await cluster.RunAsync("DeployStack", "--without", "alertmanager")).ExitCode);
        cluster.StateIsTrue();
        Assert.DoesNotContain("alertmanager", cluster.State.Processes.Keys);
        Assert.Equal("left out by the settings", cluster.State.LeftOut["alertmanager"]);
    }

    [Fact]
    public async Task Two_builds_at_once_on_one_cluster_make_one_cluster()
    {
        await using var cluster = new HostCluster();
        var results = await Task.WhenAll(cluster.RunAsync("DeployStack"), cluster.RunAsync("DeployStack"));
        Assert.All(results, r => Assert.True(r.ExitCode == 0, r.Output));
        cluster.StateIsTrue();
        Assert.Contains(results, r => r.Output.Contains("Waiting for process", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_clusters_at_once_do_not_share_a_port()
    {
        await using var first = new HostCluster();
        await using var second = new HostCluster();
        var results = await Task.WhenAll(first.RunAsync("DeployStack"), second.RunAsync("DeployStack"));
        Assert.All(results, r => Assert.True(r.ExitCode == 0, r.Output));
        var ports = first.State.Processes.Values.Concat(second.State.Processes.Values).SelectMany(p => p.Ports.Values).ToList();
        Assert.Equal(ports.Count, ports.Distinct().Count());
        await first.TeardownLeavesNothingAsync();
        second.StateIsTrue();
    }

    [Fact]
    public async Task A_stale_number_never_ends_somebody_elses_process()
    {
        await using var cluster = new HostCluster();
        Assert.Equal(0, (await cluster.RunAsync("DeployStack")).ExitCode);
        await cluster.RunAsync("Teardown");
        using var stranger = System.Diagnostics.Process.Start("sleep", ["60"]);
        new HostStateFile(new HostFolder(cluster.Folder).StateFile).Update(state => state with
        {
            Processes = state.Processes.Add("prometheus", new HostProcessState("prometheus", "stack", "1", new ProcessIdentity(stranger.Id, "another-boot/1"), System.Collections.Immutable.ImmutableSortedDictionary<string, int>.Empty, "", "", "")),
        });
        await cluster.RunAsync("Teardown");
        Assert.False(stranger.HasExited);
        stranger.Kill();
    }

    [Fact]
    public async Task A_teardown_of_nothing_succeeds_twice()
    {
        await using var cluster = new HostCluster();
        Assert.Equal(0, (await cluster.RunAsync("Teardown")).ExitCode);
        Assert.Equal(0, (await cluster.RunAsync("Teardown")).ExitCode);
    }

    [Fact]
    public async Task Everything_listens_on_loopback_only()
    {
        await using var cluster = new HostCluster();
        Assert.Equal(0, (await cluster.RunAsync("DeploySamples")).ExitCode);
        var ours = cluster.State.Processes.Values.SelectMany(p => p.Ports.Values).ToHashSet();
        var listeners = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(l => ours.Contains(l.Port)).ToList();
        Assert.NotEmpty(listeners);
        Assert.All(listeners, l => Assert.True(System.Net.IPAddress.IsLoopback(l.Address), l.ToString()));
    }
}
