using System.Net.NetworkInformation;
using System.Text.Json.Nodes;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Tests.Cluster.Images;

namespace TalosPlatform.Tests.Cluster;

/// <summary>What a reference cluster can do.</summary>
public sealed class ClusterTests(RunningCluster running)
{
    [Fact]
    public async Task The_node_is_ready_and_a_second_start_changes_nothing()
    {
        var cluster = await running.RequireAsync();
        var before = await File.ReadAllBytesAsync(cluster.Folder.Kubeconfig, TestContext.Current.CancellationToken);
        await cluster.UpAsync(TestContext.Current.CancellationToken);
        Assert.True((await cluster.StatusAsync(TestContext.Current.CancellationToken)).Ready);
        Assert.Equal(before, await File.ReadAllBytesAsync(cluster.Folder.Kubeconfig, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Credentials_are_readable_by_their_owner_only()
    {
        var cluster = await running.RequireAsync();
        string[] secrets = [cluster.Folder.Kubeconfig, .. Directory.GetFiles(cluster.Folder.Node, "*.kubeconfig"), .. Directory.GetFiles(Path.Combine(cluster.Folder.Node, "pki"), "*.key")];
        Assert.NotEmpty(secrets);
        Assert.All(secrets, secret => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(secret)));
    }

    [Fact]
    public async Task Nothing_of_it_listens_on_this_machine()
    {
        await running.RequireAsync();
        int[] ports = [2379, 2380, 6443, 10249, 10250, 10251, 10252, 10256, 10257, 10259];
        Assert.DoesNotContain(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(), listener => ports.Contains(listener.Port));
    }

    [Fact]
    public async Task The_link_to_the_node_forwards_nothing()
    {
        var cluster = await running.RequireAsync();
        var link = cluster.Folder.Link;
        Assert.Equal("0", (await File.ReadAllTextAsync($"/proc/sys/net/ipv4/conf/{link}/forwarding", TestContext.Current.CancellationToken)).Trim());
    }

    [Fact]
    public async Task Prometheus_discovers_an_annotated_pod_and_scrapes_the_kubelet()
    {
        await running.ApplyAsync("workload.yaml");
        await running.ApplyAsync("prometheus.yaml");
        await running.KubectlAsync(["rollout", "status", "deployment/exporter", "--timeout=90s"]);
        await running.KubectlAsync(["rollout", "status", "deployment/prometheus", "--namespace=monitoring", "--timeout=90s"]);

        // Through the API server's service proxy, as the platform reaches every service.
        using var client = await running.ConnectAsync();
        async Task<double?> Query(string expression)
        {
            var answer = await client.GetStringAsync("api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/query?query=" + Uri.EscapeDataString(expression), TestContext.Current.CancellationToken);
            return JsonNode.Parse(answer)?["data"]?["result"] is JsonArray { Count: 1 } rows ? double.Parse(rows[0]!["value"]![1]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture) : null;
        }

        await RunningCluster.EventuallyAsync(() => Query("sum(up{job=\"pods\", pod=~\"exporter-.*\"})"), value => value == 1);
        await RunningCluster.EventuallyAsync(() => Query("sum(container_memory_working_set_bytes{job=\"cadvisor\", namespace=\"default\", container=\"exporter\"})"), value => value > 1e6);
        await RunningCluster.EventuallyAsync(() => Query("sum(rate(container_cpu_usage_seconds_total{job=\"cadvisor\", namespace=\"default\", container=\"exporter\"}[30s]))"), value => value > 0);
    }

    [Fact]
    public async Task Services_are_reached_by_name_from_a_pod_and_by_proxy_from_here()
    {
        await running.ApplyAsync("workload.yaml");
        await running.KubectlAsync(["rollout", "status", "deployment/exporter", "--timeout=90s"]);
        using var client = await running.ConnectAsync();
        Assert.Contains("node_memory_MemTotal_bytes", await client.GetStringAsync("api/v1/namespaces/default/services/exporter:metrics/proxy/metrics", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var script = "until wget -qO- http://exporter/metrics > /tmp/a && wget -qO- http://exporter-pods.default:9100/metrics > /tmp/b; do sleep 0.2; done; nslookup kubernetes.default.svc.cluster.local; grep -c node_memory_MemTotal_bytes /tmp/a /tmp/b";
        await running.KubectlAsync(["delete", "pod", "asker", "--ignore-not-found", "--now"]);
        await running.KubectlAsync(["run", "asker", "--restart=Never", "--image=localhost/reference/busybox:1", "--", "timeout", "45", "sh", "-c", script]);
        var phase = await RunningCluster.EventuallyAsync(() => running.KubectlAsync(["get", "pod", "asker", "--output=jsonpath={.status.phase}"]), phase => phase.Trim() is "Succeeded" or "Failed");
        var said = await running.KubectlAsync(["logs", "asker"]);
        Assert.True(phase.Trim() == "Succeeded", said);
        Assert.Contains("Address: 10.96.0.1", said, StringComparison.Ordinal);
        Assert.Contains("/tmp/b:", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_samples_run_from_their_own_manifests()
    {
        await running.ImportSamplesAsync();
        var cancellation = TestContext.Current.CancellationToken;
        var samples = Path.Combine(Repository.Root, "samples");
        await running.KubectlAsync(["create", "namespace", "samples"]);
        await running.KubectlAsync(["create", "secret", "generic", "postgres-catalog-database", "--namespace=samples", $"--from-literal=password={Guid.NewGuid():N}"]);
        var names = Directory.GetDirectories(samples).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal).ToArray();
        foreach (var manifest in names.Select(name => Path.Combine(samples, name, "k8s.yaml")).Append(Path.Combine(samples, "postgres-catalog", "database.yaml")))
            await running.KubectlAsync(["apply", "--namespace=samples", "--filename=-"], await File.ReadAllTextAsync(manifest, cancellation));
        foreach (var name in names)
            await running.KubectlAsync(["rollout", "status", $"deployment/{name}", "--namespace=samples", "--timeout=180s"]);
        // The shop asks the other sample by its service name.
        using var client = await running.ConnectAsync();
        using var order = new StringContent("{\"item\":\"book\",\"quantity\":1}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("api/v1/namespaces/samples/services/node-express:http/proxy/checkout", order, cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellation));
        Assert.Contains("http_server_request_duration_seconds_count", await client.GetStringAsync("api/v1/namespaces/samples/services/grpc-orders:http/proxy/metrics", cancellation), StringComparison.Ordinal);
    }
}
