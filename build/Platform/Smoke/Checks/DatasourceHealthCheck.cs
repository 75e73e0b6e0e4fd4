using System.Collections.Immutable;
using System.Text.Json;

namespace TalosPlatform.Smoke.Checks;

/// <summary>Every datasource of Grafana works; Grafana's own health stays green without its datasource plugins.</summary>
internal sealed class DatasourceHealthCheck : ISmokeCheck
{
    public string Name => "datasources of Grafana are healthy";

    public ImmutableArray<string> Needs => ["grafana"];

    public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
    {
        var datasources = (await context.GetJsonAsync("grafana", "api/datasources", cancellation)).EnumerateArray().ToList();
        if (datasources.Count == 0)
            return Observation.NotYet("Grafana has no datasource");
        foreach (var datasource in datasources)
        {
            var name = datasource.GetProperty("name").GetString() ?? "";
            var answer = await context.GetAsync("grafana", HealthPath(datasource), cancellation);
            if (!answer.IsSuccess)
                return Observation.NotYet($"datasource \"{name}\": {answer.Summary}");
        }

        return Observation.Holds(Evidence.List([.. datasources.Select(d => d.GetProperty("name").GetString() ?? "")], 10));
    }

    // Alertmanager's datasource has no backend and hence no health endpoint: ask Alertmanager through Grafana's proxy.
    private static string HealthPath(JsonElement datasource)
    {
        var uid = Uri.EscapeDataString(datasource.GetProperty("uid").GetString() ?? "");
        return datasource.GetProperty("type").ValueEquals("alertmanager")
            ? $"api/datasources/proxy/uid/{uid}/api/v2/status"
            : $"api/datasources/uid/{uid}/health";
    }
}
