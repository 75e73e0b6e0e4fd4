using System.Text.Json;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>The queries of the dashboards that show a sample.</summary>
public static class DashboardQueries
{
    /// <summary>Panels and their expressions for one sample, over the last ten seconds.</summary>
    public static IEnumerable<(string Panel, string Expression)> Of(string sample)
    {
        foreach (var (panel, expression) in Read("application-red.json").Where(query => sample == "grpc-orders" || !query.Expression.Contains("grpc_server_", StringComparison.Ordinal)))
            yield return (panel, Fill(expression, sample));
        if (sample != "postgres-catalog")
            yield break;
        // What the database says of itself comes from its exporter, which is no part of the sample.
        foreach (var (panel, expression) in Read("database-performance.json").Where(query => query.Expression.Contains("db_", StringComparison.Ordinal)))
            yield return (panel, Fill(expression, sample));
    }

    private static string Fill(string expression, string sample) => expression
        .Replace("$__rate_interval", "10s", StringComparison.Ordinal).Replace("$namespace", ".+", StringComparison.Ordinal)
        .Replace("$service", sample, StringComparison.Ordinal).Replace("$query", ".+", StringComparison.Ordinal);

    private static IEnumerable<(string Panel, string Expression)> Read(string file)
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "dashboards", file)));
        foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray().Where(panel => panel.TryGetProperty("targets", out var _)))
        {
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
                yield return (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!);
        }
    }
}
