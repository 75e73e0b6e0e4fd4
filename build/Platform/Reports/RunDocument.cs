using System.Collections.Immutable;
using TalosPlatform.Shared;

namespace TalosPlatform.Reports;

/// <summary>The contract <c>artifacts/run.json</c>: everything a run found out. A section is null when its target did not run.
/// Keys may be added; existing ones never change. A list that a document lacks is empty, whoever wrote the document.</summary>
public sealed record RunDocument
{
    /// <summary>Version of the contract.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>When the run started, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the report was written, UTC.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The cluster the run was about.</summary>
    public ClusterSection? Cluster { get; init; }

    /// <summary>Targets in the order of execution.</summary>
    public ImmutableArray<TargetEntry> Targets { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Components of the stack and samples, with what became of each.</summary>
    public ImmutableArray<ComponentEntry> Components { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>How long things took, seconds.</summary>
    public TimingsSection? Timings { get; init; }

    /// <summary>Load that was generated.</summary>
    public ImmutableArray<Workloads.Load.LoadLevel>? Load { get; init; }

    /// <summary>What each application did and used while load was on it.</summary>
    public ImmutableArray<Workloads.Measurements.ServiceMeasurement>? Services { get; init; }

    /// <summary>Smoke checks.</summary>
    public SmokeSection? Smoke { get; init; }

    /// <summary>Integration tests of the workspace.</summary>
    public IntegrationSection? Integration { get; init; }

    /// <summary>Dashboard validation.</summary>
    public DashboardsSection? Dashboards { get; init; }

    /// <summary>Alert validation.</summary>
    public AlertsSection? Alerts { get; init; }

    /// <summary>Manifest validation.</summary>
    public ManifestsSection? Manifests { get; init; }

    /// <summary>Cost estimate.</summary>
    public CostSection? Cost { get; init; }

    /// <summary>Comparison with earlier runs.</summary>
    public BaselineSection? Baseline { get; init; }
}

/// <summary>The cluster: its name, provider (<c>talos</c>, <c>existing</c>, <c>host</c>), version and size.</summary>
public sealed record ClusterSection(string Name, string Provider, string KubernetesVersion, int Nodes)
{
    /// <summary>Why this provider was taken.</summary>
    public string? Reason { get; init; }
}

/// <summary>One target: status is <c>succeeded</c>, <c>failed</c>, <c>skipped</c> or <c>not-run</c>.</summary>
public sealed record TargetEntry(string Name, string Status, double Seconds)
{
    /// <summary>Seconds from the start of the run to the start of the target; null places it after the one before.</summary>
    public double? StartSeconds { get; init; }

    /// <summary>Why the target failed or was skipped; empty otherwise.</summary>
    public string Message { get; init; } = "";
}

/// <summary>One component: status is <c>running</c>, <c>left-out</c> or <c>failed</c>; a reason where it is not running.</summary>
public sealed record ComponentEntry(string Name, string Version, string Status, string Reason, string Url)
{
    /// <summary><c>stack</c>, <c>database</c> or <c>sample</c>.</summary>
    public string Kind { get; init; } = "stack";
}

/// <summary>Durations in seconds; first metric counts from the start of the first target to the first application sample in Prometheus.</summary>
public sealed record TimingsSection
{
    /// <summary>ProvisionCluster.</summary>
    public double ProvisionSeconds { get; init; }

    /// <summary>DeployStack.</summary>
    public double DeploySeconds { get; init; }

    /// <summary>To the first application sample; 0 when none was seen.</summary>
    public double FirstMetricSeconds { get; init; }

    /// <summary>To the first panel of a dashboard that was seen with data; 0 when none was.</summary>
    public double FirstDashboardSeconds { get; init; }

    /// <summary>The whole run.</summary>
    public double TotalSeconds { get; init; }
}

/// <summary>Smoke checks: counts and every check.</summary>
public sealed record SmokeSection(int Passed, int Failed, int Skipped, ImmutableArray<CheckEntry> Checks)
{
    /// <summary>Every check, in the order of execution.</summary>
    public ImmutableArray<CheckEntry> Checks { get => field.IsDefault ? [] : field; init; } = Checks;

    /// <summary>Mistakes in the user's smoke files; the other checks still ran.</summary>
    public ImmutableArray<Finding> Findings { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Time of the first sample of any application metric in Prometheus; null when none was seen.</summary>
    public DateTimeOffset? FirstSampleAt { get; init; }
}

/// <summary>One check: status is <c>passed</c>, <c>failed</c> or <c>skipped</c>; the detail says what was seen or why it was skipped.</summary>
public sealed record CheckEntry(string Name, string Status, double Seconds, string Detail)
{
    /// <summary>How to fix a failed check; empty when nothing sensible can be advised.</summary>
    public string Fix { get; init; } = "";
}

/// <summary>Dashboard validation: queries add up to ok + empty + failed + skipped.</summary>
public sealed record DashboardsSection(int Files, int Panels, int Queries, int Ok, int Empty, int Failed, int Skipped, ImmutableArray<Finding> Findings)
{
    /// <summary>What is wrong or worth knowing.</summary>
    public ImmutableArray<Finding> Findings { get => field.IsDefault ? [] : field; init; } = Findings;

    /// <summary>Data of every panel that can be drawn, for the report's charts.</summary>
    public ImmutableArray<PanelChart> Charts { get => field.IsDefault ? [] : field; init; } = [];
}

/// <summary>What one panel shows.</summary>
/// <param name="Dashboard">Title of the dashboard.</param>
/// <param name="Panel">Title of the panel.</param>
/// <param name="Unit">Grafana unit id, such as <c>s</c>, <c>bytes</c>, <c>percentunit</c>, <c>reqps</c>; empty for none.</param>
/// <param name="Kind">Grafana panel type, such as <c>timeseries</c>, <c>stat</c>, <c>gauge</c>, <c>table</c>.</param>
/// <param name="Series">The series drawn; empty when the panel has no data.</param>
/// <param name="Note">Why there is no data, or what was left out; empty otherwise.</param>
public sealed record PanelChart(string Dashboard, string Panel, string Unit, string Kind, ImmutableArray<ChartSeries> Series, string Note = "")
{
    /// <summary>The series drawn; empty when the panel has no data.</summary>
    public ImmutableArray<ChartSeries> Series { get => field.IsDefault ? [] : field; init; } = Series;

    /// <summary>Lower end of a gauge or axis, in the panel's unit; null lets the data decide.</summary>
    public double? Min { get; init; }

    /// <summary>Upper end of a gauge or axis, in the panel's unit; null lets the data decide.</summary>
    public double? Max { get; init; }

    /// <summary>Digits after the decimal point; null lets the value decide.</summary>
    public int? Decimals { get; init; }

    /// <summary>Whether the series of a time series panel are stacked.</summary>
    public bool Stacked { get; init; }
}

/// <summary>One line of a chart: a legend and points of [unix seconds, value]; a null value is a gap.</summary>
public sealed record ChartSeries(string Name, ImmutableArray<ImmutableArray<double?>> Points)
{
    /// <summary>Points of [unix seconds, value] in the order of time.</summary>
    public ImmutableArray<ImmutableArray<double?>> Points { get => field.IsDefault ? [] : field; init; } = Points;

    /// <summary>Grafana unit id where it is not the panel's, such as in one column of a table.</summary>
    public string? Unit { get; init; }

    /// <summary>The column of a table the value stands in; rows of the same name belong together.</summary>
    public string? Column { get; init; }
}

/// <summary>Alert validation: rules found, unit tests run, failures, and alerting rules no test covers.</summary>
public sealed record AlertsSection(int Rules, int Tests, int Failed, int Untested, ImmutableArray<Finding> Findings)
{
    /// <summary>What is wrong or worth knowing.</summary>
    public ImmutableArray<Finding> Findings { get => field.IsDefault ? [] : field; init; } = Findings;

    /// <summary>State of every alerting rule in the running Prometheus.</summary>
    public ImmutableArray<AlertState> States { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Parts of the validation that could not run, each with its reason.</summary>
    public ImmutableArray<string> LeftOut { get => field.IsDefault ? [] : field; init; } = [];
}

/// <summary>An alerting rule as the running Prometheus has it: state is <c>inactive</c>, <c>pending</c> or <c>firing</c>.</summary>
public sealed record AlertState(string Name, string Group, string Severity, string State, string Summary);

/// <summary>Manifest validation: files read, objects in them, those that make pods, and the resource profile they were measured against (<c>none</c> for none).</summary>
public sealed record ManifestsSection(int Files, int Objects, int Workloads, string Quota, ImmutableArray<Finding> Findings)
{
    /// <summary>What a cluster would refuse, warn of, or let go wrong.</summary>
    public ImmutableArray<Finding> Findings { get => field.IsDefault ? [] : field; init; } = Findings;
}

/// <summary>Monthly cost of the services, in <c>Currency</c>; a month is 730 hours.</summary>
public sealed record CostSection
{
    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Cloud: <c>aws</c>, <c>gcp</c>, <c>azure</c> or <c>custom</c>.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Region the prices are of.</summary>
    public string Region { get; init; } = "";

    /// <summary>Date of the oldest price used, ISO 8601.</summary>
    public string PricesAsOf { get; init; } = "";

    /// <summary>The estimate as a range.</summary>
    public CostRange Monthly { get; init; } = new(0, 0, 0);

    /// <summary>Sum of what is allocated to services.</summary>
    public decimal Allocated { get; init; }

    /// <summary>What the cloud would bill: whole nodes and fees.</summary>
    public decimal Billed { get; init; }

    /// <summary>Cost of each service.</summary>
    public ImmutableArray<ServiceCost> Services { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>What could not be priced or measured, each with its reason: never silently zero.</summary>
    public ImmutableArray<string> Gaps { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>How the bill comes about: nodes, fees, storage, traffic.</summary>
    public ImmutableArray<CostLine> Lines { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>What the range comes from; the largest contributor first.</summary>
    public ImmutableArray<string> Assumptions { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The monthly budget the user set, if any.</summary>
    public decimal? Budget { get; init; }

    /// <summary>What is paid for computing and allocated to no service.</summary>
    public decimal Idle { get; init; }

    /// <summary><c>nodes</c>, <c>fargate</c>, <c>autopilot</c> or <c>per-resource</c>.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>Nodes by type; empty where the cloud bills pods.</summary>
    public ImmutableArray<NodePool> NodePools { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The nodes with the most idle, at most a hundred.</summary>
    public ImmutableArray<NodeIdle> Nodes { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>What could be done for less, with what it saves; the largest saving first.</summary>
    public ImmutableArray<CostAdvice> Recommendations { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>What the caller has to decide on, such as a budget that is exceeded.</summary>
    public ImmutableArray<Finding> Findings { get => field.IsDefault ? [] : field; init; } = [];
}

/// <summary>Nodes of one type.</summary>
public sealed record NodePool(string Type, int Count)
{
    /// <summary>CPU a node offers to pods, cores.</summary>
    public decimal AllocatableCpu { get; init; }

    /// <summary>Memory a node offers to pods, GiB.</summary>
    public decimal AllocatableMemoryGiB { get; init; }

    /// <summary>Pods a node can run.</summary>
    public int MaxPods { get; init; }

    /// <summary>Price of all of them.</summary>
    public decimal Monthly { get; init; }

    /// <summary>Part of the price that is allocated to no service.</summary>
    public decimal Idle { get; init; }
}

/// <summary>What a node has left.</summary>
/// <param name="Name">Type and number.</param>
/// <param name="Pods">Pods on it.</param>
/// <param name="CpuCores">CPU it could still give to pods, cores.</param>
/// <param name="MemoryGiB">Memory it could still give to pods, GiB.</param>
public sealed record NodeIdle(string Name, int Pods, decimal CpuCores, decimal MemoryGiB)
{
    /// <summary>Price of what no pod uses, the system's share included.</summary>
    public decimal Monthly { get; init; }
}

/// <summary>Something that could be done for less.</summary>
/// <param name="Kind"><c>right-size</c>, <c>node-mix</c>, <c>node-type</c> or <c>spot</c>.</param>
/// <param name="Subject">Service or node pool it is about.</param>
/// <param name="Message">What to do, and why.</param>
/// <param name="Saving">What it saves a month; null where no node and no bill would change.</param>
public sealed record CostAdvice(string Kind, string Subject, string Message, decimal? Saving);

/// <summary>A monthly amount with its bounds.</summary>
public sealed record CostRange(decimal Low, decimal Expected, decimal High);

/// <summary>Monthly cost of one service, with the measured usage behind it.</summary>
public sealed record ServiceCost(string Name, decimal Monthly)
{
    /// <summary>CPU priced: max(request, usage), cores.</summary>
    public decimal CpuCores { get; init; }

    /// <summary>Memory priced: max(request, usage), GiB.</summary>
    public decimal MemoryGiB { get; init; }

    /// <summary>Lower bound.</summary>
    public decimal Low { get; init; }

    /// <summary>Upper bound.</summary>
    public decimal High { get; init; }

    /// <summary>Usage divided by request, 0 to 1 and above; null without a request.</summary>
    public decimal? CpuEfficiency { get; init; }

    /// <summary>Usage divided by request, 0 to 1 and above; null without a request.</summary>
    public decimal? MemoryEfficiency { get; init; }
}

/// <summary>One line of the bill.</summary>
public sealed record CostLine(string Name, decimal Quantity, string Unit, decimal UnitPrice, decimal Monthly, string Source)
{
    /// <summary><c>compute</c>, <c>control-plane</c>, <c>storage</c>, <c>network</c> or <c>other</c>.</summary>
    public string Category { get; init; } = "";

    /// <summary>The cloud's service that bills it, such as <c>Amazon EBS</c>.</summary>
    public string Service { get; init; } = "";

    /// <summary>Machine type or name of the rate.</summary>
    public string Sku { get; init; } = "";

    /// <summary><c>standard</c>, <c>dynamic</c> for spot, or <c>committed</c> for a reservation.</summary>
    public string Pricing { get; init; } = "standard";

    /// <summary>What it would cost on demand without any discount.</summary>
    public decimal List { get; init; }

    /// <summary>Date of the price, ISO 8601.</summary>
    public string AsOf { get; init; } = "";

    /// <summary>Lower bound.</summary>
    public decimal Low { get; init; }

    /// <summary>Upper bound.</summary>
    public decimal High { get; init; }
}
