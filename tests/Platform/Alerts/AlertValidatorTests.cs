using System.Collections.Immutable;
using TalosPlatform.Alerts;
using TalosPlatform.Reports;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Stack;
using TalosPlatform.Tests.Smoke;

namespace TalosPlatform.Tests.Alerts;

public sealed class AlertValidatorTests
{
    private static readonly string Fixtures = Path.Combine(Repository.Root, "tests/Platform/Alerts/fixtures");
    private static readonly IServiceGateway NoStack = new StaticServiceGateway([]);
    private static readonly ICommandRunner Commands = new ProcessCommandRunner(new Redactor(), TimeProvider.System);

    [Theory]
    [InlineData("invalid-lint.yaml")]
    [InlineData("invalid-rules.yaml")]
    [InlineData("invalid-traps.yaml invalid-traps_test.yaml invalid-no-assertion_test.yaml")]
    public async Task Every_mistake_is_found(string files)
    {
        var section = await ValidateAsync(null, files.Split(' '));
        Golden.Check(string.Concat(section.Findings.Select(f => f + "\n")), Path.Combine(Fixtures, Path.ChangeExtension(files.Split(' ')[0], ".findings.txt")));
    }

    [Fact]
    public async Task Sound_rules_with_tests_pass()
    {
        var section = await ValidateAsync(await RealTools.PromtoolAsync(), "valid-rules.yaml", "valid-rules_test.yaml");
        Assert.Empty(section.Findings);
        Assert.Equal((2, 3, 0, 0), (section.Rules, section.Tests, section.Failed, section.Untested));
        Assert.Equal("live state of alerting rules: \"prometheus\" is not part of this platform", Assert.Single(section.LeftOut));
    }

    [Fact]
    public async Task A_failing_test_is_a_finding_at_its_line()
    {
        using var folder = new TemporaryFolder("valid-rules.yaml", "valid-rules_test.yaml", "runbook.md");
        folder.Replace("valid-rules_test.yaml", "values: 0+5x40", "values: 0+4x40");
        var section = await folder.ValidateAsync(await RealTools.PromtoolAsync());
        Assert.Equal((3, 2), (section.Tests, section.Failed));
        Assert.Equal(
            ["valid-rules_test.yaml:13 test-failed", "valid-rules_test.yaml:24 test-failed"],
            section.Findings.Select(f => $"{f.File}:{f.Line} {f.Rule}"));
        Assert.StartsWith("alert \"TooManyErrors\" at 15m: expected Labels:{alertname=\"TooManyErrors\", job=\"shop\", severity=\"critical\"} Annotations:{description=\"50% of", section.Findings[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("expression \"job:errors:ratio_rate5m\" at 15m: expected ", section.Findings[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_promtool_refuses_is_a_finding_at_its_line_and_the_rest_is_still_validated()
    {
        using var folder = new TemporaryFolder("valid-rules.yaml", "valid-rules_test.yaml", "runbook.md");
        folder.Write("broken.yaml", "groups:\n  - name: g\n    rules:\n      - record: a:b\n        expr: sum(up\n");
        folder.Write("template.yaml", "groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: up == 0\n        for: 5m\n        annotations: {summary: '{{ $labels.x'}\n");
        folder.Write("syntax.yaml", "groups: [\n");
        var section = await folder.ValidateAsync(await RealTools.PromtoolAsync());
        Assert.Equal((3, 3), (section.Tests, section.Failed));
        Assert.Contains(section.Findings, f => f is { File: "broken.yaml", Line: 5, Rule: "promtool", Severity: Severity.Error } && f.Message.Contains("unclosed left parenthesis", StringComparison.Ordinal));
        Assert.Contains(section.Findings, f => f is { File: "template.yaml", Rule: "promtool" } && f.Message.Contains("template", StringComparison.Ordinal));
        Assert.Contains(section.Findings, f => f is { File: "syntax.yaml", Rule: "yaml-syntax", Line: > 0 });
    }

    [Fact]
    public async Task Each_trap_of_promtool_is_one()
    {
        using var folder = new TemporaryFolder("invalid-traps.yaml", "invalid-traps_test.yaml");
        folder.Replace("invalid-traps_test.yaml", ", ../../../../../../../../../etc/hostname", "");
        var section = await folder.ValidateAsync(await RealTools.PromtoolAsync());
        Assert.Equal((6, 0), (section.Tests, section.Failed));
        Assert.DoesNotContain(section.Findings, f => f.Rule is "promtool" or "test-failed");
        Assert.Equal(
            ["alert-template-label", "test-no-rule-files", "test-unknown-alert", "test-without-data"],
            section.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Rule).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_promtool_our_own_checks_still_run()
    {
        var section = await ValidateAsync(null, "valid-rules.yaml", "valid-rules_test.yaml", "invalid-rules.yaml");
        Assert.Equal((0, 1), (section.Tests, section.Failed));
        Assert.Equal("promtool check and unit tests: promtool is not available", section.LeftOut[0]);
        Assert.Contains(section.Findings, f => f.Rule == "promql" && f.Line == 20);
    }

    [Fact]
    public async Task A_promtool_that_cannot_be_started_is_left_out()
    {
        var section = await ValidateAsync("/nonexistent/promtool", "valid-rules.yaml");
        Assert.StartsWith("promtool check and unit tests: Cannot start \"/nonexistent/promtool\"", section.LeftOut[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"status":"success","data":{"groups":[{"name":"g","rules":[{"name":"A","state":"firing","labels":{"severity":"critical"},"annotations":{"summary":"{{ $labels.x }} is down"},"alerts":[{"annotations":{"summary":"a is down"}},{"annotations":{"summary":"b is down"}}]},{"name":"B","state":"inactive","labels":{},"annotations":{}}]}]}}""", "A g critical firing a is down (and 1 more)|B g  inactive ", null)]
    [InlineData(500, "boom", "", "is not JSON")]
    [InlineData(200, "{}", "", "live state of alerting rules: ")]
    [InlineData(200, """{"status":"success","data":[]}""", "", "unexpected shape")]
    public async Task Live_states_come_from_the_running_Prometheus(int status, string body, string states, string? leftOut)
    {
        await using var services = new FakeServices().Running("prometheus").Answer("prometheus/api/v1/rules", body, status);
        var section = await AlertValidator.ValidateAsync(new AlertRequest(), Commands, services.Gateway, TestContext.Current.CancellationToken);
        Assert.Equal(states, string.Join('|', section.States.Select(s => $"{s.Name} {s.Group} {s.Severity} {s.State} {s.Summary}")));
        if (leftOut is not null)
            Assert.Contains(section.LeftOut, l => l.Contains(leftOut, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Prometheus_that_hangs_costs_the_timeout_and_no_more()
    {
        await using var services = new FakeServices().Running("prometheus").Hang("prometheus/api/v1/rules");
        var section = await AlertValidator.ValidateAsync(new AlertRequest { CallTimeout = TimeSpan.FromMilliseconds(200) }, Commands, services.Gateway, TestContext.Current.CancellationToken);
        Assert.Contains("did not answer within 0.2 s", section.LeftOut[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Public_rules_are_read_and_their_real_mistakes_are_found()
    {
        var corpus = Path.Combine(Repository.CorpusOrSkip(), "rules");
        var files = Directory.GetFiles(corpus, "*.yaml").Select(f => new WorkspaceFile(Path.GetFullPath(f), Path.GetFileName(f))).ToImmutableArray();
        var section = await AlertValidator.ValidateAsync(new AlertRequest { RuleFiles = files }, Commands, NoStack, TestContext.Current.CancellationToken);

        // Each of these is a mistake of the rules: labels in texts that the expression has aggregated away, and a matcher that nothing passes.
        Assert.Equal(
            [
                "alertmanager.yaml:42 alert-template-label", "alertmanager.yaml:52 alert-template-label", "alertmanager.yaml:55 promql-regex-matches-everything",
                "alertmanager.yaml:62 alert-template-label", "alertmanager.yaml:72 alert-template-label", "alertmanager.yaml:82 alert-template-label",
            ],
            section.Findings.Where(f => f.Severity == Severity.Error).Select(f => $"{f.File}:{f.Line} {f.Rule}"));
        Assert.True(section.Rules > 150);
    }

    private static Task<AlertsSection> ValidateAsync(string? promtool, params string[] names) => ValidateAsync(promtool, Fixtures, names);

    private static Task<AlertsSection> ValidateAsync(string? promtool, string folder, IEnumerable<string> names)
    {
        var files = names.Select(n => new WorkspaceFile(Path.Combine(folder, n), n)).ToLookup(f => f.Name.EndsWith("_test.yaml", StringComparison.Ordinal));
        return AlertValidator.ValidateAsync(new AlertRequest { RuleFiles = [.. files[false]], TestFiles = [.. files[true]], Promtool = promtool }, Commands, NoStack, TestContext.Current.CancellationToken);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("alerts-").FullName;

        public TemporaryFolder(params string[] fixtures)
        {
            foreach (var name in fixtures)
                File.Copy(Path.Combine(Fixtures, name), Path.Combine(_path, name));
        }

        public void Write(string name, string text) => File.WriteAllText(Path.Combine(_path, name), text);

        public void Replace(string name, string old, string replacement)
        {
            var text = File.ReadAllText(Path.Combine(_path, name));
            Assert.Contains(old, text, StringComparison.Ordinal);
            Write(name, text.Replace(old, replacement, StringComparison.Ordinal));
        }

        public Task<AlertsSection> ValidateAsync(string promtool) =>
            AlertValidatorTests.ValidateAsync(promtool, _path, Directory.GetFiles(_path, "*.yaml").Select(Path.GetFileName).Order(StringComparer.Ordinal)!);

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
