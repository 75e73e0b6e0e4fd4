using TalosPlatform.Alerts.Rules;
using TalosPlatform.Shared;

namespace TalosPlatform.Alerts.Lint;

/// <summary>Whoever is woken needs to know what happened and what to do.</summary>
internal sealed class AnnotationsLint : IAlertLint
{
    public string Id => "alert-annotations";

    public IEnumerable<LintNote> Check(Rule alert, AlertContext context)
    {
        if (!Has(alert, "summary"))
            yield return new LintNote("annotations.summary", Severity.Warning, "add the annotation \"summary\": what is wrong, in one short sentence");
        if (!Has(alert, "description") && !Has(alert, "message"))
            yield return new LintNote("annotations.description", Severity.Warning, "add the annotation \"description\": which object, how much, since when");
        if (!Has(alert, "runbook_url") && !Has(alert, "runbook"))
            yield return new LintNote("annotations.runbook_url", Severity.Info, "add the annotation \"runbook_url\": where to read what to do");
    }

    private static bool Has(Rule alert, string name) => !string.IsNullOrWhiteSpace(alert.Annotations.GetValueOrDefault(name));
}
