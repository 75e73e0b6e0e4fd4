using System.Collections.Immutable;
using TalosPlatform.Cost;

namespace TalosPlatform.Settings;

/// <summary>Everything a run can be told: <c>.talos-dev/config.yaml</c> first, parameters of the command line over it.</summary>
public sealed record RunSettings
{
    /// <summary>Which cluster, on what.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>What is deployed.</summary>
    public StackSettings Stack { get; init; } = new();

    /// <summary>Samples to run; null means all of them where the workspace brings no applications of its own, else none.</summary>
    public ImmutableArray<string>? Samples { get; init; }

    /// <summary>Folders of the workspace's own applications, as globs; each holds <c>app.yaml</c> and <c>k8s.yaml</c>.</summary>
    public ImmutableArray<string> Apps { get; init; } = [];

    /// <summary>The workspace's own dashboards, as globs.</summary>
    public ImmutableArray<string> Dashboards { get; init; } = ["dashboards/**/*.json"];

    /// <summary>The workspace's own alert rules and their tests, as globs.</summary>
    public ImmutableArray<string> Alerts { get; init; } = ["alerts/**/*.yaml", "alerts/**/*.yml"];

    /// <summary>The workspace's own smoke checks, as globs.</summary>
    public ImmutableArray<string> Smoke { get; init; } = ["smoke/**/*.yaml", "smoke/**/*.yml"];

    /// <summary>The workspace's own Kubernetes manifests besides those of its applications, as globs.</summary>
    public ImmutableArray<string> Manifests { get; init; } = ["manifests/**/*.yaml", "manifests/**/*.yml"];

    /// <summary>Generated load.</summary>
    public LoadSettings Load { get; init; } = new();

    /// <summary>Cost estimate.</summary>
    public CostSettings Cost { get; init; } = new();

    /// <summary>Integration tests of the workspace.</summary>
    public TestSettings Test { get; init; } = new();

    /// <summary>What the run is compared with.</summary>
    public BaselineSettings Baseline { get; init; } = new();

    /// <summary>What is said about the run on a pull request.</summary>
    public ReportSettings Report { get; init; } = new();

    /// <summary>Whether warnings fail a target as errors do.</summary>
    public bool Strict { get; init; }
}

/// <summary>Which cluster, on what.</summary>
public sealed record ClusterSettings
{
    /// <summary>Name of the cluster: lower-case letters, digits and dashes, at most 40 (a DNS label with room for suffixes).</summary>
    public string Name { get; init; } = "talos-dev";

    /// <summary>A provider's name, or <c>auto</c>.</summary>
    public string Provider { get; init; } = "auto";

    /// <summary>Namespace of the applications on Kubernetes.</summary>
    public string AppNamespace { get; init; } = "default";

    /// <summary>Resource profile of that namespace: <c>none</c>, or a folder of <c>stack/quotas</c>.</summary>
    public string Quota { get; init; } = "none";

    /// <summary>How long to wait for another run on the same cluster.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>What is deployed.</summary>
public sealed record StackSettings
{
    /// <summary>Components left out on request.</summary>
    public ImmutableArray<string> Without { get; init; } = [];

    /// <summary>How long a component may take to become ready.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long Prometheus keeps metrics.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>Generated load: levels in requests per second and the length of each.</summary>
public sealed record LoadSettings
{
    /// <summary>Requests per second of each level, rising; at least three let the cost be extrapolated.</summary>
    public ImmutableArray<decimal> Levels { get; init; } = [5, 15, 45];

    /// <summary>Length of each level.</summary>
    public TimeSpan LevelDuration { get; init; } = TimeSpan.FromSeconds(7);
}
