using System.Collections.Immutable;
using TalosPlatform.Reports;

namespace TalosPlatform.Stack;

/// <summary>Services at addresses that this machine reaches directly.</summary>
public sealed class StaticServiceGateway(ImmutableArray<ComponentEntry> components) : IServiceGateway
{
    /// <inheritdoc/>
    public ImmutableArray<ComponentEntry> Components { get; } = components;

    /// <summary>Address of the receiver of telemetry by OTLP over HTTP; null when there is none.</summary>
    public Uri? Otlp { get; init; }

    // A service under test must not be able to send us elsewhere, nor may a proxy stand between this machine and itself.
    /// <inheritdoc/>
    public HttpClient? Connect(string service, TimeSpan timeout) =>
        Components.FirstOrDefault(c => c.Name == service) is { Status: "running", Url.Length: > 0 } component
            ? Client(new Uri(component.Url.TrimEnd('/') + "/"), timeout)
            : null;

    /// <inheritdoc/>
    public HttpClient? ConnectOtlp(TimeSpan timeout) => Otlp is null ? null : Client(Otlp, timeout);

    /// <inheritdoc/>
    public string? WhyNot(string service) => Components.FirstOrDefault(c => c.Name == service) switch
    {
        null => $"\"{service}\" is not part of this platform",
        { Status: "running" } => null,
        var component => component.Reason,
    };

    private static HttpClient Client(Uri address, TimeSpan timeout) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address, Timeout = timeout };
}
