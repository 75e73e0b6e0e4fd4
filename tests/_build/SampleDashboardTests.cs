using System.Text.Json.Nodes;

namespace TalosPlatform.Tests.Build;

/// <summary>The dashboards that the samples' READMEs point to, with all samples under load.</summary>
public class SampleDashboardTests
{
    private static readonly string[] Samples = ["go-http", "grpc-orders", "node-express", "postgres-catalog", "python-fastapi"];

    // The rest of that dashboard is about the server, whose exporter comes with DeployDatabase.
    private static readonly string[] OfTheServer = ["Commits and rollbacks by database", "Locks by mode", "Cache hit ratio"];

    [Fact]
    public async Task Every_sample_shows_in_its_dashboards_under_load()
    {
        await using var cluster = new HostCluster();
        cluster.Write(".talos-dev/config.yaml", $"samples: [{string.Join(", ", Samples)}]\nload: {{ levels: [2], levelDuration: 12s }}\n");
        var (exitCode, output) = await cluster.RunAsync("ValidateDashboards");
        Assert.True(exitCode == 0, output);
        var leftOut = cluster.State.LeftOutApps;
        Assert.SkipWhen(leftOut.Count > 0, $"left out: {string.Join("; ", leftOut.Select(l => $"{l.Key}: {l.Value}"))}");

        var run = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(cluster.Workspace, "artifacts", "run.json"), TestContext.Current.CancellationToken))!;
        Assert.True(run["timings"]!["firstDashboardSeconds"]!.GetValue<double>() > 0);
        var charts = run["dashboards"]!["charts"]!.AsArray().Select(c => c!).ToList();
        List<(string Panel, List<string> Series)> red = Panels("Application RED"), database = Panels("Database performance");
        Assert.NotEmpty(database);
        Assert.All(database.Where(p => !OfTheServer.Contains(p.Panel)), panel => Assert.NotEmpty(panel.Series));
        Assert.NotEmpty(red);
        Assert.All(red, panel => Assert.NotEmpty(panel.Series));
        // gRPC has a row of its own.
        Assert.Equal(Samples.Where(s => s != "grpc-orders"), red.Single(p => p.Panel == "Request rate by service").Series.Intersect(Samples).Except(["grpc-orders"]).Order(StringComparer.Ordinal));
        Assert.Contains(red.Single(p => p.Panel == "Call rate by method").Series, series => series.StartsWith("grpc-orders ", StringComparison.Ordinal));
        Assert.All(Samples, sample => Assert.Contains(red.Single(p => p.Panel == "Memory by pod").Series, series => series.StartsWith(sample + " ", StringComparison.Ordinal)));
        await cluster.TeardownLeavesNothingAsync();

        List<(string Panel, List<string> Series)> Panels(string dashboard) =>
        [
            .. charts.Where(c => c["dashboard"]!.GetValue<string>() == dashboard).Select(c => (
                c["panel"]!.GetValue<string>(),
                (c["series"]?.AsArray() ?? []).Where(s => s!["points"]?.AsArray().Any(p => p![1] is not null) ?? true).Select(s => s!["name"]?.GetValue<string>() ?? "").ToList())),
        ];
    }
}
