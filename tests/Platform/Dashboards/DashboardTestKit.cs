using System.Collections.Immutable;
using TalosPlatform.Dashboards;
using TalosPlatform.Reports;
using TalosPlatform.Stack;

namespace TalosPlatform.Tests.Dashboards;

/// <summary>Shorthand for tests that validate whole dashboards.</summary>
internal static class DashboardTestKit
{
    /// <summary>The dashboards the platform ships.</summary>
    public static ImmutableArray<DashboardFile> Shipped =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "dashboards"), "*.json").Order(StringComparer.Ordinal).Select(f => new DashboardFile(f, "dashboards/" + Path.GetFileName(f)))];

    public static IServiceGateway NoServices => new StaticServiceGateway([]);

    public static DashboardFile Fixture(string name) => new(ReadingTests.Fixture(name), name);

    /// <summary>Validates without a server.</summary>
    public static Task<DashboardsSection> OfflineAsync(params IEnumerable<DashboardFile> files) =>
        DashboardValidator.ValidateAsync(new DashboardRequest([.. files]) { Offline = true }, NoServices, TestContext.Current.CancellationToken);

    /// <summary>Validates a dashboard given as text without a server.</summary>
    public static async Task<DashboardsSection> OfflineTextAsync(string json, Func<DashboardRequest, DashboardRequest>? change = null)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, json);
            var request = new DashboardRequest([new DashboardFile(path, "x.json")]) { Offline = true };
            return await DashboardValidator.ValidateAsync(change?.Invoke(request) ?? request, NoServices, TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A dashboard with one panel of one Prometheus query; <paramref name="panel"/> and <paramref name="dashboard"/> add members.</summary>
    public static string OnePanel(string expr, string panel = "", string dashboard = "") =>
        """{"uid":"u","title":"T",""" + (dashboard.Length > 0 ? dashboard + "," : "") + """
        "panels":[{"type":"timeseries","title":"P","description":"d","datasource":{"type":"prometheus","uid":"prometheus"},
        """ + (panel.Length > 0 ? panel + "," : "") + "\"targets\":[{\"refId\":\"A\",\"expr\":" + System.Text.Json.JsonSerializer.Serialize(expr) + "}]}]}";
}
