using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Shared;
using TalosPlatform.Tests.Clusters.Docker;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Clusters.Talos;

public sealed class KubeconfigFileTests
{
    [Theory]
    [InlineData("https://10.5.0.2:6443")]
    [InlineData("https://127.0.0.1:40001")]
    [InlineData("https://127.0.0.1:55001")]
    public void The_server_is_where_docker_publishes_it(string server) => Corrects(server);

    [Fact]
    public void Another_cluster_is_refused() => Refuses();

    [Fact]
    public void A_missing_port_or_file_says_so()
    {
        using var folder = new TemporaryFolder();
        var (cluster, names, controlPlane) = Make(folder, "https://127.0.0.1:1", publish: false);
        Assert.Contains("does not publish port 6443", Assert.Throws<PlatformException>(() => KubeconfigFile.Repair(cluster, names, controlPlane)).What, StringComparison.Ordinal);
        File.Delete(cluster.Kubeconfig);
        Assert.Contains("wrote no kubeconfig", Assert.Throws<PlatformException>(() => KubeconfigFile.Repair(cluster, names, controlPlane)).What, StringComparison.Ordinal);
    }

    internal static void Corrects(string server)
    {
        using var folder = new TemporaryFolder();
        var (cluster, names, controlPlane) = Make(folder, server);
        Assert.Equal("https://127.0.0.1:55001/", KubeconfigFile.Repair(cluster, names, controlPlane).ToString());
        KubeconfigFile.Check(cluster, names, controlPlane);
        Assert.Contains("    server: https://127.0.0.1:55001\n", File.ReadAllText(cluster.Kubeconfig), StringComparison.Ordinal);
        Assert.Contains("certificate-authority-data: QUJD", File.ReadAllText(cluster.Kubeconfig), StringComparison.Ordinal);
        Assert.Contains("            - 127.0.0.1:55002\n", File.ReadAllText(cluster.Talosconfig), StringComparison.Ordinal);
    }

    internal static void Refuses()
    {
        using var folder = new TemporaryFolder();
        var (cluster, names, controlPlane) = Make(folder, "https://127.0.0.1:55001");
        File.WriteAllText(cluster.Kubeconfig, File.ReadAllText(cluster.Kubeconfig).Replace(names.Context, "production", StringComparison.Ordinal));
        var error = Assert.Throws<PlatformException>(() => KubeconfigFile.Check(cluster, names, controlPlane));
        Assert.Contains("\"production\" at \"https://127.0.0.1:55001\"", error.What, StringComparison.Ordinal);
        Assert.Throws<PlatformException>(() => KubeconfigFile.Repair(cluster, names, controlPlane));

        // The right name with a server that is not this cluster's is refused as well.
        (cluster, names, controlPlane) = Make(folder, "https://203.0.113.7:6443");
        Assert.Throws<PlatformException>(() => KubeconfigFile.Check(cluster, names, controlPlane));
    }

    private static (TalosFolder Cluster, TalosNames Names, DockerContainer ControlPlane) Make(TemporaryFolder folder, string server, bool publish = true)
    {
        var cluster = new TalosFolder(folder.Path);
        var names = TalosNames.Of(folder.Path);
        folder.Write("kubeconfig", $"""
            apiVersion: v1
            kind: Config
            clusters:
              - name: {names.Docker}
                cluster:
                    server: {server}
                    certificate-authority-data: QUJD
            contexts:
              - name: {names.Context}
                context: [ cluster: {names.Docker}, user: {names.Context} ]
            current-context: {names.Context}

            """);
        folder.Write("talosconfig", $"""
            context: {names.Docker}
            contexts:
                {names.Docker}:
                    endpoints:
                        - 127.0.0.1:41234
                    ca: QUJD
            """);
        var docker = new FakeDocker();
        return (cluster, names, docker.Add(names.ControlPlane, "running", FakeDocker.TalosLabels(names.Docker), publish ? [new PublishedPort("127.0.0.1", 55001, 6443), new PublishedPort("127.0.0.1", 55002, 50000)] : []));
    }
}
