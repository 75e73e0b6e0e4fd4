using TalosPlatform.Clusters;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Clusters;

public sealed class DefaultClusterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Workspace Workspace => new(_folder.Path, Repository.Root);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_chosen_one_is_used_by_runs_that_name_none()
    {
        Directory.CreateDirectory(Workspace.ClusterFolder("shop"));
        Assert.Contains("\"shop\"", DefaultCluster.Choose(Workspace, "shop"), StringComparison.Ordinal);
        Assert.Equal("shop", Load().Cluster.Name);
        _folder.Write(ConfigFile.RelativePath, "strict: true");
        Assert.Equal("shop", Load().Cluster.Name);
        _folder.Write(ConfigFile.RelativePath, "cluster: { name: orders }");
        Assert.Equal("orders", Load().Cluster.Name);
    }

    [Fact]
    public void Only_a_cluster_that_exists_can_be_chosen()
    {
        Assert.Contains("none yet", Assert.Throws<PlatformException>(() => DefaultCluster.Choose(Workspace, null)).Fix, StringComparison.Ordinal);
        Assert.Contains("ProvisionCluster --cluster-name shop", Assert.Throws<PlatformException>(() => DefaultCluster.Choose(Workspace, "shop")).Fix, StringComparison.Ordinal);
        Directory.CreateDirectory(Workspace.ClusterFolder("shop"));
        Assert.Contains("shop", Assert.Throws<PlatformException>(() => DefaultCluster.Choose(Workspace, "shp")).Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_that_is_removed_is_forgotten()
    {
        Directory.CreateDirectory(Workspace.ClusterFolder("shop"));
        DefaultCluster.Choose(Workspace, "shop");
        DefaultCluster.ForgetIf(Workspace, "other");
        Assert.Equal("shop", DefaultCluster.Read(_folder.Path));
        DefaultCluster.ForgetIf(Workspace, "shop");
        Assert.Null(DefaultCluster.Read(_folder.Path));
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("")]
    [InlineData("UPPER")]
    public void What_is_no_name_is_not_believed(string text)
    {
        _folder.Write(DefaultCluster.RelativePath, text);
        Assert.Null(DefaultCluster.Read(_folder.Path));
        Assert.Equal("talos-dev", Load().Cluster.Name);
    }

    private RunSettings Load() => ConfigFile.Load(_folder.Path, ["host"], [], []);
}
