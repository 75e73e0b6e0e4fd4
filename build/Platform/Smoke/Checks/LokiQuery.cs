using System.Globalization;
using System.Text.Json;

namespace TalosPlatform.Smoke.Checks;

/// <summary>Asks Loki (https://grafana.com/docs/loki/latest/reference/loki-http-api/).</summary>
internal static class LokiQuery
{
    private static readonly TimeSpan LookBack = TimeSpan.FromMinutes(30);

    /// <summary>The newest line a log query finds within the last half hour; null when there is none.</summary>
    /// <exception cref="Shared.PlatformException">Loki cannot be asked or refuses the query.</exception>
    public static async Task<string?> LastLineAsync(SmokeContext context, string query, CancellationToken cancellation)
    {
        var data = await RangeAsync(context, query, limit: 1, cancellation);
        foreach (var stream in data.GetProperty("result").EnumerateArray())
        {
            foreach (var entry in stream.GetProperty("values").EnumerateArray())
                return entry[1].GetString();
        }

        return null;
    }

    /// <summary>Data of a range query over the last half hour.</summary>
    public static async Task<JsonElement> RangeAsync(SmokeContext context, string query, int limit, CancellationToken cancellation)
    {
        var now = DateTimeOffset.UtcNow;
        var path = string.Create(CultureInfo.InvariantCulture,
            $"loki/api/v1/query_range?query={Uri.EscapeDataString(query)}&limit={limit}&direction=backward&start={Nanoseconds(now - LookBack)}&end={Nanoseconds(now)}");
        return (await context.GetJsonAsync("loki", path, cancellation)).GetProperty("data");
    }

    /// <summary>Data of an instant query, for metric expressions.</summary>
    public static async Task<JsonElement> InstantAsync(SmokeContext context, string query, CancellationToken cancellation) =>
        (await context.GetJsonAsync("loki", $"loki/api/v1/query?query={Uri.EscapeDataString(query)}", cancellation)).GetProperty("data");

    private static long Nanoseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() * 1_000_000;
}
