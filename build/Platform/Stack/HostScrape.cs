namespace TalosPlatform.Stack;

/// <summary>How often the platform's Prometheus scrapes; the same number stands in its configuration.</summary>
public static class HostScrape
{
    /// <summary>Interval of <c>stack/host/prometheus/prometheus.yml</c>.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(2);
}
