using System.Text.RegularExpressions;
using k8s.Models;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack.Discovery;

/// <summary>The stack's own pods, kubelets and cAdvisor.</summary>
public sealed partial class PlatformDiscoveryTests
{
    [Fact]
    public async Task Every_component_is_scraped_once_by_the_job_that_is_for_it()
    {
        var pods = (await Profile.RenderAsync("full")).Objects.Where(o => Manifests.TemplateOf(o) is not null)
            .Select(o => SamplePod.Of(o.Metadata.NamespaceProperty, $"{o.Metadata.Name}-0", Manifests.TemplateOf(o)!)).ToArray();
        var targets = ScrapeJob.All.Where(job => job.Name != "apiserver" && job.Role == "pod").SelectMany(job => job.Targets(pods).Select(t => $"{job.Name}: {t.Labels["job"]} {new Uri(t.Url).Port}")).ToList();
        Assert.Equal(
            [
                "kube-state-metrics: kube-state-metrics 8080",
                "node-exporter: node-exporter 9100",
                "platform: alertmanager 9093",
                "platform: alloy 12345",
                "platform: grafana 3000",
                "platform: loki 3100",
                "platform: opentelemetry-collector 8888",
                "platform: prometheus 9090",
                "platform: pyroscope 4040",
                "platform: tempo 3200",
                "traefik: traefik 8080",
            ],
            targets.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stack_pod_that_carries_annotations_is_not_scraped_twice()
    {
        var pod = new SamplePod("observability", "prometheus-0", new Dictionary<string, string> { ["app.kubernetes.io/part-of"] = "talos-observability" },
            new Dictionary<string, string> { ["prometheus.io/scrape"] = "true" }, [new V1Container { Name = "prometheus", Ports = [new V1ContainerPort { ContainerPort = 9090, Protocol = "TCP" }] }]);
        Assert.Empty(ScrapeJob.Of("annotated-pods").Targets(pod));
    }

    [Fact]
    public void Labels_of_applications_are_never_overridden_by_what_they_expose() =>
        Assert.Equal(["kube-state-metrics", "traefik"], ScrapeJob.All.Where(job => job.HonorLabels).Select(job => job.Name));

    [Theory]
    [InlineData("kube-state-metrics", "job")]
    [InlineData("node-exporter", "job node")]
    [InlineData("traefik", "job namespace node pod")]
    public async Task Metrics_about_something_else_do_not_carry_the_messengers_labels(string name, string labels)
    {
        var item = (await Profile.RenderAsync("full")).Objects.Single(o => o.Metadata.Name == name && Manifests.TemplateOf(o) is not null);
        var target = Assert.Single(ScrapeJob.Of(name).Targets(SamplePod.Of(item.Metadata.NamespaceProperty, $"{name}-0", Manifests.TemplateOf(item)!)));
        Assert.Equal(labels, string.Join(' ', target.Labels.Keys.Where(l => l != "instance").Order(StringComparer.Ordinal)));
        if (name == "node-exporter")
            Assert.Equal("worker-1", target.Labels["instance"]);
    }

    [Theory]
    [InlineData("apiserver_request_total", "403", true)]
    [InlineData("apiserver_request_total", "500", true)]
    [InlineData("apiserver_request_total", "200", false)]
    [InlineData("apiserver_request_total", "0", false)]
    [InlineData("pod_security_evaluations_total", "", true)]
    [InlineData("authorization_attempts_total", "", true)]
    [InlineData("apiserver_admission_controller_admission_duration_seconds_count", "", true)]
    [InlineData("apiserver_admission_controller_admission_duration_seconds_bucket", "", false)]
    [InlineData("apiserver_request_duration_seconds_bucket", "", false)]
    [InlineData("etcd_request_duration_seconds_bucket", "", false)]
    public void Of_the_api_server_only_refusals_are_kept(string metric, string code, bool kept)
    {
        var labels = new Dictionary<string, string> { ["__name__"] = metric };
        if (code.Length > 0)
            labels["code"] = code;
        Assert.Equal(kept, RelabelRule.Apply(ScrapeJob.Of("apiserver").MetricRelabeling, labels) is not null);
    }

    [Theory]
    [InlineData("kubelet", "https", null)]
    [InlineData("cadvisor", "https", "/metrics/cadvisor")]
    public void Kubelets_are_asked_with_the_service_accounts_token(string name, string scheme, string? path)
    {
        var job = ScrapeJob.Of(name);
        Assert.Equal(("node", scheme, path), (job.Role, job.Settings.Text("scheme"), job.Settings.Text("metrics_path")));
        Assert.Equal("/var/run/secrets/kubernetes.io/serviceaccount/token", job.Settings.Get("authorization")!.Text("credentials_file"));
        Assert.Equal("true", job.Settings.Get("tls_config")!.Text("insecure_skip_verify"));
        Assert.Equal("worker-1", RelabelRule.Apply(job.Relabeling, [KeyValuePair.Create("__meta_kubernetes_node_name", "worker-1")])!["node"]);
    }

    [Theory]
    [InlineData("container_cpu_usage_seconds_total", "app", true)]
    [InlineData("container_memory_working_set_bytes", "app", true)]
    [InlineData("container_memory_rss", "app", true)]
    [InlineData("container_cpu_cfs_throttled_periods_total", "app", true)]
    [InlineData("container_oom_events_total", "app", true)]
    [InlineData("container_fs_usage_bytes", "app", true)]
    [InlineData("container_network_receive_bytes_total", "", true)]
    [InlineData("container_network_transmit_bytes_total", "POD", true)]
    [InlineData("machine_memory_bytes", "", true)]
    [InlineData("machine_cpu_cores", "", true)]
    [InlineData("container_cpu_usage_seconds_total", "", false)]
    [InlineData("container_memory_working_set_bytes", "", false)]
    [InlineData("container_memory_working_set_bytes", "POD", false)]
    [InlineData("container_tasks_state", "app", false)]
    [InlineData("container_spec_memory_limit_bytes", "app", false)]
    public void Cadvisor_counts_every_container_once(string metric, string container, bool stored) =>
        Assert.Equal(stored, ScrapeJob.Of("cadvisor").Stores(metric, ("container", container), ("namespace", "default")));

    [Theory]
    [InlineData("kubelet_volume_stats_available_bytes", true)]
    [InlineData("kubelet_volume_stats_capacity_bytes", true)]
    [InlineData("kubelet_running_pods", true)]
    [InlineData("process_cpu_seconds_total", true)]
    [InlineData("rest_client_request_duration_seconds_bucket", false)]
    [InlineData("workqueue_depth", false)]
    public void The_kubelet_tells_about_volumes_and_pods(string metric, bool stored) => Assert.Equal(stored, ScrapeJob.Of("kubelet").Stores(metric));

    [Fact]
    public void Whatever_dashboards_and_rules_ask_of_kubelets_is_stored()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "dashboards"), "*.json", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "alerts"), "*.yaml", SearchOption.AllDirectories));
        var metrics = files.SelectMany(f => KubeletMetric().Matches(File.ReadAllText(f)).Select(m => m.Value)).Distinct().ToList();
        Assert.True(metrics.Count >= 5, string.Join(' ', metrics));
        Assert.DoesNotContain(metrics, metric => !ScrapeJob.Of("cadvisor").Stores(metric, ("container", "app")) || !ScrapeJob.Of("kubelet").Stores(metric));
    }

    [GeneratedRegex(@"\b(?:container_(?:cpu|memory|fs|network|oom|threads|processes|start)|machine|kubelet)_[a-z_]+\b(?!\s*=)", RegexOptions.CultureInvariant)]
    private static partial Regex KubeletMetric();
}
