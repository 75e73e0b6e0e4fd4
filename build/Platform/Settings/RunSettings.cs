using System.Collections.Immutable;
using System.Globalization;
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

    /// <summary>Kubeconfig of provider <c>existing</c>; null for the one that kubectl would take.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Context of provider <c>existing</c>; it has no default, so that no cluster is changed by accident.</summary>
    public string? Context { get; init; }

    /// <summary>Contexts that may be used although their server is neither this machine nor in a private network.</summary>
    public ImmutableArray<string> AllowedContexts { get; init; } = [];

    /// <summary>Namespace of the applications on Kubernetes.</summary>
    public string AppNamespace { get; init; } = "default";

    /// <summary>Resource profile of that namespace: <c>none</c>, or a folder of <c>stack/quotas</c>.</summary>
    public string Quota { get; init; } = "none";

    /// <summary>How long to wait for another run on the same cluster.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Nodes in all, one of them the control plane; null leaves it to what Docker has.</summary>
    public int? Nodes { get; init; }

    /// <summary>Workers beside the control plane; null leaves it to <see cref="Nodes"/>.</summary>
    public int? Workers { get; init; }

    /// <summary>Version of Kubernetes; null for the one that belongs to the version of Talos.</summary>
    public string? KubernetesVersion { get; init; }

    /// <summary>Version of Talos; null for the pinned one.</summary>
    public string? TalosVersion { get; init; }

    /// <summary>Ports of the control plane on this machine's loopback, each as <c>port here:port of the node</c>.</summary>
    public ImmutableArray<string> Ports { get; init; } = [];

    /// <summary>How long the creation of nodes may take.</summary>
    public TimeSpan CreateTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Registry that images of applications are pushed to; null for one beside the cluster where the provider can start it.</summary>
    public string? ImageRegistry { get; init; }

    /// <summary>Whether what a failed creation made is kept.</summary>
    public bool KeepOnFailure { get; init; }

    /// <summary>Whether a cluster that exists is made anew; from the command line only.</summary>
    public bool Recreate { get; init; }

    /// <summary>Workers that were asked for, one way or the other; null when nobody asked.</summary>
    public int? WantedWorkers => Workers ?? Nodes - 1;
}

/// <summary>What is deployed.</summary>
public sealed record StackSettings
{
    /// <summary>Components that a cluster gets: <c>minimal</c>, <c>standard</c> or <c>full</c>.</summary>
    public string Profile { get; init; } = "standard";

    /// <summary>Components deployed besides those of the profile.</summary>
    public ImmutableArray<string> With { get; init; } = [];

    /// <summary>Components left out on request.</summary>
    public ImmutableArray<string> Without { get; init; } = [];

    /// <summary>Images taken from elsewhere: references by the image's name in <c>stack/versions.yaml</c> or by its repository.</summary>
    public ImmutableSortedDictionary<string, string> ImageOverrides { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The workspace's own kustomize components, as folders; they change the manifests of the stack.</summary>
    public ImmutableArray<string> Kustomize { get; init; } = [];

    /// <summary>Whether fields of objects are taken from whoever owns them.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>How long a component may take to become ready; null for a minute as a process and five in a cluster, which may have to pull images.</summary>
    public TimeSpan? ReadyTimeout { get; init; }

    /// <summary>How long metrics, logs, traces and profiles are kept; null for seven days as processes and one in a cluster, whose volumes are small.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>The same in whole hours as Prometheus and Loki read it, such as <c>48h</c>.</summary>
    public string? RetentionHours => Retention is { } kept ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(kept.TotalHours)}h") : null;

    /// <summary>Stand-ins for registries, each as <c>registry=mirror</c>, or <c>mirror</c> for all of them.</summary>
    public ImmutableArray<string> RegistryMirrors { get; init; } = [];
}

/// <summary>Generated load: levels in requests per second and the length of each.</summary>
public sealed record LoadSettings
{
    /// <summary>Requests per second of each level, rising; at least three let the cost be extrapolated.</summary>
    public ImmutableArray<decimal> Levels { get; init; } = [5, 15, 45];

    /// <summary>Length of each level.</summary>
    public TimeSpan LevelDuration { get; init; } = TimeSpan.FromSeconds(7);
}
