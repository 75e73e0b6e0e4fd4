using System.Collections.Immutable;
using TalosPlatform.Stack;

namespace TalosPlatform.Integration;

/// <summary>Addresses of the platform's services as environment variables. A service that is not reached directly gets an address on loopback for the time being.</summary>
internal sealed class PlatformAddresses : IAsyncDisposable
{
    private static readonly ImmutableArray<string> Components = ["prometheus", "alertmanager", "grafana", "loki", "tempo", "pyroscope"];
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);
    private readonly List<LoopbackForwarder> _forwarders = [];

    private PlatformAddresses()
    {
    }

    /// <summary>The variables, such as <c>PROMETHEUS_URL</c>, without slashes at the end.</summary>
    internal ImmutableSortedDictionary<string, string> Variables { get; private set; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Finds the addresses of what runs.</summary>
    /// <param name="gateway">The way to the services.</param>
    /// <param name="apps">Names of the applications.</param>
    internal static PlatformAddresses Open(IServiceGateway gateway, IEnumerable<string> apps)
    {
        var addresses = new PlatformAddresses();
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        // Applications first: one that is named like a component must not stand in its place.
        foreach (var service in apps.Concat(Components))
        {
            if (addresses.Find(gateway.Connect(service, Timeout)) is { } address)
                variables[NameOf(service)] = address;
        }

        if (addresses.Find(gateway.ConnectOtlp(Timeout)) is { } telemetry)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = telemetry;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        }

        addresses.Variables = variables.ToImmutable();
        return addresses;
    }

    /// <summary>The variable of a service: <c>node-express</c> becomes <c>NODE_EXPRESS_URL</c>.</summary>
    internal static string NameOf(string service) => new string([.. service.ToUpperInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]) + "_URL";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var forwarder in _forwarders)
            await forwarder.DisposeAsync();
    }

    private string? Find(HttpClient? client)
    {
        if (client?.BaseAddress is not { } address)
            return null;
        if (address is { Scheme: "http", IsLoopback: true, AbsolutePath: "/" })
        {
            client.Dispose();
            return address.AbsoluteUri.TrimEnd('/');
        }

        var forwarder = LoopbackForwarder.Start(client);
        _forwarders.Add(forwarder);
        return forwarder.Address.AbsoluteUri.TrimEnd('/');
    }
}
