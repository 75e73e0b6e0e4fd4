using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Clusters.Docker;

public sealed class DockerCleanupTests
{
    private static readonly string[] Ours = ["talos.owned=true", "talos.cluster.name=mine"];

    [Fact]
    public async Task Only_what_has_all_labels_goes()
    {
        var docker = new FakeDocker();
        docker.Add("mine-controlplane-1", "running", FakeDocker.TalosLabels("mine"));
        docker.Add("mine-worker-1", "created", FakeDocker.TalosLabels("mine"));
        docker.Add("other-controlplane-1", "running", FakeDocker.TalosLabels("other"));
        docker.AddNetwork("mine", "10.5.0.0/24", FakeDocker.TalosLabels("mine"), "mine-controlplane-1");
        docker.AddNetwork("other", "10.5.1.0/24", FakeDocker.TalosLabels("other"), "other-controlplane-1");
        var removed = await RemoveAsync(docker);
        Assert.Equal("2 containers, 1 network", removed.ToString());
        Assert.Equal(["other-controlplane-1"], docker.Containers.Keys);
        Assert.Equal(["other"], docker.Networks.Keys);
        Assert.Equal("nothing was left", (await RemoveAsync(docker)).ToString());
    }

    [Fact]
    public async Task A_blocked_network_is_emptied_first_and_strangers_stay()
    {
        var docker = new FakeDocker();
        docker.Add("debugger", "running", new Dictionary<string, string>());
        docker.AddNetwork("mine", "10.5.0.0/24", FakeDocker.TalosLabels("mine"), "debugger");
        await RemoveAsync(docker);
        Assert.Equal(["remove network mine", "disconnect debugger from mine", "remove network mine"], docker.Calls);
        Assert.Contains("debugger", docker.Containers.Keys);
    }

    [Fact]
    public async Task A_refusal_that_passes_is_waited_out()
    {
        var docker = new FakeDocker();
        docker.AddNetwork("mine", "10.5.0.0/24", FakeDocker.TalosLabels("mine"));
        docker.NetworkRefusals.Enqueue("network mine is being used");
        Assert.Equal(["mine"], (await RemoveAsync(docker)).Networks);
    }

    [Fact]
    public async Task A_refusal_that_stays_is_reported()
    {
        var docker = new FakeDocker();
        docker.AddNetwork("mine", "10.5.0.0/24", FakeDocker.TalosLabels("mine"));
        for (var i = 0; i < 10; i++)
            docker.NetworkRefusals.Enqueue("network is in use by service x");
        var error = await Assert.ThrowsAsync<PlatformException>(() => RemoveAsync(docker));
        Assert.Equal("Docker does not let go of \"mine\": network is in use by service x.", error.What);
    }

    [Fact]
    public async Task What_the_engine_still_makes_for_somebody_who_is_dead_goes_as_well()
    {
        var docker = new FakeDocker();
        var clock = new AutomaticClock();
        var looks = 0;
        docker.Looking = () =>
        {
            if (++looks == 5)
                docker.Add("mine-worker-1", "created", FakeDocker.TalosLabels("mine"));
        };
        var removed = await new DockerCleanup(docker, clock).RemoveAsync([Ours], TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(["mine-worker-1"], removed.Containers);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task Without_labels_nothing_is_removed()
    {
        var docker = new FakeDocker();
        docker.Add("anything", "running", new Dictionary<string, string>());
        await Assert.ThrowsAsync<ArgumentException>(() => new DockerCleanup(docker, TimeProvider.System).RemoveAsync([[]], TimeSpan.Zero, TestContext.Current.CancellationToken));
        Assert.NotEmpty(docker.Containers);
    }

    private static Task<CleanupResult> RemoveAsync(FakeDocker docker) => new DockerCleanup(docker, TimeProvider.System).RemoveAsync([Ours, ["talos-dev.cluster=mine"]], TimeSpan.Zero, TestContext.Current.CancellationToken);
}
