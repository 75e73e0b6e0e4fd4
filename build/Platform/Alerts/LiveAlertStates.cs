using System.Collections.Immutable;
using System.Text.Json;
using TalosPlatform.Queries;
using TalosPlatform.Reports;
using TalosPlatform.Shared;
using TalosPlatform.Stack;

namespace TalosPlatform.Alerts;

/// <summary>The alerting rules as the running Prometheus has them.</summary>
internal static class LiveAlertStates
{
    /// <summary>Reads the states.</summary>
    /// <returns>The states, or why there are none.</returns>
    public static async Task<(ImmutableArray<AlertState> States, string? LeftOut)> ReadAsync(IServiceGateway gateway, TimeSpan timeout, CancellationToken cancellation)
    {
        using var http = gateway.Connect("prometheus", timeout);
        if (http is null)
            return ([], $"live state of alerting rules: {gateway.WhyNot("prometheus")}");
        try
        {
            var data = await new PrometheusClient(http).DataAsync("api/v1/rules?type=alert", cancellation);
            return ([.. data.GetProperty("groups").EnumerateArray().SelectMany(Read)], null);
        }
        catch (Exception error) when (error is PlatformException or KeyNotFoundException or InvalidOperationException)
        {
            return ([], $"live state of alerting rules: {(error as PlatformException)?.What ?? $"Prometheus answers in an unexpected shape: {error.Message}"}");
        }
    }

    private static IEnumerable<AlertState> Read(JsonElement group)
    {
        var name = group.GetProperty("name").GetString() ?? "";
        foreach (var rule in group.GetProperty("rules").EnumerateArray())
        {
            yield return new AlertState(
                rule.GetProperty("name").GetString() ?? "",
                name,
                Text(rule, "labels", "severity"),
                rule.GetProperty("state").GetString() ?? "",
                Summary(rule));
        }
    }

    // Of an active alert the summary with its values, else the template of the rule.
    private static string Summary(JsonElement rule)
    {
        if (rule.TryGetProperty("alerts", out var alerts) && alerts.ValueKind == JsonValueKind.Array)
        {
            var active = alerts.EnumerateArray().Select(a => Text(a, "annotations", "summary")).Where(s => s.Length > 0).ToList();
            if (active.Count > 0)
                return active.Count == 1 ? active[0] : $"{active[0]} (and {active.Count - 1} more)";
        }

        return Text(rule, "annotations", "summary");
    }

    private static string Text(JsonElement of, string map, string name) =>
        of.TryGetProperty(map, out var texts) && texts.ValueKind == JsonValueKind.Object && texts.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}
