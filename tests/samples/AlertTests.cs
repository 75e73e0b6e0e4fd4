using TalosPlatform.Tests.Samples.Support;
using YamlDotNet.RepresentationModel;

namespace TalosPlatform.Tests.Samples;

public sealed class AlertTests
{
    public static TheoryData<string> Samples => [.. Repository.Samples];

    [Theory, MemberData(nameof(Samples))]
    public async Task Rules_and_their_unit_tests_pass_promtool(string sample)
    {
        var folder = Path.Combine(Repository.Sample(sample), "alerts");
        foreach (var rules in SampleFiles.RuleFiles(sample))
        {
            var (check, said) = await Promtool.RunAsync(folder, "check", "rules", rules);
            Assert.True(check == 0, said);
            var (test, result) = await Promtool.RunAsync(folder, "test", "rules", $"{Path.GetFileNameWithoutExtension(rules)}_test.yaml");
            Assert.True(test == 0, result);
        }
    }

    [Theory, MemberData(nameof(Samples))]
    public void Every_alert_is_tested_both_firing_and_silent(string sample)
    {
        var checks = Directory.GetFiles(Path.Combine(Repository.Sample(sample), "alerts"), "*_test.yaml")
            .SelectMany(file => SampleFiles.Items(SampleFiles.Load(file), "tests"))
            .SelectMany(test => SampleFiles.Items(test, "alert_rule_test"))
            .ToLookup(check => SampleFiles.Text(check, "alertname"), check => ((YamlSequenceNode)check["exp_alerts"]).Children.Count > 0);
        Assert.All(SampleFiles.Alerts(sample), rule =>
        {
            var alert = SampleFiles.Text(rule, "alert");
            Assert.True(checks[alert].Contains(true), $"No unit test sees {alert} fire.");
            Assert.True(checks[alert].Contains(false), $"No unit test sees {alert} stay silent.");
        });
    }

    [Theory, MemberData(nameof(Samples))]
    public void Every_alert_has_a_severity_a_text_and_a_line_in_the_README(string sample)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Sample(sample), "README.md"));
        Assert.All(SampleFiles.Alerts(sample), rule =>
        {
            Assert.Contains(SampleFiles.Text(rule, "alert")!, readme, StringComparison.Ordinal);
            Assert.Contains(SampleFiles.Text((YamlMappingNode)rule["labels"], "severity"), new[] { "warning", "critical" });
            var annotations = (YamlMappingNode)rule["annotations"];
            Assert.NotNull(SampleFiles.Text(annotations, "summary"));
            Assert.NotNull(SampleFiles.Text(annotations, "description"));
            Assert.Equal($"samples/{sample}/README.md#alerts", SampleFiles.Text(annotations, "runbook"));
        });
    }
}
