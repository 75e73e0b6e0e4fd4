using System.Collections.Immutable;
using TalosPlatform.Reports;
using TalosPlatform.Reports.Formats;
using TalosPlatform.Settings;

namespace TalosPlatform.Baselines;

/// <summary>Compares a run with the earlier runs of a branch.</summary>
public static class BaselineComparison
{
    private const int HistoryShown = 20;

    /// <summary>The comparison; null when no earlier run is comparable.</summary>
    /// <param name="run">The run.</param>
    /// <param name="kind">What it is comparable with.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="earlier">Its earlier runs, the latest last.</param>
    /// <param name="settings">Threshold and mode.</param>
    public static BaselineSection? Of(RunDocument run, RunKind kind, string branch, IReadOnlyList<BaselineRun> earlier, BaselineSettings settings)
    {
        var like = earlier.Where(r => r.Kind == kind).ToList();
        if (like.Count == 0)
            return null;
        var prices = run.Cost is { } cost ? PriceBasis.Of(cost) : null;
        var priced = prices is null ? [] : like.Where(r => r.Prices == prices).ToList();
        var rule = new RegressionRule(Percent: (double)settings.Threshold);
        var metrics = Measurements.Of(run)
            .Select(m => Compare(m, m.Kind == MetricKind.Cost ? priced : like, rule, run.Cost?.Currency ?? ""))
            .OfType<MetricComparison>().ToImmutableArray();
        return new BaselineSection(branch, Delta(run.Cost, priced), [.. metrics.Where(m => m.Change == "worse").Select(Sentence)])
        {
            Runs = like.Count,
            Sha = like[^1].Sha,
            Mode = settings.Mode,
            Threshold = settings.Threshold,
            Metrics = metrics,
            Services = Services(priced),
        };
    }

    private static MetricComparison? Compare(Measurement measured, List<BaselineRun> runs, RegressionRule rule, string currency)
    {
        var statistics = Statistics.Of(runs.Where(r => r.Values.ContainsKey(measured.Key)).Select(r => r.Values[measured.Key]));
        if (statistics is null)
            return null;
        var percent = statistics.Median == 0 ? (double?)null : Math.Round((measured.Value - statistics.Median) / Math.Abs(statistics.Median) * 100, 1);
        return new MetricComparison(measured.Key, measured.Title, measured.Kind.Unit == "money" ? currency : measured.Kind.Unit, measured.Value, statistics.Median)
        {
            Percent = percent,
            Spread = statistics.Iqr,
            Runs = statistics.Count,
            Deterministic = measured.Kind.Deterministic,
            History = [.. runs.Where(r => r.Values.ContainsKey(measured.Key)).Select(r => r.Values[measured.Key]).TakeLast(HistoryShown - 1), measured.Value],
            Change = rule.Judge(statistics, measured.Value, measured.Kind.Floor) switch { Change.Worse => "worse", Change.Better => "better", Change.Steady => "steady", _ => "too-few" },
        };
    }

    private static CostDelta? Delta(CostSection? cost, List<BaselineRun> priced)
    {
        if (cost is null || priced.Count == 0 || !priced[^1].Values.TryGetValue(MetricKind.Cost.Id, out var before))
            return null;
        // Doubles hold what was written as a decimal to far more than a cent.
        var delta = cost.Monthly.Expected - Math.Round((decimal)Math.Clamp(before, -1e15, 1e15), 6);
        if (Math.Abs(delta) < 0.005m)
            delta = 0;
        return new(delta, before == 0 ? 0 : Math.Round(delta / (cost.Monthly.Expected - delta) * 100, 2));
    }

    private static ImmutableArray<ServiceCost> Services(List<BaselineRun> priced)
    {
        var prefix = MetricKind.Cost.Id + "/";
        return priced.Count == 0 ? []
            : [.. priced[^1].Values.Where(v => v.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(v => new ServiceCost(v.Key[prefix.Length..], Math.Round((decimal)Math.Clamp(v.Value, -1e15, 1e15), 6)))];
    }

    private static string Sentence(MetricComparison metric) =>
        $"{metric.Title} rose from {MetricFormat.Format(metric, metric.Median)} to {MetricFormat.Format(metric, metric.Value)} ({MetricFormat.Change(metric)}), above median + 3 IQR of {Verdict.Count(metric.Runs, "run")}.";
}
