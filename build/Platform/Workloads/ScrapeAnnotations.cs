using System.Globalization;

namespace TalosPlatform.Workloads;

/// <summary>What <c>prometheus.io/*</c> annotations ask for.</summary>
/// <param name="Port">Container port to scrape; null for every declared port.</param>
/// <param name="Path">Path of the metrics.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
public sealed record ScrapeAnnotations(int? Port, string Path, string Scheme)
{
    /// <summary>Reads the annotations of a workload's pod template; null unless <c>prometheus.io/scrape</c> is <c>true</c>.</summary>
    public static ScrapeAnnotations? Of(Workload workload)
    {
        var annotations = workload.PodAnnotations;
        if (annotations.GetValueOrDefault("prometheus.io/scrape") != "true")
            return null;
        int? port = int.TryParse(annotations.GetValueOrDefault("prometheus.io/port"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new ScrapeAnnotations(port, annotations.GetValueOrDefault("prometheus.io/path", "/metrics"), annotations.GetValueOrDefault("prometheus.io/scheme", "http"));
    }
}
