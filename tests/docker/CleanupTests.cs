using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Tests.Docker.Engine;

namespace TalosPlatform.Tests.Docker;

/// <summary>Label clean-up on a real engine: leftovers without state, anonymous volumes, a network that is in use.</summary>
public sealed class CleanupTests(RealDocker docker)
{
    private const string Image = "localhost/stand-in/sleeper:1";
    private static readonly TalosNames Names = new("left", "left-aabbcc");

    [Fact]
    public async Task Leftovers_go_with_their_volumes_and_strangers_stay()
    {
        await docker.RequireAsync();
        await StandInImages.ImportAsync(docker, Image);
        var volumes = await docker.DockerAsync("volume", "ls", "-q");
        await LeaveAsync();
        await docker.DockerAsync("run", "-d", "--name", "stranger", Image);
        await docker.DockerAsync("network", "connect", Names.Docker, "stranger");
        // A container that has ended and one that never ran are there as well.
        await docker.DockerAsync("kill", $"{Names.Docker}-worker-1");
        await docker.DockerAsync(["create", "--name", $"{Names.Docker}-worker-2", .. Labels, Image]);
        Assert.NotEqual(volumes, await docker.DockerAsync("volume", "ls", "-q"));
        try
        {
            var removed = await CleanAsync();
            Assert.Equal("3 containers, 1 network", removed.ToString());
            Assert.Equal("", await docker.DockerAsync("ps", "-aq", "--filter", $"label=talos.cluster.name={Names.Docker}"));
            Assert.Equal("", await docker.DockerAsync("network", "ls", "-q", "--filter", $"label=talos.cluster.name={Names.Docker}"));
            Assert.Equal(volumes, await docker.DockerAsync("volume", "ls", "-q"));
            Assert.Equal("running", await docker.DockerAsync("inspect", "-f", "{{.State.Status}}", "stranger"));
            Assert.True((await CleanAsync()).Nothing);
        }
        finally
        {
            await docker.TryDockerAsync("rm", "-f", "stranger");
        }
    }

    [Fact]
    public async Task A_network_in_use_refuses_in_words_that_are_known()
    {
        await docker.RequireAsync();
        await StandInImages.ImportAsync(docker, Image);
        await LeaveAsync();
        var network = Assert.Single(await docker.Engine.NetworksAsync(Names.NodeLabels, TestContext.Current.CancellationToken));
        Assert.Equal(2, network.Containers.Length);
        var refusal = await docker.Engine.RemoveNetworkAsync(network.Id, TestContext.Current.CancellationToken);
        Assert.Equal("network-blocked", KnownFailures.Recognise(refusal!)?.Case);
        await CleanAsync();
    }

    [Fact]
    public async Task Two_clean_ups_at_once_do_not_disturb_each_other()
    {
        await docker.RequireAsync();
        await StandInImages.ImportAsync(docker, Image);
        await LeaveAsync();
        await Task.WhenAll(CleanAsync(), CleanAsync(), CleanAsync());
        Assert.Equal("", await docker.DockerAsync("ps", "-aq", "--filter", $"label=talos.cluster.name={Names.Docker}"));
    }

    private static string[] Labels => [.. Names.NodeLabels.SelectMany(l => new[] { "--label", l })];

    private async Task LeaveAsync()
    {
        await docker.DockerAsync(["network", "create", .. Labels, Names.Docker]);
        foreach (var node in (string[])["controlplane-1", "worker-1"])
            await docker.DockerAsync(["run", "-d", "--name", $"{Names.Docker}-{node}", "--network", Names.Docker, .. Labels, "-v", "/var", "-v", "/state", Image]);
    }

    private Task<CleanupResult> CleanAsync() => new DockerCleanup(docker.Engine, TimeProvider.System).RemoveAsync([Names.NodeLabels, Names.CompanionLabels], TimeSpan.Zero, TestContext.Current.CancellationToken);
}
