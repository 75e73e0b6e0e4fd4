using System.Collections.Immutable;
using System.Net;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Shared;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Clusters.Talos;

/// <summary>The command lines of talosctl, argument by argument, in both dialects.</summary>
public sealed class TalosctlCommandTests
{
    private static readonly TalosFolder Folder = new("/w/.talos-dev/clusters/shop");
    private static readonly TalosNames Names = new("shop", "shop-0a1b2c");
    private static readonly DockerEndpoint Engine = new(new Uri("unix:///run/docker.sock"), "test");
    private static readonly Talosctl New = new("talosctl", new Version(1, 13, 9));
    private static readonly Talosctl Old = new("talosctl", new Version(1, 11, 5));

    private static readonly TalosCreateRequest Request = new(
        Names, "ghcr.io/siderolabs/talos:v1.13.9", "1.36.3", IPNetwork.Parse("10.5.2.0/24"), new ResourcePlan(2, 4, 4096, 6144, false),
        [new PortWish(8080, 30080), new PortWish(8443, 30443)],
        [RegistryMirror.Parse("ghcr.io=https://mirror.example.com"), RegistryMirror.Parse("*=http://10.5.2.1:5000")],
        DisableIpv6: true, ["/p/nodes.yaml"], ["/p/controlplane.yaml"], TimeSpan.FromMinutes(10));

    [Fact]
    public void From_1_12_on_docker_is_a_subcommand() => Assert.Equal(
        [
            "cluster", "--state", "/w/.talos-dev/clusters/shop/talosctl", "--name", "shop-0a1b2c", "create", "docker",
            "--image", "ghcr.io/siderolabs/talos:v1.13.9",
            "--kubernetes-version", "1.36.3",
            "--subnet", "10.5.2.0/24",
            "--workers", "2",
            "--cpus-controlplanes", "4.0",
            "--memory-controlplanes", "4096MiB",
            "--cpus-workers", "4.0", "--memory-workers", "6144MiB",
            "--host-ip", "127.0.0.1",
            "--exposed-ports", "8080:30080/tcp,8443:30443/tcp",
            "--disable-ipv6",
            "--registry-mirror", "ghcr.io=https://mirror.example.com", "--registry-mirror", "*=http://10.5.2.1:5000",
            "--config-patch", "@/p/nodes.yaml",
            "--config-patch-controlplanes", "@/p/controlplane.yaml",
        ],
        TalosctlCommands.Create(New, Folder, Request, Engine).Arguments);

    [Fact]
    public void Up_to_1_11_it_is_a_provisioner() => Assert.Equal(
        [
            "cluster", "--state", "/w/.talos-dev/clusters/shop/talosctl", "--name", "shop-0a1b2c", "create",
            "--provisioner", "docker",
            "--image", "ghcr.io/siderolabs/talos:v1.13.9",
            "--kubernetes-version", "1.36.3",
            "--cidr", "10.5.2.0/24",
            "--controlplanes", "1",
            "--workers", "2",
            "--cpus", "4.0",
            "--memory", "4096",
            "--cpus-workers", "4.0", "--memory-workers", "6144",
            "--docker-host-ip", "127.0.0.1",
            "--exposed-ports", "8080:30080/tcp,8443:30443/tcp",
            "--docker-disable-ipv6",
            "--registry-mirror", "ghcr.io=https://mirror.example.com", "--registry-mirror", "*=http://10.5.2.1:5000",
            "--wait", "--wait-timeout", "660s",
            "--config-patch", "@/p/nodes.yaml",
            "--config-patch-control-plane", "@/p/controlplane.yaml",
        ],
        TalosctlCommands.Create(Old, Folder, Request, Engine).Arguments);

    [Theory]
    [InlineData(13)]
    [InlineData(11)]
    public void What_is_not_asked_for_is_not_said(int minor)
    {
        var least = Request with { KubernetesVersion = "", Ports = [], Mirrors = [], DisableIpv6 = false, Patches = [], ControlPlanePatches = [], Resources = new ResourcePlan(0, 2, 4096, 0, true) };
        var arguments = TalosctlCommands.Create(New with { Version = new Version(1, minor, 0) }, Folder, least, Engine).Arguments;
        Assert.DoesNotContain(arguments, a => a.Contains("kubernetes", StringComparison.Ordinal) || a.Contains("ports", StringComparison.Ordinal) || a.Contains("mirror", StringComparison.Ordinal) || a.Contains("ipv6", StringComparison.Ordinal) || a.Contains("patch", StringComparison.Ordinal) || (a.EndsWith("-workers", StringComparison.Ordinal) && a != "--workers"));
        Assert.Equal("0", arguments[arguments.IndexOf("--workers") + 1]);
        Assert.Contains("--image", arguments);
    }

    [Fact]
    public void Children_see_this_cluster_only_and_no_TAG()
    {
        var command = TalosctlCommands.Create(New, Folder, Request, Engine);
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["TAG"] = null,
                ["TALOSCONFIG"] = "/w/.talos-dev/clusters/shop/talosconfig",
                ["KUBECONFIG"] = "/w/.talos-dev/clusters/shop/kubeconfig",
                ["TALOS_HOME"] = "/w/.talos-dev/clusters/shop/talosctl",
                ["TALOS_DEV_OWNER"] = "/w/.talos-dev/clusters/shop",
                ["DOCKER_HOST"] = "unix:///run/docker.sock",
            },
            command.Environment);
        Assert.Equal(TimeSpan.FromMinutes(10), command.Deadline);
    }

    [Fact]
    public void Destroying_names_state_and_cluster()
    {
        Assert.Equal(["cluster", "--state", "/w/.talos-dev/clusters/shop/talosctl", "--name", "shop-0a1b2c", "destroy", "--force"], TalosctlCommands.Destroy(New, Folder, Names, Engine).Arguments);
        Assert.Equal(["--provisioner", "docker"], TalosctlCommands.Destroy(Old, Folder, Names, Engine).Arguments.TakeLast(2));
    }

    [Fact]
    public void Services_and_support_are_asked_of_the_control_plane()
    {
        var node = IPAddress.Parse("10.5.2.2");
        Assert.Equal(["--talosconfig", "/w/.talos-dev/clusters/shop/talosconfig", "--nodes", "10.5.2.2", "service", "etcd"], TalosctlCommands.Service(New, Folder, node, "etcd").Arguments);
        Assert.Equal(["--talosconfig", "/w/.talos-dev/clusters/shop/talosconfig", "--nodes", "10.5.2.2", "support", "--output", "/e/s.zip"], TalosctlCommands.Support(New, Folder, node, "/e/s.zip").Arguments);
    }

    [Theory]
    [InlineData("Client:\n\tTalos v1.13.9\n", TalosctlDialect.Subcommand)]
    [InlineData("Client v1.12.0", TalosctlDialect.Subcommand)]
    [InlineData("Client:\n\tTalos v1.14.0-beta.1\n", TalosctlDialect.Subcommand)]
    [InlineData("Talos v1.11.5", TalosctlDialect.Provisioner)]
    [InlineData("Client:\n\tTalos v1.9.4\n", TalosctlDialect.Provisioner)]
    public async Task The_dialect_follows_the_version(string output, TalosctlDialect dialect)
    {
        var runner = new FakeCommandRunner(_ => FakeCommandRunner.Success(output));
        Assert.Equal(dialect, (await Talosctl.AskAsync(runner, "/bin/talosctl", TestContext.Current.CancellationToken)).Dialect);
        var asked = Assert.Single(runner.Commands);
        Assert.Equal(["version", "--client", "--short"], asked.Arguments);
        Assert.Null(asked.Environment["TAG"]);
    }

    [Fact]
    public async Task A_talosctl_without_a_version_is_refused()
    {
        var runner = new FakeCommandRunner(_ => FakeCommandRunner.Success("hello"));
        await Assert.ThrowsAsync<PlatformException>(() => Talosctl.AskAsync(runner, "/bin/talosctl", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(null, null, "1.13.9", "ghcr.io/siderolabs/talos:v1.13.9", "1.36.3")]
    [InlineData(null, null, "1.14.1", "ghcr.io/siderolabs/talos:v1.13.9", "1.36.3")]
    [InlineData(null, null, "1.11.5", "ghcr.io/siderolabs/talos:v1.11.5", "")]
    [InlineData("1.13.2", null, "1.13.9", "ghcr.io/siderolabs/talos:v1.13.2", "1.36.3")]
    [InlineData("v1.14.0", null, "1.14.1", "ghcr.io/siderolabs/talos:v1.14.0", "")]
    [InlineData("1.14.0-rc.1", "v1.36.0", "1.13.9", "ghcr.io/siderolabs/talos:v1.14.0-rc.1", "1.36.0")]
    public void Image_and_Kubernetes_fit_the_talosctl_at_hand(string? talos, string? kubernetes, string talosctl, string image, string version)
    {
        var chosen = new TalosPins("ghcr.io/siderolabs/talos", "1.36.3", "registry:3").Choose(talos, kubernetes, new Version(1, 13, 9), Version.Parse(talosctl));
        Assert.Equal((image, version), (chosen.Image.Reference, chosen.KubernetesVersion));
    }

    [Fact]
    public void The_pins_of_the_repository_are_read()
    {
        var pins = TalosPins.Load(Path.Combine(Repository.Root, "stack", "versions.yaml"));
        Assert.Equal("ghcr.io/siderolabs/talos", pins.NodeRepository);
        Assert.Matches(@"^docker\.io/library/registry:\d", pins.RegistryImage);
    }
}
