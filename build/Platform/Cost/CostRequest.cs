using System.Collections.Immutable;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Load;

namespace TalosPlatform.Cost;

/// <summary>What to estimate.</summary>
/// <param name="Settings">Where, on what, and how it is paid.</param>
/// <param name="Workloads">What the manifests ask for.</param>
/// <param name="Sources">Where the usage of services is measured; a source's service matches a workload by name or job.</param>
/// <param name="LoadLevels">Load the services were put under.</param>
/// <param name="Window">The time to measure.</param>
public sealed record CostRequest(
    CostSettings Settings,
    ImmutableArray<Workload> Workloads,
    ImmutableArray<UsageSource> Sources,
    ImmutableArray<LoadLevel> LoadLevels,
    MeasurementWindow Window);
