using System.Globalization;
using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Html;

/// <summary>The verdict with its key figures, and what needs attention.</summary>
internal static class HtmlHeader
{
    private const int ProblemsShown = 12;

    internal static void Render(HtmlBuilder html, RunDocument run, Verdict verdict)
    {
        var kind = verdict.Outcome switch { Outcome.Passed => "ok", Outcome.Failed => "bad", _ => "mute" };
        html.Add($"""<header class="hero {kind}"><div class="seal" aria-hidden="true">{verdict.Symbol}</div><div><h1>{Title(verdict)}</h1><p class="lead">{Sentence(verdict.Headline)}</p><p class="meta">{Context(run)}</p></div></header>""").Line();
        html.Add($"""<dl class="figures">""");
        foreach (var (label, value, note, status) in Figures(run))
            html.Add($"""<div class="{status}"><dt>{label}</dt><dd>{value}</dd><dd class="note">{note}</dd></div>""");
        html.Add($"</dl>").Line();
        Problems(html, verdict);
        if (verdict.Notes.Length > 0)
            html.Add($"""<p class="notes"><strong>Also worth knowing:</strong> {string.Join(" · ", verdict.Notes)}</p>""");
    }

    private static string Title(Verdict verdict) => verdict.Outcome switch
    {
        Outcome.Passed => "Platform verified",
        Outcome.Failed => Verdict.Count(verdict.Problems.Length, "problem") + " to fix",
        _ => "Nothing verified yet",
    };

    private static string Sentence(string text) => text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] + "." : text;

    private static string Context(RunDocument run)
    {
        List<string> parts = [];
        if (run.Cluster is { } cluster)
        {
            parts.Add(cluster.Name);
            parts.Add(cluster.Provider + " provider");
            if (cluster.KubernetesVersion.Length > 0)
                parts.Add("Kubernetes " + cluster.KubernetesVersion);
            if (cluster.Nodes > 0)
                parts.Add(Verdict.Count(cluster.Nodes, "node"));
        }

        if ((run.FinishedAt ?? run.StartedAt) is { } time)
            parts.Add(time.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " UTC");
        return string.Join(" · ", parts);
    }

    private static void Problems(HtmlBuilder html, Verdict verdict)
    {
        if (verdict.Problems.IsEmpty)
            return;
        html.Add($"""<section class="attention" aria-labelledby="attention"><h2 id="attention">Needs attention</h2><ol>""");
        foreach (var problem in verdict.Problems.Take(ProblemsShown))
        {
            html.Add($"""<li><a href="#{problem.Section}">{problem.Title}</a>""");
            if (problem.Detail.Length > 0)
                html.Add($"<p>{SafeText.Clean(problem.Detail, 400)}</p>");
            if (problem.Fix.Length > 0)
                html.Add($"""<p class="fix"><strong>Fix:</strong> {SafeText.Clean(problem.Fix, 400)}</p>""");
            html.Add($"</li>");
        }

        html.Add($"</ol>");
        if (verdict.Problems.Length > ProblemsShown)
            html.Add($"""<p class="hint">{verdict.Problems.Length - ProblemsShown} more in the sections below.</p>""");
        html.Add($"</section>").Line();
    }

    private static IEnumerable<(string Label, string Value, string Note, string Status)> Figures(RunDocument run)
    {
        if (run.Timings is { } timings)
        {
            yield return timings.FirstMetricSeconds > 0
                ? ("First metric", SecondsFormat.Format(timings.FirstMetricSeconds), "from start to first sample", "")
                : ("First metric", "none", "no application sample seen", "warn");
            yield return ("Whole run", SecondsFormat.Format(timings.TotalSeconds), $"deploy {SecondsFormat.Format(timings.DeploySeconds)}", "");
        }

        if (run.Smoke is { } smoke)
            yield return ("Smoke checks", Of(smoke.Passed, smoke.Passed + smoke.Failed), smoke.Failed > 0 ? $"✗ {smoke.Failed} failed" : smoke.Skipped > 0 ? $"{smoke.Skipped} skipped" : "all passed", smoke.Failed > 0 ? "bad" : "");
        if (run.Dashboards is { } dashboards)
        {
            yield return ("Queries with data", Of(dashboards.Ok, dashboards.Queries - dashboards.Skipped),
                dashboards.Failed > 0 ? $"✗ {dashboards.Failed} failed, {dashboards.Empty} empty" : $"{Verdict.Count(dashboards.Panels, "panel")} in {Verdict.Count(dashboards.Files, "dashboard")}", dashboards.Failed > 0 ? "bad" : "");
        }

        if (run.Alerts is { } alerts)
            yield return ("Alert rules", alerts.Rules.ToString(CultureInfo.InvariantCulture), alerts.Failed > 0 ? $"✗ {alerts.Failed} of {alerts.Tests} tests failed" : $"{Verdict.Count(alerts.Tests, "test")}, {alerts.Untested} untested", alerts.Failed > 0 ? "bad" : "");
        if (run.Cost is { } cost)
        {
            yield return ("Cost a month", MoneyFormat.Format(cost.Monthly.Expected, cost.Currency),
                VerdictProblems.OverBudget(cost) ? $"✗ over {MoneyFormat.Format(cost.Budget!.Value, cost.Currency)} budget" : Range(cost),
                VerdictProblems.OverBudget(cost) ? "bad" : "");
        }
    }

    private static string Range(CostSection cost)
    {
        var (low, high) = (MoneyFormat.Format(cost.Monthly.Low, cost.Currency), MoneyFormat.Format(cost.Monthly.High, cost.Currency));
        return low == high ? $"{cost.Provider.ToUpperInvariant()} {cost.Region}" : $"{low} to {high}";
    }

    private static string Of(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{part}/{Math.Max(part, whole)}");
}
