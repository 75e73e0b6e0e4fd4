namespace TalosPlatform.Tests.Cluster;

/// <summary>A cluster whose API server goes away for a moment, on a cluster of its own so that nobody else notices.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task The_cluster_survives_a_restart_of_its_api_server_and_is_replaced_when_it_died()
    {
        RunningCluster.SkipUnlessPossible();
        var cancellation = TestContext.Current.CancellationToken;
        var cluster = RunningCluster.Named("restart");
        await cluster.DownAsync(cancellation);
        try
        {
            await cluster.UpAsync(cancellation);
            Assert.Equal(0, (await cluster.KubectlAsync(["create", "namespace", "kept"], null, cancellation)).ExitCode);
            await cluster.RestartServiceAsync("kube-apiserver", cancellation);
            await RunningCluster.EventuallyAsync(async () => (await cluster.KubectlAsync(["get", "namespace", "kept", "--output=name"], null, cancellation)).Output.Trim(), name => name == "namespace/kept");

            await cluster.StopServiceAsync("kube-apiserver", cancellation);
            var broken = await cluster.StatusAsync(cancellation);
            Assert.Equal((true, false), (broken.Running, broken.Ready));
            await cluster.UpAsync(cancellation);
            Assert.True((await cluster.StatusAsync(cancellation)).Ready);
            Assert.NotEqual(0, (await cluster.KubectlAsync(["get", "namespace", "kept"], null, cancellation)).ExitCode);
        }
        finally
        {
            await cluster.DownAsync(CancellationToken.None);
        }

        Assert.Empty(cluster.Traces());
    }
}
