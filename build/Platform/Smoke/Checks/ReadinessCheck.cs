using System.Collections.Immutable;

namespace TalosPlatform.Smoke.Checks;

/// <summary>A service says itself that it is ready.</summary>
/// <param name="service">Name at the gateway.</param>
/// <param name="path">Path that answers 2xx when ready; null when none is known.</param>
internal sealed class ReadinessCheck(string service, string? path) : ISmokeCheck
{
    public string Name => $"{service} is ready";

    public ImmutableArray<string> Needs => [service];

    /// <summary>Readiness endpoint of a component of the stack, from its documentation; null for one we do not know.</summary>
    public static string? PathOf(string component) => component switch
    {
        "prometheus" or "alertmanager" or "alloy" => "/-/ready",
        "loki" or "tempo" or "pyroscope" => "/ready",
        "grafana" => "/api/health",
        "node-exporter" or "node_exporter" => "/metrics",
        "kube-state-metrics" => "/healthz",
        "traefik" => "/ping",
        "otel-collector" or "opentelemetry-collector" => "/",
        _ => null,
    };

    public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
    {
        if (path is null)
            return Observation.Skip("no readiness endpoint is known");
        var answer = await context.GetAsync(service, path, cancellation, bodyLimit: 16 * 1024);
        return answer.IsSuccess ? Observation.Holds($"{path} answered HTTP {answer.Status}") : Observation.NotYet($"{path} answered {answer.Summary}");
    }
}
