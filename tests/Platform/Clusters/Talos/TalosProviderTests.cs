using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Tests.Clusters.Docker;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Clusters.Talos;

public sealed class TalosProviderTests : IDisposable
{
    private readonly TalosWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_cluster_is_created_and_the_next_run_finds_it()
    {
        var section = await ProvisionAsync();
        Assert.Equal(("shop", "talos", "1.36.3", 2), (section.Name, section.Provider, section.KubernetesVersion, section.Nodes));
        Assert.Contains("server: https://127.0.0.1:55002\n", File.ReadAllText(_world.Folder.Kubeconfig), StringComparison.Ordinal);
        var state = TalosState.Read(_world.Folder)!;
        Assert.True(state.Ready);
        Assert.Equal("10.5.0.0/24", state.Subnet);
        Assert.Contains("✓ nodes: 2 nodes of ghcr.io/siderolabs/talos:v1.13.9", _world.Output.ToString(), StringComparison.Ordinal);

        await ProvisionAsync();
        Assert.Single(_world.Creations);
        Assert.Contains("2 nodes run already, API server at https://127.0.0.1:55002/", _world.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teardown_leaves_nothing_and_works_twice()
    {
        await ProvisionAsync();
        await _world.Provider().TeardownAsync(Cancellation);
        Nothing();
        await _world.Provider().TeardownAsync(Cancellation);
        Nothing();
    }

    [Fact]
    public async Task Images_are_pulled_before_anything_is_created()
    {
        _world.Docker.Images.Clear();
        var error = await Assert.ThrowsAsync<PlatformException>(ProvisionAsync);
        Assert.Contains("cannot be pulled: manifest unknown", error.What, StringComparison.Ordinal);
        Assert.Empty(_world.Creations);

        _world.Docker.Pullable.Add("mirror.example/siderolabs/talos:v1.13.9");
        _world.Settings = _world.Settings with { Stack = _world.Settings.Stack with { RegistryMirrors = ["ghcr.io=mirror.example"] } };
        await ProvisionAsync();
        Assert.Contains("ghcr.io=https://mirror.example", Assert.Single(_world.Creations).Arguments);
    }

    [Fact]
    public async Task All_problems_of_the_engine_are_told_at_once()
    {
        _world.Docker.Facts = FakeDocker.Healthy with { SecurityOptions = ["name=rootless"], MemoryBytes = 1L << 30 };
        _world.Host = _world.Host with { BridgeNetfilter = false };
        var error = await Assert.ThrowsAsync<PlatformException>(ProvisionAsync);
        foreach (var part in (string[])["rootless", "br_netfilter", "1024 MiB"])
            Assert.Contains(part, error.What, StringComparison.Ordinal);
        Assert.Empty(_world.Creations);
    }

    [Theory]
    [InlineData("Pool overlaps with other one on this address space")]
    [InlineData("Bind for 127.0.0.1:8080 failed: port is already allocated")]
    public async Task What_was_taken_meanwhile_is_chosen_anew_once(string said)
    {
        _world.Settings = _world.Settings with { Cluster = _world.Settings.Cluster with { Ports = ["8080:30080"] } };
        _world.Failures.Enqueue(_ => FakeCommandRunner.Failure(1, said));
        await ProvisionAsync();
        var tries = _world.Creations.ToList();
        Assert.Equal(2, tries.Count);
        string Of(Command c, string flag) => c.Arguments[c.Arguments.IndexOf(flag) + 1];
        Assert.NotEqual((Of(tries[0], "--subnet"), Of(tries[0], "--exposed-ports")), (Of(tries[1], "--subnet"), Of(tries[1], "--exposed-ports")));

        await _world.Provider().TeardownAsync(Cancellation);
        _world.Failures.Enqueue(_ => FakeCommandRunner.Failure(1, said));
        _world.Failures.Enqueue(_ => FakeCommandRunner.Failure(1, said));
        await Assert.ThrowsAsync<KnownFailureException>(ProvisionAsync);
        Nothing();
    }

    [Fact]
    public async Task A_failure_is_explained_leaves_evidence_without_secrets_and_nothing_else()
    {
        _world.Failures.Enqueue(command =>
        {
            _world.Create(command, "exited");
            _world.Docker.Conditions[_world.Names.ControlPlane] = new ContainerCondition(false, 1, false, "", ["USERDATA=" + Convert.ToBase64String("token: very-secret-token\n"u8)]);
            _world.Docker.Logs[_world.Names.ControlPlane] = "token very-secret-token\nFSCONFIG_SET_FD failed: lowerdir+\n";
            return FakeCommandRunner.Failure(1, "context deadline exceeded");
        });
        var error = await Assert.ThrowsAsync<KnownFailureException>(ProvisionAsync);
        Assert.Equal("kernel-too-old", error.Problem.Case);
        var evidence = Path.Combine(_world.Workspace.Artifacts, "talos-shop");
        Assert.Contains(evidence, error.Fix, StringComparison.Ordinal);
        Assert.Contains("FSCONFIG_SET_FD", File.ReadAllText(Path.Combine(evidence, $"{_world.Names.ControlPlane}.log")), StringComparison.Ordinal);
        Assert.Contains("env: USERDATA=[redacted]", File.ReadAllText(Path.Combine(evidence, $"{_world.Names.ControlPlane}.txt")), StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFiles(evidence), f => Assert.DoesNotContain("very-secret-token", File.ReadAllText(f), StringComparison.Ordinal));
        Nothing();
    }

    [Fact]
    public async Task Keep_on_failure_keeps()
    {
        _world.Settings = _world.Settings with { Cluster = _world.Settings.Cluster with { KeepOnFailure = true } };
        _world.Failures.Enqueue(command =>
        {
            _world.Create(command);
            return FakeCommandRunner.Failure(1, "something unheard of");
        });
        var error = await Assert.ThrowsAsync<PlatformException>(ProvisionAsync);
        Assert.IsNotType<KnownFailureException>(error);
        Assert.Contains("something unheard of", error.Output, StringComparison.Ordinal);
        Assert.NotEmpty(_world.Docker.Containers);

        // The next run clears it away and converges.
        await ProvisionAsync();
        Assert.True(TalosState.Read(_world.Folder)!.Ready);
    }

    [Fact]
    public async Task A_cluster_that_differs_is_not_touched_without_being_told_to()
    {
        await ProvisionAsync();
        _world.Settings = _world.Settings with { Cluster = _world.Settings.Cluster with { Workers = 2 } };
        var error = await Assert.ThrowsAsync<PlatformException>(ProvisionAsync);
        Assert.Equal("Cluster \"shop\" exists, but it has 1 workers, not 2.", error.What);
        Assert.Contains("--recreate", error.Fix, StringComparison.Ordinal);
        _world.Settings = _world.Settings with { Cluster = _world.Settings.Cluster with { Recreate = true } };
        Assert.Equal(3, (await ProvisionAsync()).Nodes);
        Assert.Equal(3, _world.Docker.Containers.Count);
    }

    [Fact]
    public async Task Stopped_nodes_are_reported_and_made_anew_when_asked()
    {
        await ProvisionAsync();
        _world.Docker.Containers[_world.Names.ControlPlane] = _world.Docker.Containers[_world.Names.ControlPlane] with { State = "exited" };
        Assert.StartsWith("stopped", await _world.Provider().HealthAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("was restarted", (await Assert.ThrowsAsync<PlatformException>(ProvisionAsync)).What, StringComparison.Ordinal);
        _world.Settings = _world.Settings with { Cluster = _world.Settings.Cluster with { Recreate = true } };
        await ProvisionAsync();
        Assert.StartsWith("healthy", await _world.Provider().HealthAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_moved_with_a_restart_is_followed()
    {
        await ProvisionAsync();
        var node = _world.Docker.Containers[_world.Names.ControlPlane];
        _world.Docker.Containers[node.Id] = node with { Ports = [new PublishedPort("127.0.0.1", 60001, 6443), new PublishedPort("127.0.0.1", 60002, 50000)] };
        await ProvisionAsync();
        Assert.Contains("server: https://127.0.0.1:60001\n", File.ReadAllText(_world.Folder.Kubeconfig), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_why_it_cannot_work()
    {
        Assert.Null(await WhyNotAsync());
        _world.Docker.Images.Clear();
        Assert.Equal($"image \"{TalosWorld.Image}\" is not present and ghcr.io cannot be reached", await WhyNotAsync());
        _world.Missing = "not in PATH, github.com cannot be reached";
        Assert.Equal("talosctl cannot be had (not in PATH, github.com cannot be reached)", await WhyNotAsync());
        _world.Docker.Facts = FakeDocker.Healthy with { Product = ["Podman Engine"] };
        Assert.Contains("Podman", await WhyNotAsync(), StringComparison.Ordinal);
        _world.Docker.Unreachable = "Docker does not answer.";
        Assert.Equal("Docker does not answer", await WhyNotAsync());
    }

    [Fact]
    public async Task Teardown_without_traces_and_without_Docker_is_silent_and_with_traces_it_is_not()
    {
        _world.Docker.Unreachable = "Docker does not answer.";
        await _world.Provider().TeardownAsync(Cancellation);
        new TalosState(TalosWorld.Image, "", "10.5.0.0/24", 1, [], 5000, Ready: true).Save(_world.Folder);
        await Assert.ThrowsAsync<PlatformException>(() => _world.Provider().TeardownAsync(Cancellation));
        Assert.True(File.Exists(_world.Folder.StateFile));
        _world.Docker.Unreachable = null;
        await _world.Provider().TeardownAsync(Cancellation);
        Nothing();
    }

    [Fact]
    public void Clusters_of_the_same_name_in_two_workspaces_have_different_names_in_Docker()
    {
        var (a, b) = (TalosNames.Of("/a/.talos-dev/clusters/shop"), TalosNames.Of("/b/.talos-dev/clusters/shop"));
        Assert.NotEqual(a.Docker, b.Docker);
        Assert.Equal(a, TalosNames.Of("/a/.talos-dev/clusters/shop"));
        Assert.StartsWith("shop-", a.Docker, StringComparison.Ordinal);
        // The longest name of a cluster still makes a host name, 63 characters at most.
        Assert.InRange(TalosNames.Of("/a/" + new string('x', 40)).ControlPlane.Length, 1, 63);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<TalosPlatform.Reports.ClusterSection> ProvisionAsync() => _world.Provider().ProvisionAsync(Cancellation);

    private Task<string?> WhyNotAsync() => _world.Provider().WhyNotAsync(Cancellation);

    private void Nothing()
    {
        Assert.Empty(_world.Docker.Containers);
        Assert.Empty(_world.Docker.Networks);
        Assert.False(Directory.Exists(_world.Folder.Root));
    }
}
