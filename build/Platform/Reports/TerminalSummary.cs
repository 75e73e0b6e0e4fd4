using System.Globalization;
using System.Text;
using TalosPlatform.Reports.Formats;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Reports;

/// <summary>How the closing lines are written.</summary>
/// <param name="Width">Columns of the terminal.</param>
/// <param name="Color">Whether to write ANSI colours; symbols and words carry the meaning either way.</param>
/// <param name="Height">Most lines: a screenful.</param>
public sealed record TerminalSummaryOptions(int Width = 100, bool Color = false, int Height = 40);

/// <summary>The closing lines of a run: the verdict, what failed and how to fix it, figures, addresses, what to do next.</summary>
public static class TerminalSummary
{
    /// <summary>Renders the lines, each ending with a line feed and no wider than the terminal, except for addresses and paths.</summary>
    /// <param name="document">The run.</param>
    /// <param name="options">How to write.</param>
    /// <param name="reportPath">Path of <c>report.html</c>, named at the end; null when none was written.</param>
    /// <param name="nextCommands">Commands to offer with what each does; null offers Teardown.</param>
    public static string Render(RunDocument document, TerminalSummaryOptions? options = null, string? reportPath = null, IReadOnlyList<(string Command, string Purpose)>? nextCommands = null)
    {
        options ??= new();
        var run = SafeDocument.Of(document);
        var verdict = Verdict.Of(run);
        var width = Math.Clamp(options.Width, 40, 160);
        var closing = Closing(run, reportPath, nextCommands, width).ToList();
        List<(TerminalTone Tone, string Text)> lines = [(TerminalTone.None, "")];
        lines.AddRange(Wrap($"{verdict.Symbol} {verdict.Word}: {verdict.Headline}", width, "  ")
            .Select(l => (verdict.Outcome switch { Outcome.Passed => TerminalTone.Good, Outcome.Failed => TerminalTone.Bad, _ => TerminalTone.Strong }, l)));
        lines.AddRange(Problems(verdict, width, Math.Max(8, options.Height - lines.Count - closing.Count)));
        lines.AddRange(closing);
        var text = new StringBuilder();
        foreach (var (tone, line) in lines)
            text.Append(tone.Paint(RunnerCommands.Neutralise(line), options.Color)).Append('\n');
        return text.ToString();
    }

    private static List<(TerminalTone, string)> Problems(Verdict verdict, int width, int room)
    {
        List<(TerminalTone, string)> lines = [];
        for (var i = 0; i < verdict.Problems.Length; i++)
        {
            var problem = verdict.Problems[i];
            List<(TerminalTone, string)> block = [(TerminalTone.None, "")];
            block.AddRange(Wrap($"✗ {problem.Section}: {SafeText.OneLine(problem.Title)}", width, "    ", "  ").Select(l => (TerminalTone.Bad, l)));
            block.AddRange(Wrap(SafeText.OneLine(problem.Detail, 400), width, "    ", "    ").Take(4).Select(l => (TerminalTone.None, l)));
            block.AddRange(Wrap(problem.Fix.Length > 0 ? "Fix: " + SafeText.OneLine(problem.Fix, 300) : "", width, "         ", "    ").Take(3).Select(l => (TerminalTone.Strong, l)));
            if (i == 0)
                block = [.. block.Take(room - 2)];
            if (i > 0 && lines.Count + block.Count > room - 2)
            {
                lines.Add((TerminalTone.None, ""));
                lines.Add((TerminalTone.Soft, $"  {verdict.Problems.Length - i} more in the report."));
                break;
            }

            lines.AddRange(block);
        }

        return lines;
    }

    private static IEnumerable<(TerminalTone, string)> Closing(RunDocument run, string? reportPath, IReadOnlyList<(string Command, string Purpose)>? next, int width)
    {
        yield return (TerminalTone.None, "");
        foreach (var (label, value) in Figures(run))
        {
            foreach (var line in Wrap(value, width, new string(' ', 15), "  " + label.PadRight(13)))
                yield return (TerminalTone.None, line);
        }

        var leftOut = run.Components.Where(c => c.Status == "left-out").ToList();
        foreach (var component in leftOut.Take(5))
            yield return (TerminalTone.Soft, Clip($"  – {component.Name} left out: {SafeText.OneLine(component.Reason)}", width));
        if (leftOut.Count > 5)
            yield return (TerminalTone.Soft, $"  – {leftOut.Count - 5} more components left out");
        var reachable = run.Components.Where(c => c.Status == "running" && c.Url.Length > 0).Take(8).ToList();
        if (reachable.Count > 0)
            yield return (TerminalTone.None, "");
        var column = reachable.Count > 0 ? Math.Min(24, reachable.Max(c => c.Name.Length)) : 0;
        foreach (var component in reachable)
            yield return (TerminalTone.None, $"  {Clip(component.Name, 24).PadRight(column)}  {component.Url}");
        yield return (TerminalTone.None, "");
        if (reportPath is not null)
            yield return (TerminalTone.Strong, $"  Report: {SafeText.OneLine(reportPath)}");
        next ??= [("./build.sh Teardown", "take everything away again")];
        var commands = next.Max(n => n.Command.Length);
        foreach (var (command, purpose) in next)
            yield return (TerminalTone.None, $"  {command.PadRight(commands)}  {purpose}");
    }

    private static IEnumerable<(string, string)> Figures(RunDocument run)
    {
        static string Number(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);
        if (run.Smoke is { } smoke)
            yield return ("Smoke", $"{Number(smoke.Passed)} passed, {Number(smoke.Failed)} failed, {Number(smoke.Skipped)} skipped");
        if (run.Integration is { } tests)
            yield return ("Integration", $"{Markdown.MarkdownIntegration.Summary(tests)}, {SecondsFormat.Format(tests.Seconds)}");
        if (run.Dashboards is { } dashboards)
            yield return ("Dashboards", $"{Number(dashboards.Ok)} queries with data, {Number(dashboards.Empty)} empty, {Number(dashboards.Failed)} failed, {Number(dashboards.Skipped)} skipped ({Verdict.Count(dashboards.Files, "file")})");
        if (run.Alerts is { } alerts)
            yield return ("Alerts", $"{Verdict.Count(alerts.Rules, "rule")}, {Verdict.Count(alerts.Tests, "test")}, {Number(alerts.Failed)} failed, {Number(alerts.Untested)} untested");
        if (run.Manifests is { } manifests)
            yield return ("Manifests", $"{Verdict.Count(manifests.Objects, "object")}, {Verdict.Count(manifests.Findings.Count(f => f.Severity == Shared.Severity.Error), "error")}, {Verdict.Count(manifests.Findings.Count(f => f.Severity == Shared.Severity.Warning), "warning")}");
        if (run.Cost is { } cost)
        {
            string Money(decimal amount) => MoneyFormat.Format(amount, cost.Currency);
            var change = run.Baseline is { Cost: { } delta } baseline ? $", {MoneyFormat.Change(delta.Delta, cost.Currency)} against {baseline.Ref}" : "";
            yield return ("Cost", $"{Money(cost.Monthly.Expected)} a month{(Money(cost.Monthly.Low) == Money(cost.Monthly.High) ? "" : $" ({Money(cost.Monthly.Low)} to {Money(cost.Monthly.High)})")}{change}{(cost.Gaps.Length > 0 ? $", {Verdict.Count(cost.Gaps.Length, "gap")}" : "")}");
        }

        if (run.Baseline is { } compared)
            yield return ("Baseline", $"{Verdict.Count(compared.Runs, "run")} of {compared.Ref}, {Verdict.Count(compared.Regressions.Length, "regression")}");
        if (run.Timings is { } timings)
            yield return ("Time", $"{(timings.FirstMetricSeconds > 0 ? $"first metric after {SecondsFormat.Format(timings.FirstMetricSeconds)}, " : "no application metric seen, ")}{(timings.FirstDashboardSeconds > 0 ? $"first dashboard after {SecondsFormat.Format(timings.FirstDashboardSeconds)}, " : "")}whole run {SecondsFormat.Format(timings.TotalSeconds)}");
    }

    private static IEnumerable<string> Wrap(string text, int width, string indent, string first = "")
    {
        if (text.Length == 0)
            yield break;
        var line = new StringBuilder(first);
        var empty = true;
        foreach (var word in text.Split(' '))
        {
            if (!empty && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append(indent);
                empty = true;
            }

            if (!empty)
                line.Append(' ');
            line.Append(word);
            empty = false;
        }

        yield return line.ToString();
    }

    private static string Clip(string text, int width) => text.Length <= width ? text : text[..SafeText.Cut(text, width - 1)] + "…";
}
