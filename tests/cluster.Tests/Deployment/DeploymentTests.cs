using System.Text.Json.Nodes;
using TalosPlatform.Tests.Cluster.Images;

namespace TalosPlatform.Tests.Cluster.Deployment;

/// <summary>The whole way on a real cluster: deploy, check, change, break off, remove.</summary>
[Collection(DeployedPlatform.Collection)]
public sealed class DeploymentTests(RunningCluster running)
{
    private static readonly string[] Samples = ["go-http", "grpc-orders", "node-express", "postgres-catalog", "python-fastapi"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_default_run_deploys_measures_and_proves_it()
    {
        await running.ImportSamplesAsync();
        await using var platform = await DeployedPlatform.PrepareAsync(running, $"samples: [{string.Join(", ", Samples)}]\nload: {{ levels: [2, 4, 8], levelDuration: 10s }}");
        var output = await platform.RunAsync();
        var run = platform.Run;

        Assert.Equal("existing", run["cluster"]!["provider"]!.GetValue<string>());
        Assert.StartsWith("1.20", run["cluster"]!["kubernetesVersion"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("left-out", Component(run, "grafana")["status"]!.GetValue<string>());
        Assert.All((string[])["prometheus", "alertmanager", "node-exporter", .. Samples], name => Assert.Equal("running", Component(run, name)["status"]!.GetValue<string>()));
        Assert.True(run["timings"]!["firstMetricSeconds"]!.GetValue<double>() > 0);
        Assert.True(run["timings"]!["firstDashboardSeconds"]!.GetValue<double>() > 0);

        Assert.Equal(0, run["smoke"]!["failed"]!.GetValue<int>());
        Assert.All(Samples, sample => Assert.Contains(run["smoke"]!["checks"]!.AsArray(), c => c!["name"]!.GetValue<string>().StartsWith($"target {sample} ", StringComparison.Ordinal) && c["status"]!.GetValue<string>() == "passed"));
        Assert.Equal(0, run["dashboards"]!["failed"]!.GetValue<int>());
        var red = run["dashboards"]!["charts"]!.AsArray().Where(c => c!["dashboard"]!.GetValue<string>() == "Application RED").ToList();
        Assert.NotEmpty(red);
        Assert.All(red, panel => Assert.NotEmpty(panel!["series"]?.AsArray() ?? []));
        Assert.Equal(0, run["alerts"]!["failed"]!.GetValue<int>());
        Assert.All(run["load"]!.AsArray(), level => Assert.Equal(0, level!["errors"]!.GetValue<long>()));
        Assert.True(run["cost"]!["monthly"]!["expected"]!.GetValue<decimal>() > 0);
        Assert.Superset(Samples.ToHashSet(), run["cost"]!["services"]!.AsArray().Select(s => s!["name"]!.GetValue<string>()).ToHashSet());

        await platform.TeardownLeavesNothingAsync();
        await platform.TeardownLeavesNothingAsync();
    }

    [Fact]
    public async Task A_second_run_writes_nothing()
    {
        await using var platform = await DeployedPlatform.PrepareAsync(running);
        await platform.RunAsync("DeployStack");
        var before = await platform.AppliedAsync();
        var output = await platform.RunAsync("DeployStack");
        Assert.Contains("nothing to change", output, StringComparison.Ordinal);
        Assert.Equal(before, await platform.AppliedAsync());
    }

    [Fact]
    public async Task An_upgrade_changes_what_is_different_and_removes_what_is_gone()
    {
        await using var platform = await DeployedPlatform.PrepareAsync(running);
        var overlay = Path.Combine(platform.Workspace, "debian", "kustomization.yaml");
        var text = await File.ReadAllTextAsync(overlay, Cancellation);
        await File.WriteAllTextAsync(overlay, text + "\nresources: [more.yaml]\n", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(platform.Workspace, "debian", "more.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: more, namespace: observability }\ndata: { a: \"1\", b: \"2\" }\n", Cancellation);
        await platform.RunAsync("DeployStack");
        Assert.Contains("ConfigMap observability/more", (await platform.AppliedAsync()).Keys);

        await File.WriteAllTextAsync(Path.Combine(platform.Workspace, "debian", "more.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: more, namespace: observability }\ndata: { a: \"1\" }\n", Cancellation);
        Assert.Contains("1 changed", await platform.RunAsync("DeployStack", "--without", "grafana", "kube-state-metrics", "node-exporter"), StringComparison.Ordinal);
        Assert.Equal("{\"a\":\"1\"}", JsonNode.Parse(await running.KubectlAsync(["get", "configmap", "more", "--namespace=observability", "--output=json"]))!["data"]!.ToJsonString());
        Assert.DoesNotContain((await platform.AppliedAsync()).Keys, key => key.Contains("node-exporter", StringComparison.Ordinal));

        await File.WriteAllTextAsync(overlay, text, Cancellation);
        await platform.RunAsync("DeployStack");
        var applied = (await platform.AppliedAsync()).Keys;
        Assert.DoesNotContain("ConfigMap observability/more", applied);
        Assert.Contains("DaemonSet observability-agents/node-exporter", applied);
    }

    [Theory]
    [InlineData(1000), InlineData(1800), InlineData(3000)]
    public async Task Killed_in_the_middle_the_next_run_goes_on(int milliseconds)
    {
        await using var platform = await DeployedPlatform.PrepareAsync(running);
        using (var build = platform.Start("DeployStack"))
        {
            await Task.Delay(milliseconds, Cancellation);
            build.Signal("KILL");
            await build.EndAsync(Cancellation);
        }

        await platform.RunAsync("DeployStack");
        await platform.TeardownLeavesNothingAsync();
    }

    [Fact]
    public async Task A_restart_of_the_api_server_is_waited_out()
    {
        await using var platform = await DeployedPlatform.PrepareAsync(running);
        var cluster = await running.RequireAsync();
        using var build = platform.Start("DeployStack");
        while (!build.Output.Contains("objects of the stack", StringComparison.Ordinal) && !build.Process.HasExited)
            await Task.Delay(20, Cancellation);
        await cluster.RestartServiceAsync("kube-apiserver", Cancellation);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        Assert.True(await build.EndAsync(deadline.Token) == 0, build.Output);
    }

    [Fact]
    public async Task A_field_of_somebody_else_is_left_to_them_unless_it_is_taken()
    {
        await using var platform = await DeployedPlatform.PrepareAsync(running);
        await platform.RunAsync("DeployStack");
        await running.KubectlAsync(["patch", "configmap", "prometheus-rules", "--namespace=observability", "--field-manager=a-colleague", "--patch={\"data\":{\"node.yaml\":\"groups: []\"}}"]);
        var (exitCode, output) = await platform.TryAsync("DeployStack");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("\"a-colleague\" owns \".data.node.yaml\"", output, StringComparison.Ordinal);
        Assert.Contains("--force-conflicts", output, StringComparison.Ordinal);
        await platform.RunAsync("DeployStack", "--force-conflicts");
        Assert.Contains("nothing to change", await platform.RunAsync("DeployStack"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teardown_removes_what_was_applied_and_nothing_else()
    {
        await using var platform = await DeployedPlatform.PrepareAsync(running);
        await platform.RunAsync("DeployStack");
        await running.KubectlAsync(["create", "configmap", "of-somebody-else", "--namespace=observability"]);
        await running.KubectlAsync(["annotate", "service", "prometheus", "--namespace=observability", "note=mine"]);
        try
        {
            Assert.Contains("\"observability\" stays", await platform.RunAsync("Teardown"), StringComparison.Ordinal);
            Assert.Empty(await platform.AppliedAsync());
            Assert.Equal("configmap/of-somebody-else", (await running.KubectlAsync(["get", "configmap", "of-somebody-else", "--namespace=observability", "--output=name"])).Trim());
            Assert.Equal("", (await running.KubectlAsync(["get", "deployments,services,daemonsets", "--all-namespaces", "--selector=app.kubernetes.io/managed-by=talos-observability", "--output=name"])).Trim());
            Assert.Equal("", (await running.KubectlAsync(["get", "namespace", "observability-agents", "--ignore-not-found", "--output=name"])).Trim());
        }
        finally
        {
            await running.KubectlAsync(["delete", "namespace", "observability", "--ignore-not-found"]);
        }
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_leaves_its_component_out_with_the_reason()
    {
        await using var platform = await DeployedPlatform.PrepareAsync(running);
        var output = await platform.RunAsync("DeployStack", "--image-override", "node-exporter=localhost/absent:1");
        Assert.Contains("left out: node-exporter (image \"localhost/absent:1\" cannot be pulled", output, StringComparison.Ordinal);
        Assert.Equal("left-out", Component(platform.Run, "node-exporter")["status"]!.GetValue<string>());
        Assert.DoesNotContain((await platform.AppliedAsync()).Keys, key => key.Contains("node-exporter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_component_that_crashes_fails_with_its_last_log_lines()
    {
        await using var platform = await DeployedPlatform.PrepareAsync(running);
        await File.WriteAllTextAsync(Path.Combine(platform.Workspace, "debian", "prometheus.yml"), "nonsense: true\n", Cancellation);
        var (exitCode, output) = await platform.TryAsync("DeployStack");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("container \"prometheus\" exited with code", output, StringComparison.Ordinal);
        Assert.Contains("field nonsense not found", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_binds_the_namespace_of_the_applications()
    {
        await running.ImportSamplesAsync();
        await using var platform = await DeployedPlatform.PrepareAsync(running, "samples: [grpc-orders]");
        await File.WriteAllTextAsync(Path.Combine(platform.Workspace, ".talos-dev", "config.yaml"), (await File.ReadAllTextAsync(Path.Combine(platform.Workspace, ".talos-dev", "config.yaml"), Cancellation)).Replace("name: under-test", "name: under-test, appNamespace: shop, quota: small", StringComparison.Ordinal), Cancellation);
        await platform.RunAsync("DeploySamples");
        var quota = JsonNode.Parse(await running.KubectlAsync(["get", "resourcequota", "talos-observability", "--namespace=shop", "--output=json"]))!;
        Assert.Equal("512Mi", quota["status"]!["hard"]!["limits.memory"]!.GetValue<string>());
        Assert.Equal("1", quota["status"]!["used"]!["pods"]!.GetValue<string>());
        var refused = await (await running.RequireAsync()).KubectlAsync(["run", "greedy", "--namespace=shop", $"--image={ReferenceImages.BusyBox}", "--limits=memory=1Gi"], null, Cancellation);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("forbidden", refused.Error, StringComparison.Ordinal);
        await platform.TeardownLeavesNothingAsync();
        Assert.Equal("", (await running.KubectlAsync(["get", "namespace", "shop", "--ignore-not-found", "--output=name"])).Trim());
    }

    [Fact]
    public async Task A_second_platform_on_the_same_cluster_is_refused()
    {
        await using var platform = await DeployedPlatform.PrepareAsync(running);
        await platform.RunAsync("DeployStack");
        await using var other = await DeployedPlatform.PrepareAsync(running);
        var (exitCode, output) = await other.TryAsync("DeployStack", "--cluster-name", "second");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("under the name \"under-test\"", output, StringComparison.Ordinal);
    }

    private static JsonNode Component(JsonNode run, string name) => run["components"]!.AsArray().Single(c => c!["name"]!.GetValue<string>() == name)!;
}
