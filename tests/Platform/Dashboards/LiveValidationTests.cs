using System.Text.RegularExpressions;
using TalosPlatform.Dashboards;
using TalosPlatform.Reports;

namespace TalosPlatform.Tests.Dashboards;

/// <summary>Validation against a real Prometheus.</summary>
public partial class LiveValidationTests
{
    [Fact]
    public async Task Shipped_and_broken_dashboards()
    {
        await using var live = await LivePrometheus.StartAsync();
        await The_platform_dashboard_shows_data(live);
        await Every_class_of_failure_is_told(live);
        await An_expectation_fails_once_data_appears(live);
    }

    private static Task<DashboardsSection> ValidateAsync(LivePrometheus live, DashboardFile file, Func<DashboardRequest, DashboardRequest>? change = null)
    {
        var request = new DashboardRequest([file]) { ScrapeInterval = TimeSpan.FromSeconds(1), Window = TimeSpan.FromMinutes(5) };
        return DashboardValidator.ValidateAsync(change?.Invoke(request) ?? request, live.Gateway, TestContext.Current.CancellationToken);
    }

    private static async Task The_platform_dashboard_shows_data(LivePrometheus live)
    {
        var file = DashboardTestKit.Shipped.Single(f => f.Name.EndsWith("platform-health.json", StringComparison.Ordinal));
        var shipped = DashboardExclusions.Load(Path.Combine(Repository.Root, "dashboards", "exclusions.yaml"), "exclusions.yaml");
        Assert.Empty(shipped.Findings);
        var result = await ValidateAsync(live, file, r => r with { ExpectedEmpty = shipped.ExpectedEmpty.RemoveAll(e => e.Dashboard != "talos-platform-health"), Strict = true });
        Assert.Empty(result.Findings.Where(f => f.Severity != TalosPlatform.Shared.Severity.Info));
        Assert.Equal((result.Queries, 0, 0), (result.Ok + result.Empty, result.Failed, result.Skipped));
        Assert.Equal(5, result.Empty);
        var up = Assert.Single(result.Charts, c => c.Panel == "Targets up");
        Assert.Equal(1, up.Series.Single().Points[^1][1]);
        var duration = Assert.Single(result.Charts, c => c.Panel == "Scrape duration");
        Assert.Equal(("s", "timeseries", "prometheus"), (duration.Unit, duration.Kind, duration.Series.Single().Name));
        Assert.InRange(duration.Series.Single().Points.Length, 2, 121);
        Assert.Equal("Alertmanager is not running", Assert.Single(result.Charts, c => c.Panel == "Alertmanager notifications").Note);
    }

    private static async Task Every_class_of_failure_is_told(LivePrometheus live)
    {
        var result = await ValidateAsync(live, DashboardTestKit.Fixture("invalid-live.json"), r => r with { Window = TimeSpan.FromMinutes(20) });
        var told = result.Findings.Where(f => f.Rule.StartsWith("query-", StringComparison.Ordinal) || f.Rule.StartsWith("legend-", StringComparison.Ordinal))
            .Select(f => $"{f.Line} {f.Rule}: {Unstable().Replace(f.Message, "…")}");
        Golden.Check(string.Join('\n', told) + "\n", ReadingTests.Fixture("invalid-live.findings.txt"));
        Assert.Equal(result.Queries, result.Ok + result.Empty + result.Failed + result.Skipped);
    }

    private static async Task An_expectation_fails_once_data_appears(LivePrometheus live)
    {
        var file = DashboardTestKit.Shipped.Single(f => f.Name.EndsWith("platform-health.json", StringComparison.Ordinal));
        var result = await ValidateAsync(live, file, r => r with
        {
            ExpectedEmpty = [new("Platform health", "Series", "nothing yet"), new("*platform-health.json", "No such panel", "a slip"), new("*", "Targets up", "never runs") { Unless = "prometheus" }],
        });
        Assert.Equal(["expected-empty-has-data Error", "expected-empty-unused Warning"],
            result.Findings.Where(f => f.Rule.StartsWith("expected", StringComparison.Ordinal)).Select(f => $"{f.Rule} {f.Severity}").Order(StringComparer.Ordinal));
    }

    // What differs between versions of Prometheus and from run to run: the words of its errors, and lists of labels and values.
    [GeneratedRegex(@"(?<=cannot be parsed: )[^;]*|(?<=wrong type: )[^;]*|(?<=ambiguously: ).*?(?=; aggregate)|(?<=server allows: ).*?(?=; narrow)|(?<=; it has ).*|(?<=; the nearest is ).*")]
    private static partial Regex Unstable();
}
