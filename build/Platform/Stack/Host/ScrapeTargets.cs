using System.Globalization;
using System.Text.Json;
using TalosPlatform.Shared.Files;
using TalosPlatform.Workloads;

namespace TalosPlatform.Stack.Host;

/// <summary>One target of Prometheus' file discovery with the labels that Kubernetes discovery would give it.</summary>
public sealed record ScrapeTarget(string Address, SortedDictionary<string, string> Labels)
{
    /// <summary>The target of a component of the stack.</summary>
    public static ScrapeTarget OfComponent(string name, int port, string path, string node) => new(
        $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}",
        Labelled(name, "observability", name, name, node, path, "http"));

    /// <summary>The target that an application's annotations ask for; null when they ask for none or for a port it does not have.</summary>
    public static ScrapeTarget? OfApp(AppDefinition app, IReadOnlyDictionary<string, int> ports, string node)
    {
        if (ScrapeAnnotations.Of(app.Workload) is not { } scrape)
            return null;
        var declared = app.Workload.Containers.SelectMany(c => c.Ports).ToList();
        var name = scrape.Port is { } wanted ? declared.FirstOrDefault(p => p.Value == wanted).Key : declared.FirstOrDefault().Key;
        return name is null || !ports.TryGetValue(name, out var port)
            ? null
            : new ScrapeTarget(
                $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}",
                Labelled(app.Workload.Job, app.Workload.Namespace, app.Name, app.Workload.Containers[0].Name, node, scrape.Path, scrape.Scheme));
    }

    /// <summary>The target of a database's exporter.</summary>
    public static ScrapeTarget OfDatabase(string name, int port, string node) => new(
        $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}",
        Labelled(name, "databases", $"{name}-0", "exporter", node, "/metrics", "http"));

    /// <summary>Writes targets as file discovery reads them (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#file_sd_config).</summary>
    public static void Save(IEnumerable<ScrapeTarget> targets, string path)
    {
        var text = JsonSerializer.Serialize(targets.Select(t => new { targets = new[] { t.Address }, labels = t.Labels }));
        if (!File.Exists(path) || File.ReadAllText(path) != text)
            AtomicFile.WriteAllText(path, text);
    }

    private static SortedDictionary<string, string> Labelled(string job, string space, string pod, string container, string node, string path, string scheme) => new(StringComparer.Ordinal)
    {
        ["job"] = job,
        ["namespace"] = space,
        ["pod"] = pod,
        ["container"] = container,
        ["node"] = node,
        ["service"] = pod,
        ["__metrics_path__"] = path,
        ["__scheme__"] = scheme,
    };
}
