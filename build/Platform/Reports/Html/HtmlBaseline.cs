using TalosPlatform.Reports.Formats;
using TalosPlatform.Reports.Markdown;

namespace TalosPlatform.Reports.Html;

/// <summary>Every metric beside those of earlier runs.</summary>
internal static class HtmlBaseline
{
    internal static void Render(HtmlBuilder html, RunDocument run)
    {
        if (run.Baseline is not { Metrics.Length: > 0 } baseline)
            return;
        html.Add($"""<section id="baseline"><h2>Against <span class="mono">{baseline.Ref}</span> <span class="count">{MarkdownBaseline.Summary(baseline)}</span></h2><div class="card scroll"><table class="rows flow"><thead><tr><th scope="col">Metric</th><th scope="col" class="n">Median of earlier runs</th><th scope="col" class="n">Now</th><th scope="col" class="n">Change</th><th scope="col">Runs</th><th scope="col">Status</th></tr></thead><tbody>""");
        foreach (var metric in MarkdownBaseline.Ordered(baseline))
        {
            html.Add($"""<tr class="{(metric.Change == "worse" ? "bad" : "")}"><th scope="row">{metric.Title}</th><td class="n">{MetricFormat.Format(metric, metric.Median)}</td><td class="n">{MetricFormat.Format(metric, metric.Value)}</td><td class="n">{MetricFormat.Change(metric)}</td><td class="mono">{Sparkline.Render([.. metric.History.Select(v => (double?)v)], 16)}</td><td>{metric.Change.Replace('-', ' ')}</td></tr>""").Line();
        }

        html.Add($"""</tbody></table></div><p class="hint">{MarkdownBaseline.Basis(baseline)}</p></section>""").Line();
    }
}
