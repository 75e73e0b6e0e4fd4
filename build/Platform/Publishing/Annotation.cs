using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Publishing;

/// <summary>A line that a CI system shows beside the code.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="File">Path from the root of the repository; empty when it is about no file of it.</param>
/// <param name="Line">One-based line; 0 when unknown.</param>
/// <param name="Column">One-based column; 0 when unknown.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Message">What is wrong and how to fix it.</param>
public sealed record Annotation(Severity Severity, string File, int Line, int Column, string Title, string Message)
{
    /// <summary>Everything a run found that somebody has to act on, the most serious first.</summary>
    /// <param name="document">The run.</param>
    /// <param name="pathOf">Path of a file from the root of the repository; null when it is not in it.</param>
    public static IReadOnlyList<Annotation> Of(RunDocument document, Func<string, string?> pathOf)
    {
        var run = SafeDocument.Of(document);
        var findings = Verdict.AllFindings(run).Where(f => f.Severity != Severity.Info).ToList();
        var places = findings.Select(VerdictProblems.Place).ToHashSet(StringComparer.Ordinal);
        var problems = Verdict.Of(run).Problems.Where(p => !places.Contains(p.Title))
            .Select(p => new Annotation(Severity.Error, "", 0, 0, p.Title, $"{p.Detail} {p.Fix}".Trim() is { Length: > 0 } text ? text : p.Title));
        var regressions = (run.Baseline?.Regressions ?? []).Select(r => new Annotation(Severity.Warning, "", 0, 0, "Regression", r));
        return [.. problems.Concat(findings.Select(f => OfFinding(f, pathOf))).Concat(regressions).OrderByDescending(a => a.Severity)];
    }

    private static Annotation OfFinding(Finding finding, Func<string, string?> pathOf) => pathOf(finding.File) is { } path
        ? new(finding.Severity, path, finding.Line, finding.Column, finding.Rule, finding.Message)
        : new(finding.Severity, "", 0, 0, finding.Rule, $"{VerdictProblems.Place(finding)}: {finding.Message}");
}
