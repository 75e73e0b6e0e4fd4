using CsCheck;
using TalosPlatform.Dashboards;
using TalosPlatform.Dashboards.Rules;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Dashboards;

/// <summary>Static rules: what each finds, and what it must leave alone.</summary>
public class RuleTests
{
    private const string NoUnit = "\"type\":\"timeseries\"";

    [Theory]
    // expression, members of the panel, members of the dashboard → rules found, "hard-coded datasource" left out
    [InlineData("up", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "", "")]
    [InlineData("up", NoUnit, "", "unit-missing")]
    [InlineData("up", "\"fieldConfig\":{\"defaults\":{\"unit\":\"Percentunit\"}}", "", "unit-unknown")]
    [InlineData("up", "\"fieldConfig\":{\"defaults\":{\"unit\":\"seconds\"}}", "", "unit-unknown")]
    [InlineData("up", "\"fieldConfig\":{\"defaults\":{\"unit\":\"orders/s\"}}", "", "")]
    [InlineData("up", "\"fieldConfig\":{\"defaults\":{\"unit\":\"suffix:req\"}}", "", "")]
    [InlineData("node_memory_MemFree_bytes", "\"fieldConfig\":{\"defaults\":{\"unit\":\"s\"}}", "", "unit-mismatch")]
    [InlineData("node_memory_MemFree_bytes", "\"fieldConfig\":{\"defaults\":{\"unit\":\"decbytes\"}}", "", "")]
    [InlineData("scrape_duration_seconds", "\"fieldConfig\":{\"defaults\":{\"unit\":\"bytes\"}}", "", "unit-mismatch")]
    [InlineData("scrape_duration_seconds", "\"fieldConfig\":{\"defaults\":{\"unit\":\"ms\"}}", "", "unit-mismatch")]
    [InlineData("scrape_duration_seconds * 1000", "\"fieldConfig\":{\"defaults\":{\"unit\":\"ms\"}}", "", "")]
    [InlineData("rate(node_network_receive_bytes_total[5m])", "\"fieldConfig\":{\"defaults\":{\"unit\":\"bytes\"}}", "", "unit-mismatch")]
    [InlineData("rate(node_network_receive_bytes_total[5m])", "\"fieldConfig\":{\"defaults\":{\"unit\":\"Bps\"}}", "", "")]
    [InlineData("rate(node_network_receive_bytes_total[5m]) * 8", "\"fieldConfig\":{\"defaults\":{\"unit\":\"bps\"}}", "", "")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(x_seconds_bucket[5m])))", "\"fieldConfig\":{\"defaults\":{\"unit\":\"percent\"}}", "", "unit-mismatch")]
    [InlineData("rate(process_cpu_seconds_total[5m])", "\"fieldConfig\":{\"defaults\":{\"unit\":\"percentunit\"}}", "", "")]
    [InlineData("rate(x_total[$window])", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "", "query-parse-error variable-undefined")]
    [InlineData("rate(x_total[5s])", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "", "rate-range-too-short")]
    [InlineData("rate(x_total[$__rate_interval])", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "", "")]
    [InlineData("http_requests_total", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "", "counter-without-rate")]
    [InlineData("rate(process_open_fds[5m])", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "", "rate-on-gauge")]
    [InlineData("sum(rate(x_total[5m]", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "", "query-parse-error")]
    [InlineData("rate(x_total)", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "", "query-type-error")]
    [InlineData("label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\")", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "", "")]
    [InlineData("label_replace(up, \"a\", \"${x}\", \"b\", \"(?P<x>.*)\")", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "", "")]
    [InlineData("up", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "\"refresh\":\"5s\"", "refresh-too-short")]
    [InlineData("up", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "\"refresh\":\"1m\"", "")]
    [InlineData("up", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "\"refresh\":false", "")]
    [InlineData("up", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "\"__inputs\":[{\"name\":\"DS_PROM\"}]", "export-inputs")]
    [InlineData("up", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "\"templating\":{\"list\":[{\"name\":\"a\",\"type\":\"custom\",\"query\":\"1\"}]}", "variable-unused")]
    [InlineData("up{x=\"$a\"}", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "\"templating\":{\"list\":[{\"name\":\"a\",\"type\":\"custom\",\"query\":\"1\"}]}", "")]
    [InlineData("up", "\"repeat\":\"a\",\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "\"templating\":{\"list\":[{\"name\":\"a\",\"type\":\"custom\",\"query\":\"1\"}]}", "")]
    [InlineData("up{x=\"$a\"}", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "\"templating\":{\"list\":[{\"name\":\"a\",\"type\":\"query\",\"query\":\"label_values(up{x=\\\"$a\\\"}, x)\"}]}", "variable-cycle")]
    [InlineData("up{x=\"$a\"}", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}", "\"templating\":{\"list\":[{\"name\":\"a\",\"type\":\"query\",\"query\":\"label_values(up, x)\",\"regex\":\"/(/\"}]}", "variable-definition")]
    public async Task One_panel(string expression, string panel, string dashboard, string rules)
    {
        var result = await DashboardTestKit.OfflineTextAsync(DashboardTestKit.OnePanel(expression, panel, dashboard));
        Assert.Equal(rules, string.Join(' ', result.Findings.Select(f => f.Rule).Where(r => r != "datasource-hard-coded").Distinct().Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("\"uid\":\"${DS_PROMETHEUS}\"", "export-inputs:error")]
    [InlineData("\"uid\":\"prometeus\"", "datasource-unknown:error")]
    [InlineData("\"uid\":\"prometheus\"", "datasource-hard-coded:info")]
    [InlineData("\"uid\":\"-- Mixed --\"", "")]
    [InlineData("\"uid\":\"${datasource}\"", "variable-undefined:warning")]
    public async Task Datasources(string reference, string expected)
    {
        var json = DashboardTestKit.OnePanel("up", "\"fieldConfig\":{\"defaults\":{\"unit\":\"short\"}}").Replace("\"uid\":\"prometheus\"", reference, StringComparison.Ordinal);
        var result = await DashboardTestKit.OfflineTextAsync(json);
        Assert.Equal(expected, string.Join(' ', result.Findings.Select(f => $"{f.Rule}:{f.Severity.ToString().ToLowerInvariant()}")));
    }

    [Fact]
    public async Task Everything_wrong_with_one_dashboard_is_told_with_its_place()
    {
        var result = await DashboardTestKit.OfflineAsync(DashboardTestKit.Fixture("invalid-everything.json"));
        Golden.Check(string.Join('\n', result.Findings) + "\n", ReadingTests.Fixture("invalid-everything.findings.txt"));
    }

    [Fact]
    public async Task A_malformed_file_does_not_stop_the_others()
    {
        var result = await DashboardTestKit.OfflineAsync(DashboardTestKit.Fixture("invalid-syntax.json"), DashboardTestKit.Fixture("valid-v2.json"), new DashboardFile("/nowhere/x.json", "missing.json"));
        Assert.Equal((3, 3, 4), (result.Files, result.Panels, result.Queries));
        Assert.Contains(result.Findings, f => f is { File: "invalid-syntax.json", Rule: "malformed-json", Line: 5, Severity: Severity.Error });
        Assert.Contains(result.Findings, f => f is { File: "missing.json", Rule: "unreadable" });
    }

    [Fact]
    public async Task Duplicates_within_a_folder_are_errors()
    {
        var file = ReadingTests.Fixture("valid-classic-rows.json");
        var result = await DashboardTestKit.OfflineAsync(new DashboardFile(file, "a.json", "one"), new DashboardFile(file, "b.json", "one"), new DashboardFile(file, "c.json", "two"));
        Assert.Equal(["b.json duplicate-title", "b.json duplicate-uid", "c.json duplicate-uid"],
            result.Findings.Where(f => f.Rule.StartsWith("duplicate", StringComparison.Ordinal)).Select(f => $"{f.File} {f.Rule}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_exclusion_accepts_a_finding_and_one_that_accepts_nothing_is_told()
    {
        var json = DashboardTestKit.OnePanel("up", NoUnit);
        var result = await DashboardTestKit.OfflineTextAsync(json, r => r with
        {
            Exclusions = [new("unit-*", "u", "P", "it is a plain count"), new("datasource-hard-coded", "*", null, "one server only"), new("panel-overlap", "T", null, "old")],
        });
        Assert.Equal(["unused-exclusion"], result.Findings.Select(f => f.Rule));
    }

    [Fact]
    public async Task Strict_makes_warnings_errors_and_leaves_notes()
    {
        var json = DashboardTestKit.OnePanel("rate(x_total[5s])", NoUnit);
        var result = await DashboardTestKit.OfflineTextAsync(json, r => r with { Strict = true });
        Assert.Equal(["rate-range-too-short Error", "unit-missing Info"], result.Findings.Where(f => f.Rule != "datasource-hard-coded").Select(f => $"{f.Rule} {f.Severity}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Variables_that_double_each_other_end()
    {
        var variables = string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""{"name":"v{{i}}","type":"custom","multi":true,"includeAll":true,"current":{"value":["$__all"]},"query":"{{(i == 0 ? "a,b" : $"$v{i - 1},x${{v{i - 1}}}")}}"}"""));
        var result = await DashboardTestKit.OfflineTextAsync(DashboardTestKit.OnePanel("up{a=~\"$v39\"}", NoUnit, "\"templating\":{\"list\":[" + variables + "]}"));
        Assert.Equal(1, result.Queries);
    }

    [Fact]
    public void Damaged_dashboards_never_throw_on_the_whole_way()
    {
        var whole = File.ReadAllText(ReadingTests.Fixture("invalid-everything.json"));
        string[] texts = ["$", "${", "[[", "}", "\"", "(", "[5s]", "null", "{}", "[]", "0", "/(/", "1e999", "\\u0000", "${datasource:csv}"];
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 30], Gen.Int[0, texts.Length - 1].Select(i => texts[i])).Array[1, 4].Sample(changes =>
        {
            var text = whole;
            foreach (var (place, length, insert) in changes)
                text = place < text.Length ? text.Remove(place, Math.Min(length, text.Length - place)).Insert(place, insert) : text;
            var result = DashboardTestKit.OfflineTextAsync(text).GetAwaiter().GetResult();
            return result.Queries == result.Failed + result.Skipped && result.Files == 1;
        }, iter: 400, threads: 1);
    }

    [Theory]
    [InlineData("bytes", true, null)]
    [InlineData("µs", true, null)]
    [InlineData("currency:EUR", true, null)]
    [InlineData("Bytes", false, "bytes")]
    [InlineData("percentunt", false, "percentunit")]
    [InlineData("io/s", false, null)]
    [InlineData("Mem", false, null)]
    public void Units(string unit, bool known, string? meant) => Assert.Equal((known, meant), (GrafanaUnits.IsKnown(unit), GrafanaUnits.Meant(unit)));

    [Theory]
    [InlineData("x_bytes", "Bytes")]
    [InlineData("max by (a) (x_bytes)", "Bytes")]
    [InlineData("topk(3, x_bytes > 0)", "Bytes")]
    [InlineData("rate(x_bytes_total[5m])", "BytesPerSecond")]
    [InlineData("increase(x_bytes_total[5m])", "Bytes")]
    [InlineData("max_over_time(x_seconds[5m])", "Seconds")]
    [InlineData("count(x_bytes)", "Unknown")]
    [InlineData("x_bytes / y_bytes", "Unknown")]
    [InlineData("x_bytes > bool 0", "Unknown")]
    [InlineData("time() - x_start_time_seconds", "Unknown")]
    [InlineData("x_start_time_seconds", "Unknown")]
    [InlineData("rate(x_seconds_count[5m])", "Unknown")]
    public void Measures(string expression, string measure) => Assert.Equal(measure, MeasureOf.Expression(PromQlParser.Parse(expression).Expression!).ToString());
}
