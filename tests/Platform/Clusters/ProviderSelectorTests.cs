using TalosPlatform.Clusters;
using TalosPlatform.Databases;
using TalosPlatform.Reports;
using TalosPlatform.Shared;
using TalosPlatform.Stack;
using TalosPlatform.Workloads;

namespace TalosPlatform.Tests.Clusters;

public sealed class ProviderSelectorTests
{
    [Theory]
    [InlineData("auto", "talos+ host+", "talos", "the first that can work")]
    [InlineData("auto", "talos- host+", "host", "talos cannot work: because")]
    [InlineData("auto", "talos+ host+*", "host", "the cluster is there already")]
    [InlineData("auto", "talos-* host+", "talos", "the cluster is there already")]
    [InlineData("host", "talos+* host-", "host", "chosen by --provider")]
    public async Task Auto_stays_where_the_cluster_is_and_else_takes_the_first_that_can_work(string wanted, string providers, string chosen, string reason)
    {
        var selected = await ProviderSelector.SelectAsync(wanted, [.. providers.Split(' ').Select(p => new OneProvider(p))], TestContext.Current.CancellationToken);
        Assert.Equal((chosen, reason), (selected.Provider.Name, selected.Reason));
    }

    [Fact]
    public async Task None_is_an_error_with_every_reason()
    {
        var error = await Assert.ThrowsAsync<PlatformException>(() => ProviderSelector.SelectAsync("auto", [new OneProvider("talos-"), new OneProvider("host-")], TestContext.Current.CancellationToken));
        Assert.Equal("No provider can work here: talos cannot work: because; host cannot work: because.", error.What);
    }

    /// <summary>A plus can work, a minus cannot, a star has the cluster already.</summary>
    private sealed class OneProvider(string text) : IClusterProvider
    {
        public string Name => text.TrimEnd('+', '-', '*');

        public bool Exists => text.EndsWith('*');

        public int? WebhookPort => null;

        public Task<string?> WhyNotAsync(CancellationToken cancellation) => Task.FromResult(text.Contains('-', StringComparison.Ordinal) ? "because" : null);

        public Task<ClusterSection> ProvisionAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IServiceGateway> DeployStackAsync(StackContent content, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IServiceGateway> DeployAppsAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<DatabaseDeployment> DeployDatabasesAsync(IReadOnlyList<string> names, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IServiceGateway> ConnectAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<MeasuredWorkload>> MeasureAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation) => throw new NotSupportedException();

        public Task TeardownAsync(CancellationToken cancellation) => throw new NotSupportedException();
    }
}
