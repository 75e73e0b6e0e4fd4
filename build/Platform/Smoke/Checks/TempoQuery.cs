using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TalosPlatform.Smoke.Checks;

/// <summary>Asks Tempo (https://grafana.com/docs/tempo/latest/api_docs/).</summary>
internal static partial class TempoQuery
{
    private static readonly TimeSpan LookBack = TimeSpan.FromMinutes(30);

    /// <summary>Ids of traces a TraceQL query finds within the last half hour.</summary>
    public static async Task<ImmutableArray<string>> SearchAsync(SmokeContext context, string query, int limit, CancellationToken cancellation)
    {
        var now = DateTimeOffset.UtcNow;
        var path = string.Create(CultureInfo.InvariantCulture,
            $"api/search?q={Uri.EscapeDataString(query)}&limit={limit}&start={(now - LookBack).ToUnixTimeSeconds()}&end={now.ToUnixTimeSeconds() + 1}");
        var answer = await context.GetJsonAsync("tempo", path, cancellation);
        return answer.TryGetProperty("traces", out var traces) && traces.ValueKind == JsonValueKind.Array
            ? [.. traces.EnumerateArray().Select(t => t.GetProperty("traceID").GetString() ?? "").Where(id => TraceId().IsMatch(id))]
            : [];
    }

    /// <summary>The services a trace passes through, and its number of spans.</summary>
    public static async Task<(ImmutableSortedSet<string> Services, int Spans)> TraceAsync(SmokeContext context, string id, CancellationToken cancellation)
    {
        var trace = await context.GetJsonAsync("tempo", $"api/traces/{id}", cancellation);

        // Tempo calls the OTLP resource spans "batches" in this answer, OTLP itself "resourceSpans".
        var resources = trace.TryGetProperty("batches", out var batches) ? batches : trace.GetProperty("resourceSpans");
        var services = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        var spans = 0;
        foreach (var resource in resources.EnumerateArray())
        {
            foreach (var attribute in resource.GetProperty("resource").GetProperty("attributes").EnumerateArray())
            {
                if (attribute.GetProperty("key").ValueEquals("service.name") && attribute.GetProperty("value").TryGetProperty("stringValue", out var name))
                    services.Add(name.GetString() ?? "");
            }

            if (resource.TryGetProperty("scopeSpans", out var scopes) || resource.TryGetProperty("instrumentationLibrarySpans", out scopes))
                spans += scopes.EnumerateArray().Sum(s => s.TryGetProperty("spans", out var list) ? list.GetArrayLength() : 0);
        }

        return (services.ToImmutable(), spans);
    }

    [GeneratedRegex(@"\A[0-9a-fA-F]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TraceId();
}
