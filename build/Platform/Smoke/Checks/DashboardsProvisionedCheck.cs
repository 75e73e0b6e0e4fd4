using System.Collections.Immutable;

namespace TalosPlatform.Smoke.Checks;

/// <summary>Grafana has provisioned every dashboard.</summary>
internal sealed class DashboardsProvisionedCheck(ImmutableArray<string> uids) : ISmokeCheck
{
    public string Name => "dashboards are in Grafana";

    public ImmutableArray<string> Needs => ["grafana"];

    public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
    {
        var found = await context.GetJsonAsync("grafana", "api/search?type=dash-db&limit=5000", cancellation);
        var present = found.EnumerateArray().Select(d => d.GetProperty("uid").GetString() ?? "").ToHashSet(StringComparer.Ordinal);
        var missing = uids.Where(uid => !present.Contains(uid)).ToList();
        return missing.Count > 0 ? Observation.NotYet($"missing: {Evidence.List(missing)}")
            : present.Count == 0 ? Observation.NotYet("Grafana has no dashboard")
            : Observation.Holds($"{present.Count} dashboards");
    }
}
