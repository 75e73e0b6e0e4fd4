using TalosPlatform.Reports.Formats;
using TalosPlatform.Reports.Html;

namespace TalosPlatform.Reports.Markdown;

/// <summary>The parts of the report for a pull request.</summary>
internal static class MarkdownSections
{
    private const int ProblemsShown = 20;

    /// <summary>The verdict in one line, the figures in a table.</summary>
    internal static string Head(RunDocument run, Verdict verdict)
    {
        var text = new MarkdownBuilder();
        var icon = verdict.Outcome switch { Outcome.Passed => "✅", Outcome.Failed => "❌", _ => "⚪" };
        text.Line($"### {new Markup(icon)} {verdict.Word}: {verdict.Headline}");
        if (run.Cluster is { } cluster)
        {
            text.Line().Line($"{MarkdownBuilder.Code(cluster.Name)} on the {cluster.Provider} provider{(cluster.KubernetesVersion.Length > 0 ? ", Kubernetes " + cluster.KubernetesVersion : "")}{Timing(run)}");
        }

        if (verdict.Notes.Length > 0)
            text.Line().Line($"Also: {string.Join(", ", verdict.Notes)}.");
        return text.ToString();
    }

    /// <summary>Every section, in the order of reading.</summary>
    internal static IReadOnlyList<MarkdownSection> All(RunDocument run, Verdict verdict) =>
    [
        new("problems", Problems(verdict)),
        new("regressions", MarkdownBaseline.Regressions(run)),
        new("cost", MarkdownCost.Render(run)),
        new("smoke checks", Smoke(run)),
        new("integration tests", MarkdownIntegration.Render(run)),
        new("metrics", MarkdownBaseline.Metrics(run)),
        new("dashboards", MarkdownDashboards.Render(run)),
        new("alerts", MarkdownAlerts.Render(run)),
        new("manifests", MarkdownManifests.Render(run)),
        new("targets", Targets(run)),
        new("components", Components(run)),
    ];

    /// <summary>A disclosure; the body is a Markdown block between empty lines, as both sites need it.</summary>
    internal static string Details(string summary, string body) =>
        new MarkdownBuilder().Line($"<details><summary>{summary}</summary>").Line().Line($"{new Markup(body.TrimEnd('\n'))}").Line().Line($"</details>").ToString();

    /// <summary>A status with its symbol.</summary>
    internal static Markup Status(string status) => new(status switch
    {
        "succeeded" or "passed" or "running" or "inactive" => "✅\u00A0",
        "failed" or "timed-out" or "error" or "firing" => "❌\u00A0",
        "left-out" or "warning" or "pending" => "⚠️\u00A0",
        _ => "▫️\u00A0",
    } + MarkdownBuilder.Value(status.Replace('-', ' ')).Text);

    private static string Timing(RunDocument run) => run.Timings is not { } timings ? ""
        : timings.FirstMetricSeconds > 0
            ? $"; first metric after {SecondsFormat.Format(timings.FirstMetricSeconds)}, whole run {SecondsFormat.Format(timings.TotalSeconds)}"
            : $"; no application metric seen, whole run {SecondsFormat.Format(timings.TotalSeconds)}";

    private static string Problems(Verdict verdict)
    {
        if (verdict.Problems.IsEmpty)
            return "";
        var text = new MarkdownBuilder();
        text.Line($"#### To fix").Line();
        foreach (var problem in verdict.Problems.Take(ProblemsShown))
        {
            text.Line($"- **{MarkdownBuilder.Code(problem.Title.Length > 0 ? problem.Title : problem.Section)}** {problem.Detail}");
            if (problem.Fix.Length > 0)
                text.Line($"  <br>Fix: {problem.Fix}");
        }

        if (verdict.Problems.Length > ProblemsShown)
            text.Line($"- and {verdict.Problems.Length - ProblemsShown} more");
        return text.ToString();
    }

    private static string Smoke(RunDocument run)
    {
        if (run.Smoke is not { } smoke)
            return "";
        var table = new MarkdownBuilder();
        table.Line($"| Check | Status | Seen | Time |").Line($"|:--|:--|:--|--:|");
        foreach (var check in smoke.Checks.OrderBy(c => c.Status switch { "failed" => 0, "passed" => 1, _ => 2 }))
            table.Line($"| {MarkdownBuilder.Code(check.Name)} | {Status(check.Status)} | {check.Detail} | {MarkdownBuilder.Value(check.Status == "skipped" ? "–" : SecondsFormat.Format(check.Seconds))} |");
        return Details($"Smoke checks: {smoke.Passed} passed, {smoke.Failed} failed, {smoke.Skipped} skipped", table.ToString());
    }

    private static string Targets(RunDocument run)
    {
        if (run.Targets.IsEmpty)
            return "";
        var table = new MarkdownBuilder();
        table.Line($"| Target | Status | Time | |").Line($"|:--|:--|--:|:--|");
        foreach (var target in run.Targets)
            table.Line($"| {MarkdownBuilder.Code(target.Name)} | {Status(target.Status)} | {MarkdownBuilder.Value(target.Seconds > 0 ? SecondsFormat.Format(target.Seconds) : "–")} | {target.Message} |");
        return Details($"Targets: {Verdict.Count(run.Targets.Length, "target")} in {SecondsFormat.Format(run.Timings?.TotalSeconds ?? run.Targets.Sum(t => t.Seconds))}", table.ToString());
    }

    private static string Components(RunDocument run)
    {
        if (run.Components.IsEmpty)
            return "";
        var table = new MarkdownBuilder();
        table.Line($"| Component | Version | Status | Why |").Line($"|:--|:--|:--|:--|");
        foreach (var component in run.Components)
            table.Line($"| {MarkdownBuilder.Code(component.Name)} | {component.Version} | {Status(component.Status)} | {component.Reason} |");
        var running = run.Components.Count(c => c.Status == "running");
        return Details($"Components: {running} running, {run.Components.Length - running} not", table.ToString());
    }
}
