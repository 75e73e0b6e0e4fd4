using System.Text.RegularExpressions;
using k8s.Models;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack.Discovery;

/// <summary>Logs and profiles: whose, from where, under which labels.</summary>
public sealed partial class AlloyDiscoveryTests
{
    private static readonly SamplePod Pod = new("default", "shop-1", new Dictionary<string, string> { ["app.kubernetes.io/name"] = "shop" }, new Dictionary<string, string>(),
    [
        new V1Container { Name = "app", Ports = [Port("http", 8080), Port("pprof", 6060)] },
        new V1Container { Name = "proxy", Ports = [Port("admin", 15000)] },
    ]);

    [Fact]
    public void A_container_is_one_stream_however_many_ports_it_has()
    {
        var streams = Logs(Pod);
        Assert.Equal(
            [
                "__path__=/var/log/pods/default_shop-1_*/app/*.log container=app namespace=default node=worker-1 pod=shop-1 service_name=shop",
                "__path__=/var/log/pods/default_shop-1_*/proxy/*.log container=proxy namespace=default node=worker-1 pod=shop-1 service_name=shop",
            ],
            streams);
    }

    [Fact]
    public void A_pod_may_keep_its_logs_to_itself() =>
        Assert.Empty(Logs(Pod with { Annotations = new Dictionary<string, string> { ["logs.grafana.com/pods.enabled"] = "false" } }));

    [Fact]
    public void Logs_of_init_containers_and_failed_pods_are_kept() =>
        Assert.Equal(3, Logs(Pod with { InitContainers = [new V1Container { Name = "migrate" }], Phase = "Failed" }).Count);

    [Theory]
    [InlineData("{\"level\":\"info\",\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",\"span_id\":\"b7ad6b7169203331\"}", "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")]
    [InlineData("{\"TraceId\": \"0AF7651916CD43DD8448EB211C80319C\"}", "0AF7651916CD43DD8448EB211C80319C", "")]
    [InlineData("level=info traceID=0af7651916cd43dd8448eb211c80319c spanID=b7ad6b7169203331 msg=ok", "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")]
    [InlineData("level=info msg=\"no trace here\"", "", "")]
    [InlineData("trace_id=0af7651916cd43dd8448eb211c80319c00", "", "")]
    public void Trace_ids_are_found_in_json_and_logfmt(string line, string trace, string span)
    {
        var expressions = Expression().Matches(File.ReadAllText(Path.Combine(Manifests.StackRoot, "loki", "pod-logs.alloy")))
            .Select(m => new Regex(m.Groups[1].Value.Replace("\\\\", "\\", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("?P<", "?<", StringComparison.Ordinal), RegexOptions.CultureInvariant)).ToList();
        Assert.Equal(2, expressions.Count);
        Assert.Equal((trace, span), (expressions[0].Match(line).Groups["trace_id"].Value, expressions[1].Match(line).Groups["span_id"].Value));
    }

    [Theory]
    [InlineData("", "cpu", "")]
    [InlineData("profiles.grafana.com/cpu.scrape=true profiles.grafana.com/cpu.port_name=pprof", "cpu", "app 10.244.0.7:6060")]
    [InlineData("profiles.grafana.com/cpu.scrape=true profiles.grafana.com/cpu.port=6060", "cpu", "app 10.244.0.7:6060")]
    [InlineData("profiles.grafana.com/cpu.scrape=true profiles.grafana.com/cpu.container=proxy", "cpu", "proxy 10.244.0.7:15000")]
    [InlineData("profiles.grafana.com/cpu.scrape=true profiles.grafana.com/cpu.port_name=pprof", "memory", "")]
    [InlineData("profiles.grafana.com/memory.scrape=true profiles.grafana.com/memory.port_name=pprof", "memory", "app 10.244.0.7:6060")]
    public void Profiles_are_taken_of_the_kinds_that_are_asked_for(string annotations, string kind, string expected)
    {
        var pod = Pod with { Annotations = annotations.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]) };
        var targets = pod.Discovered().Select(d => RelabelRule.Apply(AlloyRules.Read("pyroscope/pod-profiles.alloy", ("kind", kind)), d)).OfType<SortedDictionary<string, string>>().ToList();
        Assert.Equal(expected, string.Join('|', targets.Select(t => $"{t["container"]} {t["__address__"]}")));
        Assert.All(targets, t => Assert.Equal(("shop", "default", "shop-1", "worker-1"), (t["service_name"], t["namespace"], t["pod"], t["node"])));
    }

    [Fact]
    public void The_stacks_own_profiles_are_asked_for_at_ports_that_are_declared() => Assert.All(
        Manifests.Workloads.SelectMany(w => (w.Template.Metadata.Annotations ?? new Dictionary<string, string>()).Where(a => a.Key.EndsWith(".port_name", StringComparison.Ordinal)).Select(a => (w, a.Value))),
        entry => Assert.Contains(entry.w.Container.Ports, p => p.Name == entry.Value));

    // Whatever a file refers to is a block of that or another file.
    [Fact]
    public void References_between_blocks_lead_somewhere()
    {
        var text = string.Join('\n', new[] { "alloy/config.alloy", "loki/pod-logs.alloy", "pyroscope/pod-profiles.alloy" }.Select(f => File.ReadAllText(Path.Combine(Manifests.StackRoot, f))));
        var blocks = Block().Matches(text).Select(m => $"{m.Groups["type"].Value}.{m.Groups["label"].Value}").ToHashSet();
        var references = Reference().Matches(text).Select(m => m.Groups["block"].Value).Distinct().ToList();
        Assert.NotEmpty(references);
        Assert.Empty(references.Except(blocks));
        var code = Quoted().Replace(text, "");
        Assert.Equal(code.Count(c => c == '{'), code.Count(c => c == '}'));
    }

    private static List<string> Logs(SamplePod pod) =>
    [
        .. pod.Discovered().Select(d => RelabelRule.Apply(AlloyRules.Read("loki/pod-logs.alloy"), d)).OfType<SortedDictionary<string, string>>()
            .Select(labels => string.Join(' ', labels.Select(l => $"{l.Key}={l.Value}"))).Distinct().Order(StringComparer.Ordinal),
    ];

    private static V1ContainerPort Port(string name, int number) => new() { Name = name, ContainerPort = number, Protocol = "TCP" };

    [GeneratedRegex("//.*|`[^`]*`|\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    [GeneratedRegex("expression = \"(.*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();

    [GeneratedRegex("^\\s*(?<type>[a-z_]+(?:\\.[a-z_]+)+) \"(?<label>\\w+)\" \\{", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<block>(?:discovery|local|loki|pyroscope)\.[a-z_]+(?:\.[a-z_]+)*\.\w+)\.(?:targets|output|receiver)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
