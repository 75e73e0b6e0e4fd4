using System.Collections.Immutable;
using TalosPlatform.Settings;

namespace TalosPlatform.Smoke;

/// <summary>What a smoke run has to prove.</summary>
public sealed record SmokeRequest
{
    /// <summary>Applications the platform observes.</summary>
    public ImmutableArray<SmokeApp> Apps { get; init; } = [];

    /// <summary>Scrape targets that must be up with these labels.</summary>
    public ImmutableArray<ExpectedTarget> Targets { get; init; } = [];

    /// <summary>Names of the rule groups Prometheus must have loaded.</summary>
    public ImmutableArray<string> RuleGroups { get; init; } = [];

    /// <summary>Dashboards Grafana must have provisioned, by uid.</summary>
    public ImmutableArray<string> DashboardUids { get; init; } = [];

    /// <summary>Loopback port Alertmanager posts the Watchdog to; null when it cannot reach this machine.</summary>
    public int? WebhookPort { get; init; }

    /// <summary>Why there is no webhook port, as the reason of the skipped check.</summary>
    public string WebhookLeftOut { get; init; } = "Alertmanager of this provider cannot reach this machine";

    /// <summary>The user's smoke files, those of the workspace and of every sample.</summary>
    public ImmutableArray<WorkspaceFile> Files { get; init; } = [];

    /// <summary>Services that exist although this run has none of them, such as samples that were not chosen: whoever names one has made no mistake.</summary>
    public ImmutableArray<string> OtherServices { get; init; } = [];

    /// <summary>How long a built-in check may take until it holds.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one call to a service may take.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Checks that run at the same time, at most.</summary>
    public int Parallelism { get; init; } = 8;
}


/// <summary>An application whose metrics, logs and traces must arrive.</summary>
/// <param name="Name">Its name at the service gateway, such as <c>grpc-orders</c>.</param>
public sealed record SmokeApp(string Name)
{
    /// <summary>Path that answers 2xx once the application is ready; null when it has none.</summary>
    public string? ReadyPath { get; init; } = "/healthz";

    /// <summary>Value of its <c>job</c> label in Prometheus; the name when null.</summary>
    public string? Job { get; init; }

    /// <summary>A metric it must export; null accepts any metric of its job.</summary>
    public string? Metric { get; init; }

    /// <summary>LogQL stream selector of its logs; null for <c>{service_name="NAME"}</c>.</summary>
    public string? LogSelector { get; init; }

    /// <summary><c>service.name</c> of its spans; the name when null.</summary>
    public string? TraceService { get; init; }

    /// <summary>Whether it writes log lines that carry a trace id.</summary>
    public bool HasLogs { get; init; } = true;

    /// <summary>Whether it sends traces.</summary>
    public bool HasTraces { get; init; } = true;
}

/// <summary>A scrape target as annotation discovery must yield it. A label that is null may have any value but must be there.</summary>
/// <param name="Job">Value of the <c>job</c> label.</param>
public sealed record ExpectedTarget(string Job)
{
    /// <summary>Application the target belongs to, whose absence skips the check; null for none.</summary>
    public string? App { get; init; }

    /// <summary>Value of the <c>namespace</c> label.</summary>
    public string? Namespace { get; init; }

    /// <summary>Value of the <c>pod</c> label.</summary>
    public string? Pod { get; init; }

    /// <summary>Value of the <c>container</c> label.</summary>
    public string? Container { get; init; }

    /// <summary>Value of the <c>service</c> label.</summary>
    public string? Service { get; init; }

    /// <summary>Value of the <c>node</c> label.</summary>
    public string? Node { get; init; }

    /// <summary>How many targets like this there are: the replicas of the workload.</summary>
    public int Replicas { get; init; } = 1;

    internal ImmutableArray<(string Name, string? Value)> Labels =>
        [("job", Job), ("namespace", Namespace), ("pod", Pod), ("container", Container), ("service", Service), ("node", Node)];
}
