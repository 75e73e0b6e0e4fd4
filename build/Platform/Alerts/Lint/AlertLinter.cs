using System.Collections.Immutable;
using TalosPlatform.Alerts.Rules;
using TalosPlatform.Alerts.UnitTests;
using TalosPlatform.Queries.PromQl.Lint;
using TalosPlatform.Shared;

namespace TalosPlatform.Alerts.Lint;

/// <summary>Applies every lint to every alert, and those of PromQL to every expression, and notes what they find at its place in the file.</summary>
internal static class AlertLinter
{
    /// <summary>Every lint.</summary>
    public static ImmutableArray<IAlertLint> All { get; } =
    [
        new AnnotationsLint(),
        new SeverityLint(),
        new ForLint(),
        new ConditionLint(),
        new AbsentControlPlaneLint(),
        new UnformattedValueLint(),
        new TemplateLabelLint(),
        new RunbookLint(),
    ];

    public static void Check(RuleFile file, TestCoverage coverage)
    {
        var root = file.File.Path[..^file.File.Name.Length];
        foreach (var group in file.Groups)
        {
            foreach (var rule in group.Rules)
                CheckExpression(rule);
            foreach (var alert in group.Rules.Where(r => r.IsAlert))
            {
                var context = new AlertContext(root, coverage.LabelsOf(alert), group.Interval);
                foreach (var lint in All)
                {
                    foreach (var note in lint.Check(alert, context))
                        Report(alert, lint.Id, note);
                }
            }
        }
    }

    private static void CheckExpression(Rule rule)
    {
        if (rule.Parsed is not { IsValid: true, Expression: { } expression })
            return;
        foreach (var finding in PromQlLinter.Lint(expression, LintContext.Default).DistinctBy(f => (f.RuleId, f.Message)))
        {
            var severity = finding.Severity switch { LintSeverity.Error => Severity.Error, LintSeverity.Warning => Severity.Warning, _ => Severity.Info };
            rule.Source.Report("expr", $"promql-{finding.RuleId}", finding.Message, severity);
        }
    }

    private static void Report(Rule alert, string id, LintNote note)
    {
        var dot = note.Key.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && alert.Source.Mapping(note.Key[..dot]) is { } nested)
            nested.Report(note.Key[(dot + 1)..], id, note.Message, note.Severity);
        else
            alert.Source.Report(dot > 0 ? "alert" : note.Key, id, note.Message, note.Severity);
    }
}
