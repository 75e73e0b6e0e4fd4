using System.Collections.Immutable;
using System.Net;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Shared;
using TalosPlatform.Tests.Clusters.Docker;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Clusters.Talos;

/// <summary>Every way a Talos cluster is known to fail, one test each: it is recognised, and the user is told what to do.</summary>
public sealed class FailureTableTests
{
    private static readonly DockerEndpoint Local = new(new Uri("unix:///nowhere/docker.sock"), "the usual socket");
    private static readonly HostFacts Host = new("6.1.0-test", true, 8192, true, []);

    [Fact]
    public async Task Daemon_unreachable_says_where_it_was_looked_for()
    {
        using var connection = new DockerConnection(Local);
        var error = await Assert.ThrowsAsync<PlatformException>(() => new DockerClientEngine(connection).DescribeAsync(TestContext.Current.CancellationToken));
        Assert.Contains("\"unix:///nowhere/docker.sock\" (the usual socket)", error.What, StringComparison.Ordinal);
        Assert.Contains("export DOCKER_HOST", error.Fix, StringComparison.Ordinal);
        Assert.Contains("correct DOCKER_HOST", DaemonProblems.Unreachable(Local with { Source = "DOCKER_HOST" }, "x").Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp://docker:2375")]
    [InlineData("ssh://user@host")]
    public void Remote_daemons_are_refused(string address) =>
        Is("remote-daemon", "Run where the daemon is", DaemonProblems.Find(new DockerEndpoint(new Uri(address), "DOCKER_HOST"), FakeDocker.Healthy, Host));

    [Fact]
    public void Rootless_engines_are_refused()
    {
        Is("rootless", "rootful", DaemonProblems.Find(Local, FakeDocker.Healthy with { SecurityOptions = ["name=seccomp", "name=rootless"] }, Host));
        Is("rootless", "rootful", DaemonProblems.Find(Local, FakeDocker.Healthy with { Product = ["Podman Engine", "Conmon"] }, Host));
        Is("rootless", "rootful", Recognise("write /proc/1/oom_score_adj: permission denied"));
    }

    [Fact]
    public void A_missing_br_netfilter_is_found_on_this_kernel_and_in_the_warnings_of_the_engine()
    {
        Is("br-netfilter", "sudo modprobe br_netfilter", DaemonProblems.Find(Local, FakeDocker.Healthy, Host with { BridgeNetfilter = false }));
        Is("br-netfilter", "--privileged", DaemonProblems.Find(Local, FakeDocker.Healthy with { Warnings = ["WARNING: bridge-nf-call-iptables is disabled"] }, Host));
        // The engine of Docker Desktop has another kernel, about which this machine's files say nothing.
        Assert.Empty(DaemonProblems.Find(Local, FakeDocker.Healthy with { KernelVersion = "6.12-linuxkit" }, Host with { BridgeNetfilter = false, InotifyInstances = 1 }));
    }

    [Theory]
    [InlineData("error creating cluster: state directory \"/x/shop\" already exists")]
    [InlineData("failed to read cluster state: open /x/shop/state.yaml: no such file or directory")]
    public void A_wedged_state_is_recognised(string output) => Is("wedged-state", "Teardown", Recognise(output));

    [Fact]
    public async Task Leftovers_without_state_make_a_cluster_broken()
    {
        using var folder = new TemporaryFolder();
        var names = TalosNames.Of(folder.File("shop"));
        var docker = new FakeDocker();
        var inventory = new TalosInventory(docker, new TalosFolder(folder.File("shop")), names);
        Assert.Equal(TalosCondition.Absent, (await inventory.ReadAsync(TestContext.Current.CancellationToken)).Condition);
        docker.AddNetwork(names.Docker, "10.5.0.0/24", FakeDocker.TalosLabels(names.Docker));
        Assert.Equal(TalosCondition.Broken, (await inventory.ReadAsync(TestContext.Current.CancellationToken)).Condition);
        docker.Add(names.ControlPlane, "running", FakeDocker.TalosLabels(names.Docker));
        Assert.Equal(TalosCondition.Broken, (await inventory.ReadAsync(TestContext.Current.CancellationToken)).Condition);
    }

    [Fact]
    public void A_blocked_network_is_recognised() => Is("network-blocked", "disconnects", Recognise("Error response from daemon: error while removing network: network shop id 12ab has active endpoints"));

    [Theory]
    [InlineData("Error response from daemon: Pool overlaps with other one on this address space")]
    [InlineData("cannot create network 1a (br-1a): conflicts with network 2b (br-2b): networks have overlapping IPv4")]
    public void A_subnet_clash_is_recognised(string output) => Is("subnet-clash", "another subnet", Recognise(output));

    [Fact]
    public void A_busy_port_moves_and_its_owner_is_named()
    {
        var docker = new FakeDocker();
        var web = docker.Add("web", "running", new Dictionary<string, string>(), [new PublishedPort("0.0.0.0", 8080, 80)]);
        var (ports, moved) = PublishedPorts.Choose([PortWish.Parse("8080:30080"), PortWish.Parse("9000:30090")], wanted => wanted == 8080 ? 8081 : wanted, port => PublishedPorts.Owner(port, [web]));
        Assert.Equal([new PortWish(8081, 30080), new PortWish(9000, 30090)], ports);
        var problem = Assert.Single(moved);
        Assert.Equal(("port-busy", false), (problem.Case, problem.Fatal));
        Assert.Equal("Port \"8080\" is taken by container \"web\".", problem.What);
        Assert.Contains("Port 8081 is used instead", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void The_process_that_listens_on_a_port_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells");
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.StartsWith($"process {Environment.ProcessId} (", PublishedPorts.Owner(((IPEndPoint)listener.LocalEndpoint).Port, []), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("driver failed programming external connectivity: Bind for 127.0.0.1:8080 failed: port is already allocated")]
    [InlineData("listen tcp4 127.0.0.1:8080: bind: address already in use")]
    [InlineData("failed to bind host port 127.0.0.1:8080/tcp: address already in use")]
    public void A_port_that_was_taken_meanwhile_is_recognised(string output)
    {
        var problem = Recognise(output);
        Is("port-busy", "cluster.ports", problem);
        Assert.Equal("Port \"8080\" is taken.", problem!.What);
    }

    [Fact]
    public void Too_many_CPUs_are_recognised() => Is("cpus", "more CPUs", Recognise("Error response from daemon: Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available"));

    [Fact]
    public void Too_little_memory_is_found_before_and_recognised_after()
    {
        Is("memory", "Raise the memory", ResourcePlan.Of(FakeDocker.Healthy with { MemoryBytes = 2L << 30 }, 1).Problem);
        Is("memory", "Raise the memory", KnownFailures.OfNode("n", new ContainerCondition(false, 137, false, "", []), ""));
        Is("memory", "Raise the memory", KnownFailures.OfNode("n", new ContainerCondition(false, 1, true, "", []), ""));
        Is("memory", "Raise the memory", Recognise("kernel: Out of memory: Killed process 812 (kube-apiserver)"));
    }

    [Fact]
    public void Few_inotify_instances_are_a_warning_and_their_end_is_recognised()
    {
        var problem = Assert.Single(DaemonProblems.Find(Local, FakeDocker.Healthy, Host with { InotifyInstances = 128 }));
        Assert.Equal(("inotify", false), (problem.Case, problem.Fatal));
        Assert.Contains("only 128", problem.What, StringComparison.Ordinal);
        Is("inotify", "sysctl fs.inotify.max_user_instances=1024 fs.inotify.max_user_watches=524288", Recognise("failed to create fsnotify watcher: too many open files"));
    }

    [Fact]
    public void A_kernel_without_IPv6_needs_nothing_and_is_recognised()
    {
        var problem = Assert.Single(DaemonProblems.Find(Local, FakeDocker.Healthy, Host with { Ipv6 = false }));
        Assert.Equal(("ipv6", false), (problem.Case, problem.Fatal));
        Is("ipv6", "without IPv6", Recognise("open /proc/sys/net/ipv6/conf/all/disable_ipv6: no such file or directory"));
    }

    [Theory]
    [InlineData("Error: No such image: ghcr.io/siderolabs/talos:v1.13.9")]
    [InlineData("pull access denied for siderolabs/talos, repository does not exist or may require 'docker login'")]
    public void A_missing_image_is_recognised(string output) => Is("image-pull", "--registry-mirror", Recognise(output));

    [Theory]
    [InlineData("unauthorized: authentication required", "docker login")]
    [InlineData("toomanyrequests: You have reached your pull rate limit", "docker login")]
    [InlineData("dial tcp: lookup ghcr.io: no such host", "--registry-mirror")]
    [InlineData("http: server gave HTTP response to HTTPS client", "insecure-registries")]
    [InlineData("write /var/lib/docker/x: no space left on device", "docker system prune")]
    [InlineData("manifest unknown", "tag of the image")]
    public void A_failed_pull_says_what_helps(string said, string fix) => Assert.Contains(fix, PullProblems.Fix(said), StringComparison.Ordinal);

    [Theory]
    [InlineData("NODE     10.5.0.2\nID       etcd\nSTATE    Preparing\nHEALTH   ?\n", "Preparing")]
    [InlineData("NODE     10.5.0.2\nID       etcd\nSTATE    Running\n", "Running")]
    [InlineData("error: rpc error", "")]
    public void The_state_of_etcd_is_read(string output, string state) => Assert.Equal(state, NodeWatch.StateOf(output));

    [Fact]
    public async Task Etcd_that_prepares_for_three_minutes_is_given_up()
    {
        using var folder = new TemporaryFolder();
        var cluster = new TalosFolder(folder.Path);
        folder.Write("talosconfig", "context: x");
        var clock = new AutomaticClock();
        var runner = new FakeCommandRunner(_ => FakeCommandRunner.Success("STATE    Preparing\n"));
        var problem = await new NodeWatch(new FakeDocker(), runner, clock).WatchAsync(new Talosctl("talosctl", new Version(1, 13, 9)), cluster, TalosNames.Of(folder.Path), IPAddress.Parse("10.5.0.2"), TestContext.Current.CancellationToken);
        Is("etcd-preparing", "--registry-mirror", problem);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(180), TimeSpan.FromSeconds(230));
        Assert.InRange(runner.Commands.Count, 9, 12);
    }

    [Fact]
    public void A_kubeconfig_with_the_inner_address_is_corrected() => KubeconfigFileTests.Corrects("https://10.5.0.2:6443");

    [Fact]
    public void A_kubeconfig_of_another_cluster_is_refused() => KubeconfigFileTests.Refuses();

    [Fact]
    public void Nodes_that_were_stopped_are_named_and_a_way_back_is_offered() =>
        Is("restarted", "--recreate", KnownFailures.Restarted(["shop-controlplane-1"]));

    [Fact]
    public void A_kernel_too_old_for_1_14_is_recognised_in_the_log_of_a_node() =>
        Is("kernel-too-old", "--talos-version 1.13.9", KnownFailures.OfNode("n", new ContainerCondition(false, 1, false, "", []), "error mounting overlay: FSCONFIG_SET_FD failed: lowerdir+: invalid argument"));

    [Fact]
    public void Text_without_a_known_failure_is_not_explained_away() => Assert.Null(Recognise("waiting for etcd to be healthy: OK\nport 6443 is open, image pulled, 137 MiB"));

    private static ClusterProblem? Recognise(string output) => KnownFailures.Recognise(output);

    private static void Is(string expected, string fix, IEnumerable<ClusterProblem> problems) => Is(expected, fix, Assert.Single(problems));

    private static void Is(string expected, string fix, ClusterProblem? problem)
    {
        Assert.NotNull(problem);
        Assert.Equal((expected, true), (problem.Case, problem.Fatal));
        Assert.Contains(fix, problem.Fix, StringComparison.Ordinal);
        Assert.EndsWith(".", problem.What, StringComparison.Ordinal);
    }
}
