using TalosPlatform.Alerts.Rules;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Shared;

namespace TalosPlatform.Alerts.Lint;

/// <summary>On Talos, kube-scheduler, kube-controller-manager and etcd listen on loopback: nobody scrapes them, and an alert on their absence always fires.</summary>
internal sealed class AbsentControlPlaneLint : IAlertLint
{
    private static readonly string[] Unscraped = ["kube-scheduler", "kube-controller-manager", "kube-proxy", "etcd"];

    public string Id => "alert-absent-control-plane";

    public IEnumerable<LintNote> Check(Rule alert, AlertContext context)
    {
        if (alert.Parsed.Expression is not { } expression)
            yield break;
        foreach (var call in expression.DescendantsAndSelf().OfType<CallExpression>().Where(c => c.Function.Name is "absent" or "absent_over_time"))
        {
            var jobs = call.LabelMatchers().Where(m => m is { Name: "job", Operator: MatchOperator.Equal or MatchOperator.Regex }).Select(m => m.Value);
            if (jobs.FirstOrDefault(job => Unscraped.Any(u => job.Contains(u, StringComparison.Ordinal))) is { } job)
                yield return new LintNote("expr", Severity.Warning, $"job \"{job}\" listens on loopback on Talos and is never scraped, so this always fires: remove the alert");
        }
    }
}
