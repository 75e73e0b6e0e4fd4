using System.Collections.Immutable;
using TalosPlatform.Reports;

namespace TalosPlatform.Stack;

/// <summary>The way to the services of a platform, whatever it runs on: loopback ports of the host provider,
/// the API server's service proxy on Kubernetes.</summary>
public interface IServiceGateway
{
    /// <summary>Components and samples with what became of each.</summary>
    ImmutableArray<ComponentEntry> Components { get; }

    /// <summary>A client whose base address is the service's root, ending in a slash; the caller disposes it.</summary>
    /// <param name="service">Component or sample, such as <c>prometheus</c>, <c>alertmanager</c>, <c>grpc-orders</c>.</param>
    /// <param name="timeout">Deadline of every call.</param>
    /// <returns>Null when the service is not running.</returns>
    HttpClient? Connect(string service, TimeSpan timeout);

    /// <summary>A client for the receiver of telemetry by OTLP over HTTP (port 4318 of the collector); null when there is none or it cannot be reached.</summary>
    HttpClient? ConnectOtlp(TimeSpan timeout) => null;

    /// <summary>Why a service is not running, for the reason of a skipped check; null when it is.</summary>
    string? WhyNot(string service);
}
