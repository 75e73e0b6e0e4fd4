using System.Collections.Immutable;
using TalosPlatform.Reports;
using TalosPlatform.Stack;

namespace TalosPlatform.Workloads.Load;

/// <summary>What load to generate, and how much of it at most.</summary>
public sealed record LoadPlan
{
    /// <summary>Services to drive, all at the same time.</summary>
    public ImmutableArray<LoadService> Services { get; init; } = [];

    /// <summary>Levels, one after the other; every service gets the level's rate.</summary>
    public ImmutableArray<LoadStep> Levels { get; init; } =
        [new(5, TimeSpan.FromSeconds(6)), new(15, TimeSpan.FromSeconds(6)), new(45, TimeSpan.FromSeconds(6))];

    /// <summary>Requests of one service that may be under way at the same time; further ones wait, and their wait counts as latency.</summary>
    public int MaxInFlight { get; init; } = 64;

    /// <summary>Requests in all, over every service and level; none is sent beyond.</summary>
    public long MaxRequests { get; init; } = 20_000;

    /// <summary>Time after which the run ends, whatever it has reached.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Time after which one request counts as failed.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A plan for applications whose addresses the gateway knows; those that do not run or ask for no load are left out.</summary>
    public static LoadPlan For(IEnumerable<AppDefinition> apps, IServiceGateway gateway) => new()
    {
        Services =
        [
            .. from app in apps
               where !app.Load.IsEmpty
               from component in gateway.Components
               where component.Name == app.Name && component.Status == "running"
               let service = Service(app, component, gateway)
               where service is not null
               select service,
        ],
    };

    private static LoadService? Service(AppDefinition app, ComponentEntry component, IServiceGateway gateway)
    {
        if (component.Url.Length > 0)
            return new LoadService(app.Name, new Uri(component.Url), app.Load);
        // Without an address of its own a service is reached the gateway's way.
        return gateway.Connect(app.Name, Timeout.InfiniteTimeSpan) is { } client
            ? new LoadService(app.Name, client.BaseAddress!, app.Load) { Client = client }
            : null;
    }
}

/// <summary>A service to drive.</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="BaseAddress">Root of the service: this machine or a private address.</param>
/// <param name="Requests">What to ask of it, by weight.</param>
public sealed record LoadService(string Name, Uri BaseAddress, ImmutableArray<AppRequest> Requests)
{
    /// <summary>Client to send with, disposed at the end of the load; null for one that connects to private addresses only.</summary>
    public HttpClient? Client { get; init; }
}

/// <summary>One level of load.</summary>
/// <param name="RequestsPerSecond">Arrival rate of each service.</param>
/// <param name="Duration">How long it lasts.</param>
public sealed record LoadStep(double RequestsPerSecond, TimeSpan Duration)
{
    /// <summary>Requests that arrive during the level.</summary>
    internal int Arrivals => Math.Max(1, (int)Math.Round(RequestsPerSecond * Duration.TotalSeconds));
}
