using TalosPlatform.Reports.Formats;
using TalosPlatform.Reports.Markdown;

namespace TalosPlatform.Reports.Html;

/// <summary>The workspace's own tests, failed ones first, and what the applications did meanwhile.</summary>
internal static class HtmlIntegration
{
    internal static void Render(HtmlBuilder html, RunDocument run)
    {
        if (run.Integration is not { } tests)
            return;
        html.Add($"""<section id="integration"><h2>Integration tests <span class="count">{MarkdownIntegration.Summary(tests)}</span></h2><p>{StatusBadge.For(tests.Status)} after {SecondsFormat.Format(tests.Seconds)}: <span class="mono">{tests.Command}</span>{(tests.ExitCode is { } code ? $", exit code {code}" : "")}</p>""");
        if (tests.Tests.Length > 0)
        {
            html.Add($"""<div class="card scroll"><table class="rows checks flow"><thead><tr><th scope="col">Test</th><th scope="col">Status</th><th scope="col">What was seen</th><th scope="col" class="n">Time</th></tr></thead><tbody>""");
            foreach (var test in tests.Tests)
                html.Add($"""<tr class="{(test.Status == "failed" ? "bad" : "")}"><th scope="row">{test.Name}</th><td>{StatusBadge.For(test.Status)}</td><td class="detail">{test.Detail}</td><td class="n">{SecondsFormat.Format(test.Seconds)}</td></tr>""").Line();
            html.Add($"</tbody></table></div>");
        }

        if (tests.Services.Length > 0)
        {
            html.Add($"""<div class="card scroll"><table class="rows flow"><thead><tr><th scope="col">Application</th><th scope="col" class="n">Requests</th><th scope="col" class="n">Errors</th><th scope="col" class="n">p95</th><th scope="col" class="n">CPU</th><th scope="col" class="n">Memory</th></tr></thead><tbody>""");
            foreach (var service in tests.Services)
                html.Add($"""<tr><th scope="row">{service.Name}</th><td class="n">{MarkdownIntegration.Show(service.RequestsPerSecond, "reqps")}</td><td class="n">{MarkdownIntegration.Show(service.ErrorRatio, "percentunit")}</td><td class="n">{MarkdownIntegration.Show(service.P95Seconds, "s")}</td><td class="n">{MarkdownIntegration.Show(service.CpuCores, "cores")}</td><td class="n">{MarkdownIntegration.Show(service.MemoryBytes, "bytes")}</td></tr>""").Line();
            html.Add($"</tbody></table></div>");
        }

        if (tests.Output.Length > 0)
            html.Add($"""<details class="fold"><summary>Last lines it wrote</summary><div class="card scroll"><pre class="mono">{tests.Output}</pre></div></details>""");
        html.Add($"</section>").Line();
    }
}
