using System.Collections.Immutable;

namespace TalosPlatform.Reports;

/// <summary>Comparison with earlier runs of a branch.</summary>
public sealed record BaselineSection(string Ref, CostDelta? Cost, ImmutableArray<string> Regressions)
{
    /// <summary>What got worse, one sentence each.</summary>
    public ImmutableArray<string> Regressions { get => field.IsDefault ? [] : field; init; } = Regressions;

    /// <summary>Cost of each service at the baseline, at the prices of this run.</summary>
    public ImmutableArray<ServiceCost> Services { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Commit of the latest earlier run; empty when unknown.</summary>
    public string Sha { get; init; } = "";

    /// <summary>Comparable earlier runs.</summary>
    public int Runs { get; init; }

    /// <summary><c>fail</c> where regressions of deterministic metrics fail the run, else <c>report</c>.</summary>
    public string Mode { get; init; } = "report";

    /// <summary>Smallest change that is a regression, percent.</summary>
    public decimal Threshold { get; init; }

    /// <summary>Every metric that both have.</summary>
    public ImmutableArray<MetricComparison> Metrics { get => field.IsDefault ? [] : field; init; } = [];
}

/// <summary>Change of the monthly cost.</summary>
public sealed record CostDelta(decimal Delta, decimal Percent);

/// <summary>One metric of a run beside those of earlier runs.</summary>
/// <param name="Metric">Stable key, such as <c>latency-p95/orders</c>.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Unit">Grafana unit id, <c>cores</c>, or an ISO 4217 code.</param>
/// <param name="Value">The value of this run.</param>
/// <param name="Median">Median of the earlier runs.</param>
public sealed record MetricComparison(string Metric, string Title, string Unit, double Value, double Median)
{
    /// <summary>Change against the median, percent; null where the median is 0.</summary>
    public double? Percent { get; init; }

    /// <summary>Interquartile range of the earlier runs.</summary>
    public double Spread { get; init; }

    /// <summary>Earlier runs that have the metric.</summary>
    public int Runs { get; init; }

    /// <summary>Whether the same code always gives the same value; only then may it fail a run.</summary>
    public bool Deterministic { get; init; }

    /// <summary><c>worse</c>, <c>better</c>, <c>steady</c>, or <c>too-few</c> earlier runs to say.</summary>
    public string Change { get; init; } = "too-few";

    /// <summary>The values of the latest earlier runs and of this one, oldest first.</summary>
    public ImmutableArray<double> History { get => field.IsDefault ? [] : field; init; } = [];
}
