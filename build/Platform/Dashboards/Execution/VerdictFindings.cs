using TalosPlatform.Dashboards.Charts;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Says what is wrong with a query that failed, gave nothing or made the server warn.</summary>
internal static class VerdictFindings
{
    // A message of a server may quote half a dashboard.
    private const int MaxMessage = 600;

    public static IEnumerable<LocatedFinding> Of(DashboardIdentity dashboard, QueryVerdict verdict)
    {
        var (query, outcome) = (verdict.Query, verdict.Outcome);
        var what = query.Describe();
        LocatedFinding Say(string rule, Severity severity, string message) =>
            new(query.Dashboard.File.Finding(query.Node, rule, severity, message.Length > MaxMessage ? message[..MaxMessage] + "…" : message), dashboard, query.Owner);
        switch (outcome.Kind)
        {
            case OutcomeKind.ParseError:
                yield return Say("query-parse-error", Severity.Error, $"{what} cannot be parsed: {outcome.Message}; sent as \"{query.Expression}\"");
                break;
            case OutcomeKind.TypeError:
                yield return Say("query-type-error", Severity.Error, $"{what} has a wrong type: {outcome.Message}; sent as \"{query.Expression}\"");
                break;
            case OutcomeKind.ManyToMany:
                yield return Say("query-many-to-many", Severity.Error, $"{what} matches series ambiguously: {outcome.Message}; aggregate one side, or name the labels with on(…) and group_left");
                break;
            case OutcomeKind.TooCostly:
                yield return Say("query-too-costly", Severity.Error, $"{what} costs more than the server allows: {outcome.Message}; narrow the selector, shorten the range or record the result with a rule");
                break;
            case OutcomeKind.Timeout:
                yield return Say("query-timeout", Severity.Error, $"{what}: {outcome.Message}; narrow the selector or shorten the range");
                break;
            case OutcomeKind.Failed:
                yield return Say("query-failed", Severity.Error, $"{what} failed: {outcome.Message}");
                break;
            case OutcomeKind.Empty or OutcomeKind.NanOnly when verdict.ExpectedReason.Length == 0:
                yield return Say(outcome.Kind == OutcomeKind.Empty ? "query-empty" : "query-nan", Severity.Warning,
                    $"{what} gives nothing" + (verdict.Explanation.Length > 0 ? ": " + verdict.Explanation : query.Expression.Length > 0 ? $": \"{query.Expression}\"" : ""));
                break;
            case OutcomeKind.AllZero:
                yield return Say("query-all-zero", Severity.Info, $"{what} is 0 all the time");
                break;
        }

        if (MissingLegendLabel(verdict) is { } label)
            yield return Say("legend-label-missing", Severity.Warning, $"{what}: the legend \"{query.Legend}\" names the label \"{label}\", which no series of the result has");
        foreach (var note in outcome.Digest.Notes.Distinct(StringComparer.Ordinal))
            yield return Say("server-note", Severity.Info, $"{what}: the server says: {note}");
    }

    // Judged only when every series was kept, and only for labels that nothing of Grafana's fills in.
    private static string? MissingLegendLabel(QueryVerdict verdict)
    {
        var digest = verdict.Outcome.Digest;
        if (verdict.Query.Language != QueryLanguage.PromQl || digest.Series.IsEmpty || digest.SeriesCount > digest.Series.Length)
            return null;
        return LegendText.Labels(verdict.Query.Legend).FirstOrDefault(l => digest.Series.All(s => !s.Labels.ContainsKey(l)));
    }
}
