using TalosPlatform.Alerts.Rules;
using TalosPlatform.Shared;

namespace TalosPlatform.Alerts.Lint;

/// <summary>A check of alerting rules that Prometheus accepts; it has no state.</summary>
internal interface IAlertLint
{
    /// <summary>Name used in reports, in kebab case.</summary>
    string Id { get; }

    /// <summary>Looks at one rule.</summary>
    IEnumerable<LintNote> Check(Rule alert, AlertContext context);
}

/// <summary>What a lint found.</summary>
/// <param name="Key">Key of the rule, or <c>annotations.NAME</c> and <c>labels.NAME</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What is wrong and how to fix it.</param>
internal sealed record LintNote(string Key, Severity Severity, string Message);

/// <summary>What is known beyond the rule itself.</summary>
/// <param name="Root">Root folder of the repository the rule is in.</param>
/// <param name="TestedLabels">Labels its templates can use when it fires in a unit test; null when none makes it fire.</param>
/// <param name="Interval">How often the rule's group is evaluated; null when it leaves that to the server.</param>
internal sealed record AlertContext(string Root, IReadOnlyCollection<string>? TestedLabels, TimeSpan? Interval);
