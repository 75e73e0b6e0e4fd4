using System.Text.Json.Nodes;
using k8s;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Apply;
using TalosPlatform.Tests.Build;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Cluster.Deployment;

/// <summary>The platform on the reference cluster, driven as a user drives it: by <c>build.sh</c> in a workspace of its own.</summary>
internal sealed class DeployedPlatform : IAsyncDisposable
{
    /// <summary>A cluster carries one platform: the tests that deploy it take turns.</summary>
    public const string Collection = "one platform at a time";

    private readonly TemporaryFolder _workspace = new();
    private readonly ReferenceCluster _cluster;
    private readonly string _context;

    private DeployedPlatform(ReferenceCluster cluster, string context)
    {
        _cluster = cluster;
        _context = context;
    }

    public string Workspace => _workspace.Path;

    public JsonNode Run => JsonNode.Parse(File.ReadAllText(Path.Combine(Workspace, "artifacts", "run.json")))!;

    public static async Task<DeployedPlatform> PrepareAsync(RunningCluster running, string configuration = "samples: []")
    {
        var cluster = await running.RequireAsync();
        var platform = new DeployedPlatform(cluster, KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.Folder.Kubeconfig).CurrentContext);
        DebianOverlay.Write(platform.Workspace, Repository.Root, more: configuration);
        return platform;
    }

    public RunningBuild Start(params string[] arguments) =>
        BuildScript.Start(Workspace, [.. arguments, "--kubeconfig", _cluster.Folder.Kubeconfig, "--context", _context]);

    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output) = await TryAsync(arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }

    public async Task<(int ExitCode, string Output)> TryAsync(params string[] arguments)
    {
        using var build = Start(arguments);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        return (await build.EndAsync(deadline.Token), build.Output);
    }

    /// <summary>Version of every object that we applied, by its name; those that are being deleted are gone already.</summary>
    public async Task<Dictionary<string, string>> AppliedAsync()
    {
        using var server = new ApiServer(await ClusterContext.ReadAsync(_cluster.Folder.Kubeconfig, _context, TestContext.Current.CancellationToken), TimeProvider.System);
        var live = new LiveObjects(server, new ApiResources(server));
        var versions = new Dictionary<string, string>();
        foreach (var part in (string[])["stack", "apps", "databases"])
        {
            // The kinds that controllers write to all the time change their versions without us.
            foreach (var item in (await live.OfEveryKindAsync(new AppliedSet("under-test", part), TestContext.Current.CancellationToken)).DistinctBy(o => o.Uid).Where(o => o.Json["metadata"]!["deletionTimestamp"] is null))
                versions[item.Key.ToString()] = item.Json["metadata"]!["generation"]?.ToString() ?? item.Json["metadata"]!["resourceVersion"]!.ToString();
        }

        return versions;
    }

    public async Task TeardownLeavesNothingAsync()
    {
        await RunAsync("Teardown");
        Assert.Empty(await AppliedAsync());
        Assert.False(Directory.Exists(Path.Combine(Workspace, ".talos-dev", "clusters")), "files of the cluster are left");
    }

    public async ValueTask DisposeAsync()
    {
        await TryAsync("Teardown");
        _workspace.Dispose();
    }
}
