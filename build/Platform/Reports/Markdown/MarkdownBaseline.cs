using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Markdown;

/// <summary>What got worse, and every metric beside those of earlier runs.</summary>
internal static class MarkdownBaseline
{
    private const int Shown = 60;

    internal static string Regressions(RunDocument run)
    {
        if (run.Baseline is not { Regressions.Length: > 0 } baseline)
            return "";
        var text = new MarkdownBuilder();
        text.Line($"#### Regressions against {MarkdownBuilder.Code(baseline.Ref)}").Line();
        foreach (var regression in baseline.Regressions.Take(Shown))
            text.Line($"- {regression}");
        return text.ToString();
    }

    internal static string Metrics(RunDocument run)
    {
        if (run.Baseline is not { Metrics.Length: > 0 } baseline)
            return "";
        var table = new MarkdownBuilder();
        table.Line($"| Metric | Median of earlier runs | Now | Change | Runs |").Line($"|:--|--:|--:|--:|:--|");
        foreach (var metric in Ordered(baseline).Take(Shown))
            table.Line($"| {metric.Title} | {MarkdownBuilder.Value(MetricFormat.Format(metric, metric.Median))} | {MarkdownBuilder.Value(MetricFormat.Format(metric, metric.Value))} | {new Html.Markup(Sign(metric))}{MarkdownBuilder.Value(MetricFormat.Change(metric))} | {Sparkline.Render([.. metric.History.Select(v => (double?)v)], 16)} |");
        table.Line();
        if (baseline.Metrics.Length > Shown)
            table.Line($"{baseline.Metrics.Length - Shown} more metrics in the full report.").Line();
        table.Line($"{Basis(baseline)}");
        return MarkdownSections.Details($"Metrics against {baseline.Ref}: {Summary(baseline)}", table.ToString());
    }

    /// <summary>How the metrics changed, in words.</summary>
    internal static string Summary(BaselineSection baseline)
    {
        int Of(string change) => baseline.Metrics.Count(m => m.Change == change);
        var parts = new[] { (Of("worse"), "worse"), (Of("better"), "better"), (Of("steady"), "steady"), (Of("too-few"), "with too few runs to say") };
        return string.Join(", ", parts.Where(p => p.Item1 > 0).Select(p => FormattableString.Invariant($"{p.Item1} {p.Item2}")));
    }

    /// <summary>The metrics, what matters most first.</summary>
    internal static IEnumerable<MetricComparison> Ordered(BaselineSection baseline) =>
        baseline.Metrics.OrderBy(m => m.Change switch { "worse" => 0, "better" => 1, _ => 2 }).ThenByDescending(m => m.Deterministic).ThenBy(m => m.Title, StringComparer.Ordinal);

    /// <summary>When a change counts.</summary>
    internal static string Basis(BaselineSection baseline) => FormattableString.Invariant(
        $"{Verdict.Count(baseline.Runs, "earlier run")} of {baseline.Ref} on the same kind of machine. From ten runs on a metric is worse when it is above median + 3 IQR, by {baseline.Threshold:0.##}% at least, and by more than noise.");

    private static string Sign(MetricComparison metric) => metric.Change switch { "worse" => "🔺\u00A0", "better" => "🔽\u00A0", _ => "" };
}
