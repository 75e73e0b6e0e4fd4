using System.Collections.Immutable;
using TalosPlatform.Reports;

namespace TalosPlatform.Stack;

/// <summary>Services at addresses that this machine reaches directly.</summary>
public sealed class StaticServiceGateway(ImmutableArray<ComponentEntry> components) : IServiceGateway
{
    /// <inheritdoc/>
    public ImmutableArray<ComponentEntry> Components { get; } = components;

    /// <inheritdoc/>
    public HttpClient? Connect(string service, TimeSpan timeout) =>
        Components.FirstOrDefault(c => c.Name == service) is { Status: "running", Url.Length: > 0 } component
            ? new HttpClient { BaseAddress = new Uri(component.Url.TrimEnd('/') + "/"), Timeout = timeout }
            : null;

    /// <inheritdoc/>
    public string? WhyNot(string service) => Components.FirstOrDefault(c => c.Name == service) switch
    {
        null => $"\"{service}\" is not part of this platform",
        { Status: "running" } => null,
        var component => component.Reason,
    };
}
