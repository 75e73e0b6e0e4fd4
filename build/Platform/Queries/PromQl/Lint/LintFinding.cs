namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>How bad a finding is.</summary>
public enum LintSeverity
{
    /// <summary>Works, but could be simpler.</summary>
    Info,

    /// <summary>Most likely not what was meant.</summary>
    Warning,

    /// <summary>Cannot give the result that was meant.</summary>
    Error,
}

/// <summary>What a rule found.</summary>
/// <param name="RuleId">Id of the rule, such as <c>counter-without-rate</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What is wrong, with the names of the query in quotes, and what to write instead.</param>
/// <param name="Span">Where in the query.</param>
public sealed record LintFinding(string RuleId, LintSeverity Severity, string Message, SourceSpan Span);
