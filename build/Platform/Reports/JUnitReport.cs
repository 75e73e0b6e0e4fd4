using System.Globalization;
using System.Text;
using System.Xml;
using TalosPlatform.Reports.Formats;
using TalosPlatform.Shared;

namespace TalosPlatform.Reports;

/// <summary>A run as JUnit XML, in the subset that the schemas of Jenkins and Apache Ant share and that GitLab's and GitHub's reporters read.</summary>
public static class JUnitReport
{
    private sealed record Case(string Suite, string Group, string Name, double Seconds, string? Failure = null, string? Skipped = null, string Detail = "");

    /// <summary>Renders the suites <c>smoke</c>, <c>integration</c>, <c>dashboards</c>, <c>alerts</c>, <c>manifests</c>, <c>cost</c> and <c>baseline</c>; one whose target did not run is absent.</summary>
    public static string Render(RunDocument document)
    {
        var run = SafeDocument.Of(document);
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            xml.WriteRaw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
            xml.WriteStartElement("testsuites");
            var id = 0;
            foreach (var suite in Cases(run).GroupBy(c => c.Suite))
                WriteSuite(xml, run, suite.Key, id++, [.. suite]);
            xml.WriteEndElement();
        }

        return text + "\n";
    }

    private static IEnumerable<Case> Cases(RunDocument run) => [.. Smoke(run), .. Integration(run), .. Dashboards(run), .. Alerts(run), .. Manifests(run), .. Cost(run), .. Baseline(run)];

    private static IEnumerable<Case> Smoke(RunDocument run)
    {
        foreach (var check in run.Smoke?.Checks ?? [])
        {
            var detail = check.Fix.Length > 0 ? $"{check.Detail}\nFix: {check.Fix}" : check.Detail;
            yield return new("smoke", "smoke", check.Name, check.Seconds,
                check.Status == "failed" ? check.Detail : null, check.Status == "skipped" ? check.Detail : null, detail);
        }

        foreach (var one in PerFile("smoke", "smoke files", run.Smoke?.Findings ?? []))
            yield return one;
    }

    private static IEnumerable<Case> Integration(RunDocument run)
    {
        if (run.Integration is not { } tests)
            yield break;
        foreach (var test in tests.Tests)
            yield return new("integration", "integration", test.Name, test.Seconds, test.Status == "failed" ? test.Detail : null, test.Status == "skipped" ? test.Detail : null, test.Detail);
        yield return new("integration", "integration", tests.Command, tests.Seconds, tests.Status == "passed" ? null : VerdictProblems.Ended(tests), Detail: tests.Output);
    }

    // Regressions that fail nothing are no failures; the metrics of the run tell them.
    private static IEnumerable<Case> Baseline(RunDocument run) =>
        from metric in run.Baseline?.Metrics ?? []
        where metric.Deterministic
        let text = $"{MetricFormat.Format(metric, metric.Value)}, median of {metric.Runs} runs {MetricFormat.Format(metric, metric.Median)}"
        select new Case("baseline", "baseline", metric.Title, 0, VerdictProblems.Gates(run, metric) ? text : null, metric.Change == "too-few" ? "too few earlier runs: " + text : null, text);

    private static IEnumerable<Case> Dashboards(RunDocument run)
    {
        if (run.Dashboards is not { } dashboards)
            yield break;
        foreach (var one in PerFile("dashboards", "dashboards", dashboards.Findings))
            yield return one;
        // A case for all queries, so that the suite shows up when every file is clean.
        var hasErrors = dashboards.Findings.Any(f => f.Severity == Severity.Error);
        yield return new("dashboards", "dashboards", "queries", 0,
            dashboards.Failed > 0 && !hasErrors ? Verdict.Count(dashboards.Failed, "query", "queries") + " failed" : null,
            Detail: FormattableString.Invariant($"{dashboards.Ok} with data, {dashboards.Empty} empty, {dashboards.Failed} failed, {dashboards.Skipped} skipped"));
    }

    private static IEnumerable<Case> Alerts(RunDocument run)
    {
        if (run.Alerts is not { } alerts)
            yield break;
        foreach (var one in PerFile("alerts", "alerts", alerts.Findings))
            yield return one;
        foreach (var reason in alerts.LeftOut)
            yield return new("alerts", "alerts", reason.Split(':')[0], 0, Skipped: reason);
        var hasErrors = alerts.Findings.Any(f => f.Severity == Severity.Error);
        yield return new("alerts", "alerts", "unit tests", 0,
            alerts.Failed > 0 && !hasErrors ? Verdict.Count(alerts.Failed, "alert test") + " failed" : null,
            Detail: FormattableString.Invariant($"{alerts.Rules} rules, {alerts.Tests} tests, {alerts.Failed} failed, {alerts.Untested} untested"));
    }

    private static IEnumerable<Case> Manifests(RunDocument run)
    {
        if (run.Manifests is not { } manifests)
            yield break;
        foreach (var one in PerFile("manifests", "manifests", manifests.Findings))
            yield return one;
        yield return new("manifests", "manifests", "objects", 0,
            Detail: FormattableString.Invariant($"{manifests.Files} files, {manifests.Objects} objects, {manifests.Workloads} workloads, resource profile {manifests.Quota}"));
    }

    private static IEnumerable<Case> Cost(RunDocument run)
    {
        if (run.Cost is not { } cost)
            yield break;
        foreach (var one in PerFile("cost", "cost", cost.Findings.Where(f => f.Rule != "budget-exceeded")))
            yield return one;
        var expected = MoneyFormat.Format(cost.Monthly.Expected, cost.Currency);
        yield return cost.Budget is { } budget
            ? new("cost", "cost", "budget", 0, VerdictProblems.OverBudget(cost) ? $"Expected {expected} a month exceeds the budget of {MoneyFormat.Format(budget, cost.Currency)}" : null)
            : new("cost", "cost", "budget", 0, Skipped: $"No budget is set; expected {expected} a month.");
    }

    private static IEnumerable<Case> PerFile(string suite, string title, IEnumerable<Finding> findings) =>
        from finding in findings
        group finding by finding.File into file
        let errors = file.Where(f => f.Severity == Severity.Error).ToList()
        select new Case(suite, title, file.Key.Length > 0 ? file.Key : title, 0,
            errors.Count > 0 ? errors.Count == 1 ? errors[0].Message : Verdict.Count(errors.Count, "error") : null,
            Detail: string.Join('\n', file));

    private static void WriteSuite(XmlWriter xml, RunDocument run, string name, int id, IReadOnlyList<Case> cases)
    {
        static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
        static string Seconds(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("id", Number(id));
        xml.WriteAttributeString("package", "talos");
        xml.WriteAttributeString("hostname", run.Cluster is { Name.Length: > 0 } cluster ? Fit(cluster.Name) : "localhost");
        xml.WriteAttributeString("timestamp", (run.StartedAt ?? DateTimeOffset.UnixEpoch).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("tests", Number(cases.Count));
        xml.WriteAttributeString("failures", Number(cases.Count(c => c.Failure is not null)));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", Number(cases.Count(c => c.Skipped is not null)));
        xml.WriteAttributeString("time", Seconds(cases.Sum(c => Math.Max(0, c.Seconds))));
        xml.WriteElementString("properties", "");
        foreach (var one in cases)
            WriteCase(xml, one, Seconds(Math.Max(0, one.Seconds)));
        xml.WriteElementString("system-out", "");
        xml.WriteElementString("system-err", "");
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, Case one, string seconds)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", SafeText.OneLine(one.Name) is { Length: > 0 } name ? Fit(name) : "unnamed");
        xml.WriteAttributeString("classname", one.Group);
        xml.WriteAttributeString("time", seconds);
        if (one.Failure is { } failure)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Fit(SafeText.OneLine(failure)));
            xml.WriteAttributeString("type", one.Suite);
            xml.WriteString(Fit(one.Detail.Length > 0 ? one.Detail : failure));
            xml.WriteEndElement();
        }
        else if (one.Skipped is { } skipped)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", Fit(SafeText.OneLine(skipped)));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <summary>Text that XML 1.0 can hold.</summary>
    private static string Fit(string text) => text.EnumerateRunes().All(r => IsXml(r.Value)) ? text : Replace(text);

    private static string Replace(string text)
    {
        var fit = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            fit.Append(IsXml(rune.Value) ? rune : Rune.ReplacementChar);
        return fit.ToString();
    }

    private static bool IsXml(int value) => value is 0x9 or 0xA or 0xD or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or >= 0x10000;
}
