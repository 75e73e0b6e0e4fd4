using TalosPlatform.Clusters.Talos;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Stack.Host;
using TalosPlatform.Tests.Docker.Engine;

namespace TalosPlatform.Tests.Docker;

/// <summary>The whole build on a real engine, with a stand-in for talosctl that makes the containers and networks that talosctl makes.</summary>
public sealed class ProvisionTests(RealDocker docker)
{
    private const string Image = "ghcr.io/siderolabs/talos:v1.13.9";

    [Fact]
    public async Task A_cluster_comes_stays_and_goes()
    {
        using var build = await StartAsync();
        var workspace = build.NewWorkspace("one");
        await SucceedsAsync(build, workspace, "ProvisionCluster", "--cluster-name", "shop");
        var folder = Folder(workspace, "shop");
        var names = TalosNames.Of(folder.Root);
        Assert.Equal(2, await CountAsync(names));
        var published = await docker.DockerAsync("port", names.ControlPlane, "6443/tcp");
        Assert.Contains($"server: https://{published}\n", File.ReadAllText(folder.Kubeconfig), StringComparison.Ordinal);

        Assert.Contains("2 nodes run already", await SucceedsAsync(build, workspace, "ProvisionCluster", "--cluster-name", "shop"), StringComparison.Ordinal);
        await SucceedsAsync(build, workspace, "UseCluster", "--cluster-name", "shop");
        Assert.Matches(@"\* shop +talos +healthy, 2 nodes, ", await SucceedsAsync(build, workspace, "Clusters"));

        // After the engine or the machine was restarted its containers are there, but do not run.
        await docker.DockerAsync("kill", names.ControlPlane);
        var (exitCode, output) = await build.RunAsync(workspace, "ProvisionCluster");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("--recreate", output, StringComparison.Ordinal);
        await SucceedsAsync(build, workspace, "ProvisionCluster", "--recreate", "--workers", "0");
        Assert.Equal(1, await CountAsync(names));

        await TeardownAsync(build, workspace, "shop");
        Assert.Contains("There is no cluster", await SucceedsAsync(build, workspace, "Clusters"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_clusters_at_once_do_not_clash()
    {
        using var build = await StartAsync();
        var (first, second) = (build.NewWorkspace("first"), build.NewWorkspace("second"));
        var clusters = new[] { (Workspace: first, Name: "a"), (Workspace: first, Name: "b"), (Workspace: second, Name: "a") };
        var results = await Task.WhenAll(clusters.Select(c => build.RunAsync(c.Workspace, "ProvisionCluster", "--cluster-name", c.Name, "--workers", "1")));
        Assert.All(results, r => Assert.True(r.ExitCode == 0, r.Output));
        var states = clusters.Select(c => TalosState.Read(Folder(c.Workspace, c.Name))!).ToList();
        Assert.Equal(3, states.Select(s => s.Subnet).Distinct().Count());
        Assert.Equal(3, states.Select(s => s.RegistryPort).Distinct().Count());
        Assert.Equal(3, clusters.Select(c => File.ReadAllText(Folder(c.Workspace, c.Name).Kubeconfig)).Distinct().Count());

        // Taking one away leaves the others alone, the one of the same name elsewhere too.
        await TeardownAsync(build, first, "a");
        Assert.Equal(2, await CountAsync(TalosNames.Of(Folder(second, "a").Root)));
        Assert.Matches(@"\bb +talos +healthy, 2 nodes, ", await SucceedsAsync(build, first, "Clusters"));
        await TeardownAsync(build, first, "b");
        await TeardownAsync(build, second, "a");
    }

    // Killed while the network is there and no node yet, and while nodes are being made.
    [Theory]
    [InlineData("network")]
    [InlineData("node")]
    public async Task A_killed_creation_leaves_nothing_after_Teardown_and_the_next_run_converges(string moment)
    {
        using var build = await StartAsync();
        var workspace = build.NewWorkspace("killed");
        var names = TalosNames.Of(Folder(workspace, "shop").Root);
        build.Environment["STANDIN_PAUSE"] = moment == "network" ? "600" : "1";
        foreach (var then in (string[])["Teardown", "ProvisionCluster"])
        {
            using (var creation = build.Start(workspace, "ProvisionCluster", "--cluster-name", "shop", "--workers", "9"))
            {
                await UntilAsync(creation, async () => moment == "network"
                    ? (await docker.Engine.NetworksAsync(names.NodeLabels, Cancellation)).Length > 0
                    : await CountAsync(names) > 0);
                creation.Signal("KILL");
                await creation.EndAsync(Cancellation);
            }

            build.Environment.Remove("STANDIN_PAUSE");
            await SucceedsAsync(build, workspace, then, "--cluster-name", "shop", "--workers", "1");
            Assert.Equal(then == "Teardown" ? 0 : 2, await CountAsync(names));
            build.Environment["STANDIN_PAUSE"] = moment == "network" ? "600" : "1";
        }

        await TeardownAsync(build, workspace, "shop");
    }

    [Fact]
    public async Task A_failure_is_explained_and_leaves_evidence_without_secrets_and_nothing_else()
    {
        using var build = await StartAsync();
        var workspace = build.NewWorkspace("failing");
        build.Environment["STANDIN_FAIL"] = "Error: too many open files";
        var (exitCode, output) = await build.RunAsync(workspace, "ProvisionCluster", "--cluster-name", "shop");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("sysctl fs.inotify.max_user_instances=1024", output, StringComparison.Ordinal);
        Assert.Contains("| Error: too many open files", output, StringComparison.Ordinal);
        var evidence = Path.Combine(workspace, "artifacts", "talos-shop");
        Assert.Contains("USERDATA=[redacted]", File.ReadAllText(Assert.Single(Directory.GetFiles(evidence, "*controlplane-1.txt"))), StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(TalosNames.Of(Folder(workspace, "shop").Root)));

        (exitCode, output) = await build.RunAsync(workspace, "ProvisionCluster", "--cluster-name", "shop", "--keep-on-failure");
        Assert.NotEqual(0, exitCode);
        Assert.Equal(1, await CountAsync(TalosNames.Of(Folder(workspace, "shop").Root)));
        await TeardownAsync(build, workspace, "shop");
    }

    [Fact]
    public async Task A_wedged_state_and_a_network_in_use_do_not_stop_the_next_run()
    {
        using var build = await StartAsync();
        var workspace = build.NewWorkspace("wedged");
        var folder = Folder(workspace, "shop");
        var names = TalosNames.Of(folder.Root);
        Directory.CreateDirectory(Path.Combine(folder.TalosctlState, names.Docker));
        await docker.DockerAsync(["network", "create", .. names.NodeLabels.SelectMany(l => new[] { "--label", l }), names.Docker]);
        await docker.DockerAsync("run", "-d", "--name", "debugger", "--network", names.Docker, Image);
        try
        {
            await SucceedsAsync(build, workspace, "ProvisionCluster", "--cluster-name", "shop", "--workers", "0");
            Assert.Equal("running", await docker.DockerAsync("inspect", "-f", "{{.State.Status}}", "debugger"));
            await TeardownAsync(build, workspace, "shop");
        }
        finally
        {
            await docker.TryDockerAsync("rm", "-f", "debugger");
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<BuildRun> StartAsync()
    {
        await docker.RequireAsync();
        await StandInImages.ImportAsync(docker, Image);
        return new BuildRun(docker);
    }

    private static async Task<string> SucceedsAsync(BuildRun build, string workspace, params string[] arguments)
    {
        var (exitCode, output) = await build.RunAsync(workspace, arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }

    private async Task TeardownAsync(BuildRun build, string workspace, string cluster)
    {
        var folder = Folder(workspace, cluster);
        for (var time = 0; time < 2; time++)
        {
            await SucceedsAsync(build, workspace, "Teardown", "--cluster-name", cluster);
            Assert.Equal(0, await CountAsync(TalosNames.Of(folder.Root)));
            Assert.Empty(await docker.Engine.NetworksAsync(TalosNames.Of(folder.Root).NodeLabels, Cancellation));
            Assert.False(Directory.Exists(folder.Root));
            Assert.Empty(IProcessTable.ForThisMachine().FindByEnvironment(HostFolder.OwnerVariable, folder.Root));
        }
    }

    private async Task<int> CountAsync(TalosNames names) => (await docker.Engine.ContainersAsync(names.NodeLabels, Cancellation)).Length;

    private static async Task UntilAsync(TalosPlatform.Tests.Build.RunningBuild build, Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            Assert.False(build.Process.HasExited, build.Output);
            await Task.Delay(20, Cancellation);
        }
    }

    private static TalosFolder Folder(string workspace, string cluster) => new(Path.Combine(workspace, ".talos-dev", "clusters", cluster));
}
