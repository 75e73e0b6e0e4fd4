using TalosPlatform.Smoke.UserChecks;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Tests.Smoke;

public sealed class UserCheckReaderTests
{
    [Fact]
    public void The_documented_example_is_read()
    {
        var check = Assert.Single(Valid("valid-example.yaml", 1));
        Assert.Equal(("orders are being placed", Question.PromQl, "sum(rate(orders_placed_total[1m]))"), (check.Name, check.Question, check.Query));
        Assert.Equal(new Comparison(ComparisonKind.Above, 0), check.Comparison);
        Assert.Equal(TimeSpan.FromSeconds(30), check.Within);
        Assert.Equal("No order was placed in the last minute; is the load generator running?", check.Message);
    }

    [Fact]
    public void Every_kind_of_check_is_read()
    {
        var checks = Valid("valid-every-key.yaml", 9);
        Assert.Equal(
            ["above 0.5", "below 1", "equal to 3", "at least 1", "at most 100", "between 0 and 0.05", "", "", ""],
            checks.Select(c => c.Comparison?.ToString() ?? ""));
        Assert.Equal(["PromQl", "PromQl", "PromQl", "LogQl", "LogQl", "TraceQl", "Http", "Http", "Http"], checks.Select(c => c.Question.ToString()));
        Assert.Equal((204, "pong"), (checks[7].Status, checks[7].Contains));
        Assert.Equal(["grpc-orders", "loki"], checks[8].Needs);
    }

    [Fact]
    public void Every_mistake_is_found_and_the_rest_is_still_read()
    {
        var file = Load("invalid-every-mistake.yaml");
        var checks = UserCheckFiles.ReadFile(file, ["prometheus", "grpc-orders"]);
        var found = string.Concat(file.Findings.OrderBy(f => f.Line).ThenBy(f => f.Column).Select(f => f + "\n"));
        Golden.Check(found, Path.Combine(Fixtures, "invalid-every-mistake.findings.txt"));
        Assert.Equal(["still read", "unknown service", "still read", "status of a query", "no status"], checks.Select(c => c.Name));
    }

    [Theory]
    [InlineData("checks: [", "yaml-syntax")]
    [InlineData("checks: 5", "wrong-type")]
    [InlineData("- 1", "wrong-type")]
    [InlineData("check: []", "unknown-key")]
    [InlineData("checks: []", "no-checks")]
    [InlineData("checks: [&a {name: x, promql: up, above: 0}, *a]", "yaml-syntax")]
    public void A_broken_file_is_a_finding(string text, string rule)
    {
        var file = YamlFile.Parse(text, "smoke/x.yaml");
        Assert.Empty(UserCheckFiles.ReadFile(file, []));
        Assert.Contains(file.Findings, f => f.Rule == rule);
    }

    [Fact]
    public void The_schema_for_editors_knows_the_same_keys()
    {
        using var schema = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "stack/schemas/smoke.schema.json")));
        var keys = schema.RootElement.GetProperty("definitions").GetProperty("check").GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
        var file = YamlFile.Parse("checks: [{name: x, promql: up, above: 0, zzzzzzzzzzzzzzzzzzz: 1}]", "x");
        UserCheckFiles.ReadFile(file, []);
        var hint = Assert.Single(file.Findings).Message;
        Assert.Equal("unknown key \"zzzzzzzzzzzzzzzzzzz\": valid: " + string.Join(", ", keys), hint);
    }

    [Theory]
    [InlineData(ComparisonKind.Above, 1, 1.1, true)]
    [InlineData(ComparisonKind.Above, 1, 1, false)]
    [InlineData(ComparisonKind.Below, 1, 0.9, true)]
    [InlineData(ComparisonKind.Below, 1, 1, false)]
    [InlineData(ComparisonKind.AtLeast, 1, 1, true)]
    [InlineData(ComparisonKind.AtMost, 1, 1, true)]
    [InlineData(ComparisonKind.AtMost, 1, 1.1, false)]
    [InlineData(ComparisonKind.Equals, 0.3, 0.1 + 0.2, true)]
    [InlineData(ComparisonKind.Equals, 0, 1e-12, false)]
    [InlineData(ComparisonKind.Equals, double.PositiveInfinity, double.PositiveInfinity, true)]
    [InlineData(ComparisonKind.Equals, 0, double.NaN, false)]
    [InlineData(ComparisonKind.Above, 0, double.NaN, false)]
    [InlineData(ComparisonKind.Below, 0, double.NaN, false)]
    public void Comparisons(ComparisonKind kind, double bound, double value, bool holds) => Assert.Equal(holds, new Comparison(kind, bound).Holds(value));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(1.01, false)]
    [InlineData(double.NaN, false)]
    public void Between_includes_its_bounds(double value, bool holds) => Assert.Equal(holds, new Comparison(ComparisonKind.Between, 0, 1).Holds(value));

    private static string Fixtures => Path.Combine(Repository.Root, "tests/Platform/Smoke/fixtures");

    private static YamlFile Load(string name) => YamlFile.Load(Path.Combine(Fixtures, name), "smoke/" + name);

    private static System.Collections.Immutable.ImmutableArray<UserCheck> Valid(string name, int count)
    {
        var file = Load(name);
        var checks = UserCheckFiles.ReadFile(file, ["prometheus", "loki", "grpc-orders", "node-express"]);
        Assert.Empty(file.Findings);
        Assert.Equal(count, checks.Length);
        return checks;
    }
}
