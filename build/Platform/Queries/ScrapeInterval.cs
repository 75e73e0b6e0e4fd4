using System.Text.RegularExpressions;
using TalosPlatform.Shared.Text;
using TalosPlatform.Stack;

namespace TalosPlatform.Queries;

/// <summary>How often a Prometheus scrapes, as it says itself: as a process more often than in a cluster, and a workspace may change either.</summary>
public static partial class ScrapeInterval
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    // Unless its configuration says otherwise: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(1);

    /// <summary>Asks it; where there is none, or it does not answer, the interval of the platform's own processes.</summary>
    public static async Task<TimeSpan> AskAsync(IServiceGateway gateway, CancellationToken cancellation)
    {
        using var http = gateway.Connect("prometheus", Deadline);
        if (http is null)
            return HostScrape.Interval;
        try
        {
            return Of((await new PrometheusClient(http).DataAsync("api/v1/status/config", cancellation)).GetProperty("yaml").GetString() ?? "");
        }
        catch (Exception error) when (error is QueryException or KeyNotFoundException or InvalidOperationException)
        {
            return HostScrape.Interval;
        }
    }

    /// <summary>The interval of a configuration as Prometheus prints it.</summary>
    internal static TimeSpan Of(string configuration) =>
        Global().Match(configuration) is { Success: true } match && Durations.TryParse(match.Groups[1].Value) is { } interval && interval > TimeSpan.Zero ? interval : Usual;

    [GeneratedRegex(@"^global:[ ]*\n(?:[ ]+.*\n)*?[ ]+scrape_interval:[ ]*([^\s#]+)", RegexOptions.Multiline)]
    private static partial Regex Global();
}
