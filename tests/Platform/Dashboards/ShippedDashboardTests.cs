using TalosPlatform.Dashboards;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Dashboards;

/// <summary>What every shipped dashboard promises, and how the rules fare on public dashboards.</summary>
public class ShippedDashboardTests
{
    public static TheoryData<string> Files => [.. DashboardTestKit.Shipped.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_shipped_dashboard_has_nothing_to_find(string name) =>
        Assert.Empty((await DashboardTestKit.OfflineAsync(DashboardTestKit.Shipped.Single(f => f.Name == name))).Findings);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_shipped_dashboard_can_be_provisioned_anywhere(string name)
    {
        var file = DashboardTestKit.Shipped.Single(f => f.Name == name);
        var dashboard = DashboardReader.Load(file.Path, file.Name).Dashboard!;
        Assert.InRange(dashboard.SchemaVersion, 39, 42);
        Assert.Matches("^talos-[a-z-]{1,30}$", dashboard.Uid);
        Assert.Equal(("datasource", "datasource", "prometheus"), (dashboard.Variables[0].Name, dashboard.Variables[0].Type, dashboard.Variables[0].Query));
        Assert.All(dashboard.Panels, p => Assert.True(p is { Description.Length: > 0, Unit.Length: > 0 }, $"\"{p.Title}\" needs a description and a unit"));
        Assert.All(dashboard.Panels.SelectMany(p => p.Targets), t => Assert.Equal("${datasource}", t.Datasource.Uid));
        Assert.DoesNotContain(dashboard.Panels.SelectMany(p => p.Targets), t => t.Text.Contains("[5m]", StringComparison.Ordinal));
        Assert.Contains(dashboard.Root["links"]!.Items, l => l.String("type") == "dashboards");
        Assert.InRange(new FileInfo(file.Path).Length, 1, 900_000);
        var ids = dashboard.Root["panels"]!.Items.Select(p => p.Integer("id")).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Public_dashboards_parse_after_interpolation_and_few_findings_are_doubtful()
    {
        var corpus = Path.Combine(Repository.CorpusOrSkip(), "dashboards");
        var result = await DashboardTestKit.OfflineAsync(Directory.GetFiles(corpus, "*.json").Order(StringComparer.Ordinal).Select(f => new DashboardFile(f, Path.GetFileName(f))));
        Assert.Equal((8, 189, 311), (result.Files, result.Panels, result.Queries));
        Assert.InRange(result.Failed / (double)result.Queries, 0, 0.015);
        Assert.Equal(result.Queries, result.Ok + result.Empty + result.Failed + result.Skipped);
        // Each of these was looked at: a rate of bytes shown as bytes, twice, and a graph of a raw restart counter.
        Assert.Equal(["counter-without-rate", "unit-mismatch", "unit-mismatch"], result.Findings.Where(f => f.Severity > Severity.Info).Select(f => f.Rule).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_benchmark_measures_what_it_says()
    {
        var measured = await DashboardBenchmark.RunAsync(DashboardTestKit.Shipped, copies: 2, repetitions: 1, TestContext.Current.CancellationToken);
        Assert.Equal(DashboardTestKit.Shipped.Length * 2, measured.Dashboards);
        Assert.True(measured is { Queries: > 100, PerSecond: > 0, PeakMebibytes: > 0 });
    }

    [Fact]
    public void The_exclusions_file_is_read_strictly()
    {
        var read = DashboardExclusions.Parse(
            """
            exclusions:
              - { rule: unit-missing, dashboard: talos-*, panel: Cores, reason: a count }
              - { rule: unit-missing }
            expectedEmpty:
              - { dashboard: talos-application-red, panel: "Call*", query: A, unless: grpc-orders, reason: nothing speaks gRPC }
              - { dashboard: x, pannel: y, reason: z }
            """, "x.yaml");
        Assert.Equal([new Exclusion("unit-missing", "talos-*", "Cores", "a count")], read.Exclusions);
        Assert.Equal([new ExpectedEmpty("talos-application-red", "Call*", "nothing speaks gRPC") { Query = "A", Unless = "grpc-orders" }], read.ExpectedEmpty);
        Assert.Equal(["missing-key:3", "missing-key:6", "unknown-key:6"], read.Findings.Select(f => $"{f.Rule}:{f.Line}").Order(StringComparer.Ordinal));
    }
}
