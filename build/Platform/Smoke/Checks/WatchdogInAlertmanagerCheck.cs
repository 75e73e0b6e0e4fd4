using System.Collections.Immutable;

namespace TalosPlatform.Smoke.Checks;

/// <summary>Prometheus hands its alerts to Alertmanager.</summary>
internal sealed class WatchdogInAlertmanagerCheck : ISmokeCheck
{
    public string Name => "Watchdog reaches Alertmanager";

    public ImmutableArray<string> Needs => ["prometheus", "alertmanager"];

    public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
    {
        var alerts = await context.GetJsonAsync("alertmanager", "api/v2/alerts", cancellation);
        var seen = new List<string>();
        foreach (var alert in alerts.EnumerateArray())
        {
            var name = alert.GetProperty("labels").TryGetProperty("alertname", out var text) ? text.GetString() ?? "" : "";
            var state = alert.GetProperty("status").GetProperty("state").GetString() ?? "";
            if (name == WatchdogFiringCheck.AlertName && state == "active")
                return Observation.Holds($"active, for {Evidence.List([.. alert.GetProperty("receivers").EnumerateArray().Select(r => r.GetProperty("name").GetString() ?? "")])}");
            seen.Add($"{name} ({state})");
        }

        return Observation.NotYet($"alerts in Alertmanager: {Evidence.List(seen)}");
    }
}
