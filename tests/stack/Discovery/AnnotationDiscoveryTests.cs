using k8s.Models;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack.Discovery;

/// <summary>Annotated pods: what is scraped, once, under which labels.</summary>
public sealed class AnnotationDiscoveryTests
{
    private static readonly ScrapeJob Job = ScrapeJob.Of("annotated-pods");

    /// <summary>Annotations; containers as <c>name:port port</c>, ports as <c>name/number</c>; targets as <c>container address-and-path</c>.</summary>
    [Theory]
    [InlineData("", "app:http/8080", "")]
    [InlineData("prometheus.io/scrape=false", "app:http/8080", "")]
    [InlineData("prometheus.io/scrape=true prometheus.io/port=8080", "app:http/8080", "app :8080/metrics")]
    [InlineData("prometheus.io/scrape=true prometheus.io/port=8080 prometheus.io/path=/m", "app:http/8080", "app :8080/m")]
    [InlineData("k8s.grafana.com/scrape=true k8s.grafana.com/metrics.portNumber=8080 k8s.grafana.com/metrics.path=/m", "app:http/8080", "app :8080/m")]
    [InlineData("k8s.grafana.com/scrape=true k8s.grafana.com/metrics.portName=metrics", "app:http/8080,metrics/9090", "app :9090/metrics")]
    [InlineData("prometheus.io/scrape=true", "app:http/8080,metrics/9090", "app :8080/metrics|app :9090/metrics")]
    // One port by annotation: however many ports and containers there are, it is one target.
    [InlineData("prometheus.io/scrape=true prometheus.io/port=9090", "app:http/8080,metrics/9090,grpc/8081", "app :9090/metrics")]
    [InlineData("prometheus.io/scrape=true prometheus.io/port=9090", "app:http/8080 exporter:metrics/9090", "exporter :9090/metrics")]
    [InlineData("prometheus.io/scrape=true prometheus.io/port=9090", "app:metrics/9090 proxy:admin/15000,other/15001", "app :9090/metrics")]
    // Ports need not be declared: a container without any is taken at the annotation's word.
    [InlineData("prometheus.io/scrape=true prometheus.io/port=9090", "app:", "app :9090/metrics")]
    // Where neither fits, the container is named.
    [InlineData("prometheus.io/scrape=true prometheus.io/port=9090", "app:http/8080", "")]
    [InlineData("prometheus.io/scrape=true prometheus.io/port=9090 k8s.grafana.com/metrics.container=app", "app:http/8080,grpc/8081 proxy:admin/15000", "app :9090/metrics")]
    [InlineData("prometheus.io/scrape=true prometheus.io/port=http", "app:http/8080", "app :8080/metrics")]
    public void A_port_that_serves_metrics_is_one_target(string annotations, string containers, string expected)
    {
        var targets = Job.Targets(Pod(annotations, containers));
        Assert.Equal(expected, string.Join('|', targets.Select(t => $"{t.Labels["container"]} {t.Url["http://10.244.0.7".Length..]}")));
    }

    [Theory]
    [InlineData("app.kubernetes.io/name=shop app=old", "", "shop", "shop")]
    [InlineData("app=shop", "", "shop", "shop")]
    [InlineData("", "", "app", "app")]
    [InlineData("app.kubernetes.io/name=shop", "k8s.grafana.com/job=team/shop", "team/shop", "shop")]
    public void Job_and_service_are_the_applications_name(string labels, string annotations, string job, string service)
    {
        var pod = Pod($"prometheus.io/scrape=true prometheus.io/port=8080 {annotations}", "app:http/8080") with { Labels = Pairs(labels) };
        var target = Assert.Single(Job.Targets(pod));
        Assert.Equal((job, service), (target.Labels["job"], target.Labels["service"]));
    }

    [Fact]
    public void Labels_are_where_it_runs_and_nothing_else()
    {
        var target = Assert.Single(Job.Targets(Pod("prometheus.io/scrape=true prometheus.io/port=8080 evil.io/namespace=kube-system", "app:http/8080") with { Labels = Pairs("app=shop team=x") }));
        Assert.Equal("container=app instance=10.244.0.7:8080 job=shop namespace=default node=worker-1 pod=shop-1 service=shop",
            string.Join(' ', target.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}")));
    }

    [Theory]
    [InlineData("Running", 1)]
    [InlineData("Unknown", 1)]
    [InlineData("Pending", 0)]
    [InlineData("Succeeded", 0)]
    [InlineData("Failed", 0)]
    public void Pods_that_do_not_run_are_no_targets(string phase, int targets) =>
        Assert.Equal(targets, Job.Targets(Pod("prometheus.io/scrape=true prometheus.io/port=8080", "app:http/8080") with { Phase = phase }).Count);

    [Fact]
    public void Init_containers_and_other_protocols_are_no_targets()
    {
        var pod = Pod("prometheus.io/scrape=true", "app:http/8080") with { InitContainers = Containers("migrate:http/8080") };
        pod.Containers[0].Ports.Add(new V1ContainerPort { Name = "dns", ContainerPort = 53, Protocol = "UDP" });
        Assert.Equal("http://10.244.0.7:8080/metrics", Assert.Single(Job.Targets(pod)).Url);
    }

    [Fact]
    public void Scheme_parameters_interval_and_ipv6_are_honoured()
    {
        var pod = Pod("prometheus.io/scrape=true prometheus.io/port=8443 prometheus.io/scheme=https prometheus.io/param_module=http k8s.grafana.com/metrics.scrapeInterval=5s", "app:https/8443") with { Ip = "fd00::7" };
        var target = Assert.Single(Job.Targets(pod));
        Assert.Equal(("https://[fd00::7]:8443/metrics?module=http", "5s"), (target.Url, target.Interval));
    }

    [Theory]
    [InlineData("prometheus.io/scheme=file")]
    [InlineData("prometheus.io/port=80;evil.example:443")]
    [InlineData("k8s.grafana.com/metrics.scrapeInterval=1ms")]
    [InlineData("k8s.grafana.com/metrics.scrapeInterval=0s")]
    public void A_value_that_makes_no_sense_is_ignored(string annotation)
    {
        var target = Assert.Single(Job.Targets(Pod($"prometheus.io/scrape=true {annotation}", "app:http/8080")));
        Assert.Equal(("http://10.244.0.7:8080/metrics", "10s"), (target.Url, target.Interval));
    }

    [Theory]
    [InlineData("grpc-orders")]
    [InlineData("node-express")]
    public void Samples_are_found(string sample)
    {
        var template = Manifests.Parse(File.ReadAllText(Path.Combine(Repository.Root, "samples", sample, "k8s.yaml"))).Select(Manifests.TemplateOf).OfType<V1PodTemplateSpec>().Single();
        Assert.Equal($"http://10.244.0.7:8080/metrics container={sample} job={sample} namespace=default node=worker-1 pod={sample}-0 service={sample}",
            string.Join(' ', Assert.Single(Job.Targets(SamplePod.Of("default", $"{sample}-0", template))).ToString().Split(' ').Order(StringComparer.Ordinal).OrderBy(p => !p.StartsWith("http", StringComparison.Ordinal))));
    }

    private static SamplePod Pod(string annotations, string containers) => new("default", "shop-1", new Dictionary<string, string>(), Pairs(annotations), Containers(containers));

    private static IReadOnlyList<V1Container> Containers(string text) =>
    [
        .. text.Split(' ').Select(c => c.Split(':')).Select(c => new V1Container
        {
            Name = c[0],
            Ports = [.. c[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('/')).Select(p =>
                new V1ContainerPort { Name = p[0], ContainerPort = int.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture), Protocol = "TCP" })],
        }),
    ];

    private static Dictionary<string, string> Pairs(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
}
