using System.Text.RegularExpressions;
using k8s.Models;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>Datasources: they lead to services that are there, and to each other.</summary>
public sealed partial class GrafanaTests
{
    private static readonly IReadOnlyDictionary<string, YamlDotNet.RepresentationModel.YamlNode> Datasources =
        Directory.EnumerateFiles(Manifests.StackRoot, "grafana-datasource.yaml", SearchOption.AllDirectories)
            .Select(path => Assert.Single(Yaml.Load(path).Items("datasources"))).ToDictionary(d => d.Text("uid")!);

    public static TheoryData<string> Profiles => [.. Profile.Names];

    [Theory, MemberData(nameof(Profiles))]
    public async Task A_profile_has_a_datasource_for_each_store_it_has_and_for_no_other(string name)
    {
        var profile = await Profile.RenderAsync(name);
        var provisioned = profile.OfType<V1ConfigMap>().Where(m => m.Metadata.Name.StartsWith("grafana-datasource-", StringComparison.Ordinal)).SelectMany(m => m.Data.Keys).ToList();
        Assert.Equal(provisioned.Count, provisioned.Distinct().Count());
        Assert.Equal(Datasources.Keys.Where(uid => profile.Find<V1Service>("observability", uid) is not null).Order(StringComparer.Ordinal), provisioned.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!);
    }

    [Fact]
    public void Addresses_are_ports_of_services() => Assert.All(Datasources.Values, datasource =>
    {
        var url = new Uri(datasource.Text("url")!);
        var parts = url.Host.Split('.');
        Assert.Equal("svc", parts[2]);
        var service = Manifests.OfType<V1Service>().Single(s => s.Metadata.Name == parts[0] && s.Metadata.NamespaceProperty == parts[1]);
        Assert.Contains(service.Spec.Ports, port => port.Port == url.Port);
    });

    [Fact]
    public void Signals_lead_to_each_other()
    {
        var links = Datasources.SelectMany(d => d.Value.AllNodes.OfType<YamlDotNet.RepresentationModel.YamlMappingNode>()
            .Select(node => node.Text("datasourceUid")).OfType<string>().Select(target => $"{d.Key} -> {target}")).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["loki -> tempo", "prometheus -> tempo", "tempo -> loki", "tempo -> prometheus", "tempo -> pyroscope"], links);
        Assert.Equal("prometheus", Datasources["tempo"].Get("jsonData")!.Get("serviceMap")!.Text("datasourceUid"));
    }

    [Fact]
    public void Exemplars_carry_the_name_that_the_link_goes_by()
    {
        var link = Assert.Single(Datasources["prometheus"].Get("jsonData")!.Items("exemplarTraceIdDestinations")).Text("name");
        var generator = Yaml.Load(Path.Combine(Manifests.StackRoot, "tempo", "tempo.yaml")).Get("overrides")!.Get("defaults")!.Get("metrics_generator")!;
        Assert.Equal(link, generator.Text("trace_id_label_name"));
        Assert.Equal(["service-graphs", "span-metrics"], generator.Texts("processors"));
        Assert.Contains("--enable-feature=exemplar-storage", string.Join(' ', Manifests.Workloads.Single(w => w.Name == "prometheus").Container.Args), StringComparison.Ordinal);
    }

    [Fact]
    public void The_interval_is_the_one_prometheus_scrapes_at() => Assert.Equal(
        Yaml.Load(Path.Combine(Manifests.StackRoot, "prometheus", "prometheus.yml")).Get("global")!.Text("scrape_interval"), Datasources["prometheus"].Get("jsonData")!.Text("timeInterval"));

    [Fact]
    public void Uids_are_short_and_variables_escaped() => Assert.All(Datasources, datasource =>
    {
        Assert.Matches("^[A-Za-z0-9_-]{1,40}$", datasource.Key);
        Assert.DoesNotMatch(LoneDollar(), string.Join('\n', datasource.Value.AllNodes.OfType<YamlDotNet.RepresentationModel.YamlScalarNode>().Select(n => n.Value)));
    });

    [Fact]
    public void Host_and_cluster_provision_the_same_datasources()
    {
        foreach (var (uid, datasource) in Datasources)
        {
            var host = Assert.Single(Yaml.Load(Path.Combine(Manifests.StackRoot, "host", "grafana", $"{uid}.yaml")).Items("datasources"));
            Assert.Equal((host.Text("name"), host.Text("type"), host.Text("uid")), (datasource.Text("name"), datasource.Text("type"), datasource.Text("uid")));
        }
    }

    [GeneratedRegex(@"(?<!\$)(\$\$)*\$(?!\$)[{_a-zA-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex LoneDollar();
}
