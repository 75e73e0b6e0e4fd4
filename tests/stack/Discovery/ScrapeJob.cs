using TalosPlatform.Tests.Stack.Support;
using YamlDotNet.RepresentationModel;

namespace TalosPlatform.Tests.Stack.Discovery;

/// <summary>What Prometheus would scrape.</summary>
/// <param name="Labels">Labels of every sample.</param>
internal sealed record Target(string Url, IReadOnlyDictionary<string, string> Labels, string Interval)
{
    public override string ToString() => $"{Url} {string.Join(' ', Labels.Where(l => l.Key != "instance").Select(l => $"{l.Key}={l.Value}"))}";
}

/// <summary>A job of prometheus.yml, applied to pods without a cluster.</summary>
internal sealed record ScrapeJob(YamlMappingNode Settings)
{
    private static readonly YamlMappingNode File = Yaml.Load(Path.Combine(Manifests.StackRoot, "prometheus", "prometheus.yml"));

    public static IReadOnlyList<ScrapeJob> All { get; } = [.. File.Items("scrape_configs").Select(job => new ScrapeJob((YamlMappingNode)job))];

    public string Name => Settings.Text("job_name")!;

    public bool HonorLabels => Settings.Text("honor_labels") == "true";

    public string Role => Assert.Single(Settings.Items("kubernetes_sd_configs")).Text("role")!;

    public IReadOnlyList<string> Namespaces => Assert.Single(Settings.Items("kubernetes_sd_configs")).Get("namespaces")?.Texts("names") ?? [];

    public IReadOnlyList<RelabelRule> Relabeling => Rules("relabel_configs");

    public IReadOnlyList<RelabelRule> MetricRelabeling => Rules("metric_relabel_configs");

    public static ScrapeJob Of(string name) => All.Single(job => job.Name == name);

    /// <summary>Targets of a pod. Prometheus takes two for one when all their labels but __meta_ ones and their address are the same.</summary>
    public IReadOnlyList<Target> Targets(params SamplePod[] pods)
    {
        var targets = new Dictionary<string, Target>(StringComparer.Ordinal);
        foreach (var discovered in pods.Where(p => Namespaces.Count == 0 || Namespaces.Contains(p.Namespace)).SelectMany(p => p.Discovered()))
        {
            var given = new Dictionary<string, string>(discovered)
            {
                ["job"] = Name,
                ["__scheme__"] = Settings.Text("scheme") ?? "http",
                ["__metrics_path__"] = Settings.Text("metrics_path") ?? "/metrics",
                ["__scrape_interval__"] = File.Get("global")!.Text("scrape_interval")!,
                ["__scrape_timeout__"] = File.Get("global")!.Text("scrape_timeout")!,
            };
            if (RelabelRule.Apply(Relabeling, given) is not { } labels)
                continue;
            var internals = labels.Where(l => !l.Key.StartsWith("__meta_", StringComparison.Ordinal)).ToDictionary();
            Assert.True(Seconds(labels["__scrape_timeout__"]) <= Seconds(labels["__scrape_interval__"]), "Prometheus refuses a timeout above the interval");
            var parameters = string.Join('&', labels.Where(l => l.Key.StartsWith("__param_", StringComparison.Ordinal)).Select(l => $"{l.Key["__param_".Length..]}={l.Value}"));
            var url = $"{labels["__scheme__"]}://{labels["__address__"]}{labels["__metrics_path__"]}{(parameters.Length > 0 ? "?" + parameters : "")}";
            var visible = labels.Where(l => !l.Key.StartsWith("__", StringComparison.Ordinal)).ToDictionary();
            visible.TryAdd("instance", labels["__address__"]);
            targets.TryAdd(string.Join('\n', internals.OrderBy(l => l.Key, StringComparer.Ordinal)), new Target(url, visible, labels["__scrape_interval__"]));
        }

        return [.. targets.Values.OrderBy(t => t.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Whether a sample is stored.</summary>
    public bool Stores(string metric, params (string Name, string Value)[] labels) =>
        RelabelRule.Apply(MetricRelabeling, labels.Select(l => KeyValuePair.Create(l.Name, l.Value)).Append(KeyValuePair.Create("__name__", metric))) is not null;

    private static int Seconds(string duration) =>
        int.Parse(duration[..^1], System.Globalization.CultureInfo.InvariantCulture) * duration[^1] switch { 's' => 1, 'm' => 60, _ => 3600 };

    private RelabelRule[] Rules(string key) =>
    [
        .. Settings.Items(key).Select(rule => new RelabelRule(
            rule.Texts("source_labels"), rule.Text("regex") ?? "(.*)", rule.Text("target_label") ?? "", rule.Text("replacement") ?? "$1", rule.Text("action") ?? "replace")),
    ];
}
