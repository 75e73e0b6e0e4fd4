using System.Collections.Immutable;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Databases;
using TalosPlatform.Reports;
using TalosPlatform.Settings;
using TalosPlatform.Stack;
using TalosPlatform.Workloads;

namespace TalosPlatform.Clusters;

/// <summary>A place the platform can run on.</summary>
public interface IClusterProvider
{
    /// <summary>Name as <c>--provider</c> takes it.</summary>
    string Name { get; }

    /// <summary>Why this provider cannot work here; null when it can.</summary>
    Task<string?> WhyNotAsync(CancellationToken cancellation);

    /// <summary>Whether an earlier run made a cluster of this name here; asks nobody.</summary>
    bool Exists { get; }

    /// <summary>Makes the cluster exist; does only what is missing.</summary>
    Task<ClusterSection> ProvisionAsync(CancellationToken cancellation);

    /// <summary>Makes the stack run; does only what is missing.</summary>
    Task<IServiceGateway> DeployStackAsync(StackContent content, CancellationToken cancellation);

    /// <summary>Makes the applications run, and no others of an earlier run.</summary>
    Task<IServiceGateway> DeployAppsAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation);

    /// <summary>Makes databases run, each with its exporter; does only what is missing, and leaves those of an earlier run alone.</summary>
    Task<DatabaseDeployment> DeployDatabasesAsync(IReadOnlyList<string> names, CancellationToken cancellation);

    /// <summary>The services as they are now; none where nothing was deployed.</summary>
    Task<IServiceGateway> ConnectAsync(CancellationToken cancellation);

    /// <summary>What applications ask for, and where their use of it is measured.</summary>
    Task<IReadOnlyList<MeasuredWorkload>> MeasureAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation);

    /// <summary>Bytes of images by reference; empty where applications run without images.</summary>
    Task<ImmutableDictionary<string, long>> ImageSizesAsync(CancellationToken cancellation) => Task.FromResult(ImmutableDictionary<string, long>.Empty);

    /// <summary>What is about to go wrong, a sentence each with what to do.</summary>
    Task<ImmutableArray<string>> WarningsAsync(CancellationToken cancellation) => Task.FromResult(ImmutableArray<string>.Empty);

    /// <summary>How the cluster stands, in a few words; null when this provider has nothing of it.</summary>
    async Task<string?> HealthAsync(CancellationToken cancellation)
    {
        if (!Exists)
            return null;
        var components = (await ConnectAsync(cancellation)).Components;
        var failed = components.Where(c => c.Status == "failed").Select(c => c.Name).ToList();
        var running = components.Count(c => c.Status == "running");
        return components.IsEmpty ? "nothing is deployed" : failed.Count == 0 ? $"healthy, {running} running" : $"{running} running, failed: {string.Join(", ", failed)}";
    }

    /// <summary>Loopback port that Alertmanager posts to while checks listen there; null when it cannot reach this machine.</summary>
    int? WebhookPort { get; }

    /// <summary>Removes everything; works from any state, twice.</summary>
    Task TeardownAsync(CancellationToken cancellation);
}

/// <summary>What the stack is deployed with.</summary>
/// <param name="RuleFiles">Alert rules that Prometheus accepts.</param>
/// <param name="Dashboards">Dashboards for Grafana.</param>
public sealed record StackContent(IReadOnlyList<WorkspaceFile> RuleFiles, IReadOnlyList<WorkspaceFile> Dashboards);

/// <summary>A workload that can be priced.</summary>
/// <param name="Workload">What it asks for.</param>
/// <param name="Usage">Where its use is measured.</param>
public sealed record MeasuredWorkload(Workload Workload, UsageSource Usage);
