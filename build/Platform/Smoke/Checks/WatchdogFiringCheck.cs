using System.Collections.Immutable;

namespace TalosPlatform.Smoke.Checks;

/// <summary>The alert that always fires does, in Prometheus.</summary>
internal sealed class WatchdogFiringCheck : ISmokeCheck
{
    /// <summary>Name of the alert that always fires, so that its absence shows a broken pipeline.</summary>
    public const string AlertName = "Watchdog";

    public string Name => "Watchdog fires in Prometheus";

    public ImmutableArray<string> Needs => ["prometheus"];

    public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
    {
        var data = await context.AskPrometheusAsync(p => p.DataAsync("api/v1/alerts", cancellation));
        var alerts = data.GetProperty("alerts").EnumerateArray()
            .Select(a => (Name: a.GetProperty("labels").TryGetProperty("alertname", out var name) ? name.GetString() ?? "" : "", State: a.GetProperty("state").GetString()))
            .ToList();
        return alerts.Any(a => a is { Name: AlertName, State: "firing" })
            ? Observation.Holds("firing")
            : Observation.NotYet($"active alerts: {Evidence.List([.. alerts.Select(a => $"{a.Name} ({a.State})")])}");
    }
}
