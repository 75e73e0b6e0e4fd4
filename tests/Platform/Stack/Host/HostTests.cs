using System.Collections.Immutable;
using CsCheck;
using TalosPlatform.Shared;
using TalosPlatform.Stack.Host;
using TalosPlatform.Tests.Shared;
using TalosPlatform.Workloads;

namespace TalosPlatform.Tests.Stack.Host;

public class HostTests
{
    private static readonly Placeholders Known = new(new Dictionary<string, string> { ["port:http"] = "9090", ["url:loki"] = "http://127.0.0.1:3100", ["config"] = "/c" });

    [Theory]
    [InlineData("--config=${config}/a.yml", "--config=/c/a.yml")]
    [InlineData("http://127.0.0.1:${port:http}/${config}", "http://127.0.0.1:9090//c")]
    [InlineData("${__value.raw} $1 ${job} $${__rate_interval}", "${__value.raw} $1 ${job} $${__rate_interval}")]
    public void Placeholders_are_filled_and_others_pass_through(string text, string expected) => Assert.Equal(expected, Known.Fill(text, "x.yml"));

    [Fact]
    public void A_placeholder_without_a_value_names_file_and_nearest()
    {
        var error = Assert.Throws<PlatformException>(() => Known.Fill("${port:htpp}", "x.yml"));
        Assert.Equal("\"${port:htpp}\" in \"x.yml\" has no value: did you mean \"port:http\"?", error.What);
    }

    [Fact]
    public void Ports_that_are_taken_are_replaced_and_none_is_given_twice()
    {
        var ports = new PortAllocator(port => port is not 9090 and not 9091);
        Assert.Equal([9092, 9093, 9100], [ports.Take(9090), ports.Take(9090), ports.Take(9100)]);
        Assert.Throws<PlatformException>(() => new PortAllocator(_ => false).Take(9090));
    }

    [Fact]
    public void No_two_ports_are_ever_the_same() => Gen.Int[1024, 60000].Array[1, 50].Sample(preferred =>
    {
        var allocator = new PortAllocator(port => port % 3 != 0);
        var given = preferred.Select(allocator.Take).ToList();
        return given.Distinct().Count() == given.Count && given.TrueForAll(p => p % 3 != 0);
    });

    [Theory]
    [InlineData("8080", 18080)]
    [InlineData("8081", 18081)]
    [InlineData(null, 18081)]
    public void Annotations_choose_the_port(string? annotated, int expected)
    {
        var target = ScrapeTarget.OfApp(App(annotated is null ? [] : [("prometheus.io/port", annotated)]), new Dictionary<string, int> { ["http"] = 18080, ["grpc"] = 18081 }, "node-1");
        Assert.Equal($"127.0.0.1:{expected}", target!.Address);
    }

    [Fact]
    public void Targets_carry_the_labels_of_Kubernetes_discovery()
    {
        var target = ScrapeTarget.OfApp(App([("prometheus.io/port", "8080"), ("prometheus.io/path", "/m")]), new Dictionary<string, int> { ["http"] = 1 }, "node-1")!;
        Assert.Equal("__metrics_path__=/m,__scheme__=http,container=main,job=orders,namespace=shop,node=node-1,pod=orders-app,service=orders-app", string.Join(',', target.Labels.Select(l => $"{l.Key}={l.Value}")));
    }

    [Fact]
    public void Without_the_annotation_nothing_is_scraped() => Assert.Null(ScrapeTarget.OfApp(App([("prometheus.io/scrape", "false")]), new Dictionary<string, int> { ["http"] = 1 }, "n"));

    [Theory]
    [InlineData("a|b|c", "a|b|c")]
    [InlineData("1|2|3|4|5|6", "3|4|5|6")]
    [InlineData("Error parsing flags|usage|3|4|5|6", "Error parsing flags|…|5|6")]
    public void The_end_of_a_log_keeps_the_reason_that_came_before_the_usage(string log, string expected) =>
        Assert.Equal(expected.Replace('|', '\n'), HostFolder.Summarize(log.Split('|'), 4));

    [Fact]
    public void A_broken_state_file_counts_as_none()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("state.json", "{ \"processes\": ");
        Assert.Empty(new HostStateFile(path).Read().Processes);
    }

    [Fact]
    public void Every_component_of_the_repository_reads()
    {
        var components = HostComponentFile.LoadAll(Path.Combine(Repository.Root, "stack", "host"));
        Assert.Contains(components, c => c is { Name: "prometheus", Required: true });
        Assert.All(components, c => Assert.All(c.Files, f => Assert.True(File.Exists(Path.Combine(c.Folder, f.From)), $"{c.Name}: {f.From}")));
        Assert.All(components, c => Assert.Equal(Path.GetFileName(c.Folder), c.Name));
    }

    private static AppDefinition App((string Name, string Value)[] annotations)
    {
        var all = ImmutableSortedDictionary<string, string>.Empty.Add("prometheus.io/scrape", "true").SetItems(annotations.Select(a => KeyValuePair.Create(a.Name, a.Value)));
        var container = new WorkloadContainer("main", "orders:1", ImmutableSortedDictionary<string, int>.Empty.Add("http", 8080).Add("grpc", 8081), null, null, null, null);
        return new AppDefinition
        {
            Name = "orders-app",
            Folder = "/x",
            Runtime = "dotnet",
            Workload = new Workload("Deployment", "orders-app", "shop", 1, ImmutableSortedDictionary<string, string>.Empty.Add("app.kubernetes.io/name", "orders"), all, [container]),
        };
    }
}
