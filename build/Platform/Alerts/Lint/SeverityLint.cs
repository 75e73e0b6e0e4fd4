using TalosPlatform.Alerts.Rules;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Alerts.Lint;

/// <summary>Routing goes by severity.</summary>
internal sealed class SeverityLint : IAlertLint
{
    private static readonly string[] Known = ["critical", "warning", "info", "none"];

    public string Id => "alert-severity";

    public IEnumerable<LintNote> Check(Rule alert, AlertContext context)
    {
        if (alert.Severity.Length == 0)
            yield return new LintNote("labels.severity", Severity.Warning, $"add the label \"severity\": {string.Join(", ", Known)}");
        else if (!Known.Contains(alert.Severity) && !alert.Severity.Contains("{{", StringComparison.Ordinal))
            yield return new LintNote("labels.severity", Severity.Warning, $"severity \"{alert.Severity}\" is not routed: {NearestName.Hint(alert.Severity, Known)}");
    }
}
