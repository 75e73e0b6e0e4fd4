using System.Text.RegularExpressions;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Lint;

namespace TalosPlatform.Tests.Queries.PromQl.Lint;

/// <summary>
/// Well-kept public rules and dashboards: each finding below was looked at and is true, and any further one would have to be.
/// </summary>
public sealed partial class LintCorpusTests
{
    private static readonly LintContext Every30Seconds = new(TimeSpan.FromSeconds(30));

    [Fact(Skip = Corpus.Absent, SkipWhen = nameof(Corpus.IsAbsent), SkipType = typeof(Corpus))]
    public void Rules_have_only_findings_that_are_true() => Assert.Equal(
        [
            "regex-matches-everything alertmanager.yaml: AlertmanagerClusterFailedToSendAlerts: integration=~`.*`",
            "regex-matches-everything alertmanager.yaml: AlertmanagerClusterFailedToSendAlerts: integration=~`.*`",
            "regex-matches-everything alertmanager.yaml: AlertmanagerClusterFailedToSendAlerts: integration!~`.*`",
            "regex-matches-everything alertmanager.yaml: AlertmanagerClusterFailedToSendAlerts: integration!~`.*`",
            "regex-could-be-equality prometheus.yaml: PrometheusErrorSendingAlertsToAnyAlertmanager: alertmanager!~``",
            "regex-could-be-equality prometheus.yaml: PrometheusErrorSendingAlertsToAnyAlertmanager: alertmanager!~``",
        ],
        Lint(Corpus.Rules()));

    [Fact(Skip = Corpus.Absent, SkipWhen = nameof(Corpus.IsAbsent), SkipType = typeof(Corpus))]
    public void Dashboards_have_only_findings_that_are_true()
    {
        var queries = Corpus.Dashboards().Select(it => (it.Source, Query: VariableRange().Replace(it.Query, "[5m"))).ToList();
        Assert.NotEmpty(queries);
        Assert.All(queries, it => Assert.True(PromQlParser.Parse(it.Query).IsValid, it.Query));
        Assert.Equal(
            [
                "counter-without-rate k8s-views-namespaces.json: "
                    + "kube_pod_container_status_restarts_total{namespace=~\"$namespace\", cluster=\"$cluster\"}",
            ],
            Lint(queries));
    }

    private static List<string> Lint(IEnumerable<(string Source, string Query)> queries)
    {
        var found = new List<string>();
        foreach (var (source, query) in queries)
        {
            foreach (var finding in PromQlLinter.Lint(PromQlParser.Parse(query).Expression!, Every30Seconds))
                found.Add($"{finding.RuleId} {source}: {query.Substring(finding.Span.Offset, finding.Span.Length)}");
        }

        return found;
    }

    /// <summary>A range given by a variable, the only place where these dashboards cannot be parsed as they are written.</summary>
    [GeneratedRegex(@"\[\$(\w+|\{\w+\})")]
    private static partial Regex VariableRange();
}
