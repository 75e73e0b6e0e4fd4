using System.Globalization;
using System.Net;

namespace GrpcOrders;

/// <summary>Everything the environment decides, read once at start.</summary>
/// <param name="Host">Address both listeners bind to (<c>HOST</c>).</param>
/// <param name="HttpPort">HTTP gateway, health and metrics (<c>PORT</c>).</param>
/// <param name="GrpcPort">gRPC over HTTP/2 without TLS (<c>GRPC_PORT</c>).</param>
/// <param name="StockUrl">The stock service (<c>STOCK_URL</c>); null: orders are taken without asking.</param>
/// <param name="CatalogueUrl">The catalogue (<c>CATALOGUE_URL</c>); null: prices are those built in.</param>
/// <param name="ServiceName">Name in logs and traces (<c>OTEL_SERVICE_NAME</c>).</param>
/// <param name="ShutdownDelay">Time between SIGTERM and the end of accepting requests (<c>SHUTDOWN_DELAY_SECONDS</c>).</param>
/// <param name="FaultsEndpoint">Whether <c>/faults</c> answers (<c>FAULTS_ENDPOINT</c>, on unless "off").</param>
public sealed record Settings(
    IPAddress Host, int HttpPort, int GrpcPort, Uri? StockUrl, Uri? CatalogueUrl, string ServiceName, TimeSpan ShutdownDelay, bool FaultsEndpoint)
{
    /// <summary>Where the gateway reaches the gRPC listener of its own process.</summary>
    public Uri GrpcAddress
    {
        get
        {
            var target = Host.Equals(IPAddress.Any) ? IPAddress.Loopback : Host.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : Host;
            return new UriBuilder(Uri.UriSchemeHttp, target.ToString(), GrpcPort).Uri;
        }
    }

    /// <summary>Reads the variables.</summary>
    /// <exception cref="FormatException">A variable holds a value that cannot be used; the message quotes it.</exception>
    public static Settings From(IConfiguration environment) => new(
        Address(environment["HOST"] ?? "0.0.0.0"),
        (int)Number(environment, "PORT", 8080, 1, 65535),
        (int)Number(environment, "GRPC_PORT", 8081, 1, 65535),
        Url(environment, "STOCK_URL"),
        Url(environment, "CATALOGUE_URL"),
        environment["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : "grpc-orders",
        TimeSpan.FromSeconds(Number(environment, "SHUTDOWN_DELAY_SECONDS", 0, 0, 60)),
        environment["FAULTS_ENDPOINT"] != "off");

    /// <summary>A number of the environment within its limits, or <paramref name="fallback"/> when the variable is absent.</summary>
    /// <exception cref="FormatException">Not a number, or outside the limits.</exception>
    public static double Number(IConfiguration environment, string name, double fallback, double least, double most)
    {
        if (environment[name] is not { Length: > 0 } text)
            return fallback;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        throw new FormatException($"{name} is \"{text}\": expected a number from {least} to {most}.");
    }

    private static Uri? Url(IConfiguration environment, string name) =>
        environment[name] is not { Length: > 0 } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new FormatException($"{name} is \"{text}\": expected an address such as http://127.0.0.1:8080.");

    private static IPAddress Address(string host) =>
        host == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(host, out var address) ? address
        : throw new FormatException($"HOST is \"{host}\": expected an IP address such as 0.0.0.0 or 127.0.0.1.");
}
