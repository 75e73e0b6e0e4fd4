using System.Collections.Immutable;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Alerts.UnitTests;

/// <summary>Reads unit tests strictly (https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/).</summary>
internal static class RuleTestReader
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMinutes(1);

    public static RuleTestFile Read(WorkspaceFile file) => Read(file, YamlFile.Load(file.Path, file.Name));

    public static RuleTestFile Read(WorkspaceFile file, YamlFile yaml)
    {
        if (yaml.Root is not { } root)
        {
            if (yaml.Findings.Count == 0)
                yaml.Report(1, 1, "", "empty-file", "the file holds no tests");
            return new RuleTestFile(file, yaml, null, [], []);
        }

        var rules = root.Texts("rule_files").ToImmutableArray();
        var evaluation = root.Duration("evaluation_interval") ?? DefaultInterval;
        root.Texts("group_eval_order");
        root.Boolean("fuzzy_compare");
        var tests = root.Mappings("tests").Select(t => ReadTest(t, evaluation)).ToImmutableArray();
        root.RejectUnknownKeys();
        return new RuleTestFile(file, yaml, root, rules, tests);
    }

    private static RuleTest ReadTest(YamlMapping test, TimeSpan evaluation)
    {
        var read = new RuleTest(
            test.Text("name") ?? "",
            test.Duration("interval") ?? evaluation,
            [.. test.Mappings("input_series").Select(ReadSeries)],
            [.. test.Mappings("alert_rule_test").Select(ReadAlert)],
            [.. test.Mappings("promql_expr_test").Select(ReadExpression)],
            test);
        test.Mapping("external_labels");
        test.Text("external_url");
        test.Text("start_timestamp");
        test.RejectUnknownKeys();
        return read;
    }

    private static InputSeries ReadSeries(YamlMapping series)
    {
        var read = new InputSeries(series.RequiredText("series"), series.RequiredText("values"), series);
        series.RejectUnknownKeys();
        return read;
    }

    private static AlertAssertion ReadAlert(YamlMapping alert)
    {
        var name = alert.RequiredText("alertname");
        var at = alert.Duration("eval_time") ?? TimeSpan.Zero;
        var expected = alert.Mappings("exp_alerts").Select(e =>
        {
            var labels = e.Mapping("exp_labels")?.AllTexts().ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty;
            e.Mapping("exp_annotations");
            e.RejectUnknownKeys();
            return labels;
        }).ToImmutableArray();
        alert.RejectUnknownKeys();
        return new AlertAssertion(name, at, expected, alert);
    }

    private static ExpressionAssertion ReadExpression(YamlMapping expression)
    {
        var read = new ExpressionAssertion(
            expression.RequiredText("expr"),
            expression.Duration("eval_time") ?? TimeSpan.Zero,
            expression.Mappings("exp_samples").Select(s =>
            {
                s.Text("labels");
                s.Text("value");
                s.Text("histogram");
                s.RejectUnknownKeys();
                return s;
            }).Count(),
            expression);
        expression.RejectUnknownKeys();
        return read;
    }
}
