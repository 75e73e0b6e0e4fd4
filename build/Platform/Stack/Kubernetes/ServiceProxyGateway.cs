using System.Collections.Immutable;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Reports;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>Services of a cluster, through the API server's service proxy: it works wherever the kubeconfig works, and there is no
/// port-forward to keep alive.</summary>
/// <param name="server">The cluster.</param>
/// <param name="components">What became of each component and application.</param>
/// <param name="paths">Paths of services by name.</param>
public sealed class ServiceProxyGateway(ApiServer server, ImmutableArray<ComponentEntry> components, ImmutableDictionary<string, string> paths) : IServiceGateway
{
    /// <inheritdoc/>
    public ImmutableArray<ComponentEntry> Components { get; } = components;

    // In every profile the Service of this name leads to whatever takes telemetry: stack/profiles/*/otlp.yaml.
    private const string Otlp = "api/v1/namespaces/observability/services/otlp:otlp-http/proxy/";

    /// <inheritdoc/>
    public HttpClient? ConnectOtlp(TimeSpan timeout) =>
        Components.Any(c => c is { Name: "tempo" or "opentelemetry-collector", Status: "running" }) ? server.Client(new Uri(server.Server, Otlp), timeout) : null;

    /// <inheritdoc/>
    public HttpClient? Connect(string service, TimeSpan timeout) =>
        WhyNot(service) is null && paths.TryGetValue(service, out var path) ? server.Client(new Uri(server.Server, path), timeout) : null;

    /// <inheritdoc/>
    public string? WhyNot(string service) => Components.FirstOrDefault(c => c.Name == service) switch
    {
        null => $"\"{service}\" is not part of this platform",
        { Status: "running" } => paths.ContainsKey(service) ? null : "it has no Service to reach it by",
        var component => component.Reason,
    };
}
