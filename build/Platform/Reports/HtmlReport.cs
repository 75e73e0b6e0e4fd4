using System.Text.Json;
using TalosPlatform.Reports.Html;

namespace TalosPlatform.Reports;

/// <summary>A run as one HTML file that needs nothing else: no network, no fonts, a content security policy that allows its own style sheet and script only.</summary>
public static class HtmlReport
{
    // Beyond this the page leaves the points out of the copy it embeds: it stays light, and run.json lies beside it.
    private const int EmbeddedLimit = 1_000_000;

    /// <summary>Renders the page. It opens in any current browser, without script too.</summary>
    public static string Render(RunDocument document)
    {
        var run = SafeDocument.Of(document);
        var verdict = Verdict.Of(run);
        var html = new HtmlBuilder();
        var title = $"{verdict.Symbol} {verdict.Word}{(run.Cluster is { } cluster ? ": " + cluster.Name : "")}";
        html.Add($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{new Markup(HtmlAssets.Policy)}">
            <meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
            <title>{title}</title>
            <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='{Icon(verdict.Outcome)}'/%3E%3Cpath d='M6 20l6-8 5 6 4-5 5 7' fill='none' stroke='white' stroke-width='3' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E">
            <style>{new Markup(HtmlAssets.Style)}</style></head><body{LongPage(run)}>
            <a class="skip" href="#main">Skip to the report</a>
            """);
        Bar(html, run);
        html.Add($"""<main id="main">""");
        HtmlHeader.Render(html, run, verdict);
        HtmlSmoke.Render(html, run);
        HtmlIntegration.Render(html, run);
        var hover = HtmlDashboards.Render(html, run);
        HtmlAlerts.Render(html, run);
        HtmlManifests.Render(html, run);
        HtmlCost.Render(html, run);
        HtmlBaseline.Render(html, run);
        HtmlTimeline.Render(html, run);
        HtmlComponents.Render(html, run);
        html.Add($"</main>").Line();
        Footer(html, document, run, hover);
        return html.ToString();
    }

    // Hundreds of charts are laid out only when they come into view; a short page is laid out whole, for printing and screenshots.
    private static Markup LongPage(RunDocument run) => new(run.Dashboards is { Charts.Length: > 150 } ? " class=\"long-page\"" : "");

    private static void Bar(HtmlBuilder html, RunDocument run)
    {
        html.Add($"""<nav class="top" aria-label="Sections"><div><span class="brand"><svg width="20" height="20" viewBox="0 0 32 32" aria-hidden="true"><path d="M3 21l8-11 6 8 5-7 7 10" fill="none" stroke="currentColor" stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round"/></svg>Talos Local Observability</span><ul>""");
        foreach (var (id, name, present) in new[]
                 {
                     ("smoke", "Smoke", run.Smoke is not null), ("integration", "Tests", run.Integration is not null), ("dashboards", "Dashboards", run.Dashboards is not null), ("alerts", "Alerts", run.Alerts is not null),
                     ("manifests", "Manifests", run.Manifests is not null),
                     ("cost", "Cost", run.Cost is not null), ("baseline", "Baseline", run.Baseline is { Metrics.Length: > 0 }), ("targets", "Timeline", run.Targets.Length > 0), ("components", "Components", run.Components.Length > 0),
                 })
        {
            if (present)
                html.Add($"""<li><a href="#{id}">{name}</a></li>""");
        }

        html.Add($"""</ul><button class="js theme" type="button" id="theme" aria-label="Switch between light and dark"><span aria-hidden="true">◐</span></button></div></nav>""").Line();
    }

    private static void Footer(HtmlBuilder html, RunDocument document, RunDocument run, string hover)
    {
        var json = Compact(document);
        var whole = json.Length <= EmbeddedLimit;
        if (!whole)
            json = Compact(WithoutPoints(document));
        html.Add($"""<footer><p>Written from <span class="mono">run.json</span>, contract {run.Schema}. <button class="js link" type="button" id="download">Download run.json{(whole ? "" : " without chart points")}</button></p></footer>""").Line();
        html.Add($"""<script type="application/json" id="run-json">{new Markup(json)}</script><script type="application/json" id="hover">{new Markup(hover)}</script><script>{new Markup(HtmlAssets.Script)}</script></body></html>""");
        html.Add($"\n");
    }

    // The default encoder writes <, > and & as escapes, so the text cannot end its script element.
    private static string Compact(RunDocument document) =>
        JsonSerializer.Serialize(document, new RunJson(new JsonSerializerOptions(RunJson.Default.Options) { WriteIndented = false }).RunDocument);

    private static RunDocument WithoutPoints(RunDocument document) => document with
    {
        Dashboards = document.Dashboards is { Charts.IsDefault: false } dashboards
            ? dashboards with { Charts = [.. dashboards.Charts.Select(c => c with { Series = c.Series.IsDefault ? [] : [.. c.Series.Select(s => s with { Points = [] })] })] }
            : document.Dashboards,
    };

    private static string Icon(Outcome outcome) => outcome switch { Outcome.Passed => "%23157f4a", Outcome.Failed => "%23c22f2f", _ => "%235b6470" };
}
