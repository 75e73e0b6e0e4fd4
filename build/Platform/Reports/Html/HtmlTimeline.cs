using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Html;

/// <summary>Targets as bars over the time of the run.</summary>
internal static class HtmlTimeline
{
    internal static void Render(HtmlBuilder html, RunDocument run)
    {
        if (run.Targets.IsEmpty)
            return;
        var bars = Bars(run);
        var total = Math.Max(bars.Max(b => b.Start + b.Target.Seconds), run.Timings?.TotalSeconds ?? 0);
        var firstMetric = run.Timings?.FirstMetricSeconds ?? 0;
        html.Add($"""<section id="targets"><h2>Timeline</h2><div class="card"><table class="gantt"><thead class="sr"><tr><th scope="col">Target</th><th scope="col">Status</th><th scope="col">Bar</th><th scope="col">Duration</th></tr></thead><tbody>""");
        foreach (var (target, start) in bars)
        {
            var kind = target.Status switch { "failed" => "bad", "succeeded" => "", _ => "mute" };
            html.Add($"""<tr><th scope="row">{target.Name}</th><td>{StatusBadge.For(target.Status)}</td><td class="lane"><svg width="100%" height="14" aria-hidden="true"><rect class="lane" y="6" width="100%" height="2"/>""");
            if (total > 0 && target.Seconds > 0)
                html.Add($"""<rect class="bar {kind}" x="{Math.Min(start / total * 100, 99.4)}%" width="{Math.Max(target.Seconds / total * 100, 0.6)}%" height="14" rx="3"/>""");
            if (firstMetric > 0 && firstMetric <= total)
                html.Add($"""<line class="mark" x1="{firstMetric / total * 100}%" x2="{firstMetric / total * 100}%" y1="-6" y2="20"/>""");
            html.Add($"</svg></td><td>{(target.Status is "not-run" or "skipped" && target.Seconds <= 0 ? "–" : SecondsFormat.Format(target.Seconds))}</td></tr>").Line();
            if (target.Message.Length > 0)
                html.Add($"""<tr class="why"><td colspan="4">{target.Message}</td></tr>""").Line();
        }

        html.Add($"</tbody></table>");
        if (firstMetric > 0)
            html.Add($"""<p class="hint"><i class="mark"></i>First application metric after {SecondsFormat.Format(firstMetric)}.</p>""");
        html.Add($"</div></section>").Line();
    }

    private static List<(TargetEntry Target, double Start)> Bars(RunDocument run)
    {
        List<(TargetEntry, double)> bars = [];
        var next = 0.0;
        foreach (var target in run.Targets)
        {
            var start = Math.Max(0, target.StartSeconds ?? next);
            bars.Add((target, start));
            next = start + Math.Max(0, target.Seconds);
        }

        return bars;
    }
}
