using System.Collections.Frozen;
using System.Text.Json;
using TalosPlatform.Queries;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Types of metrics as exporters declare them (<c>/api/v1/metadata</c>).</summary>
internal sealed class MetricMetadata(QueryRunner runner, PrometheusClient prometheus)
{
    private readonly Lock _gate = new();
    private Task<FrozenDictionary<string, string>>? _types;

    /// <summary>Type by metric name: <c>counter</c>, <c>gauge</c>, <c>histogram</c>, <c>summary</c>. Metrics whose exporters disagree are left out.</summary>
    public Task<FrozenDictionary<string, string>> TypesAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return _types ??= AskAsync(cancellation);
    }

    private async Task<FrozenDictionary<string, string>> AskAsync(CancellationToken cancellation)
    {
        var (data, failure) = await runner.CallAsync(QueryLanguage.PromQl, token => prometheus.DataAsync("api/v1/metadata", token), cancellation);
        if (failure is not null || data.ValueKind != JsonValueKind.Object)
            return FrozenDictionary<string, string>.Empty;
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var metric in data.EnumerateObject())
        {
            var declared = metric.Value.ValueKind != JsonValueKind.Array ? []
                : metric.Value.EnumerateArray().Select(m => m.TryGetProperty("type", out var type) ? type.GetString() ?? "" : "").Distinct(StringComparer.Ordinal).ToList();
            if (declared.Count == 1)
                types[metric.Name] = declared[0];
        }

        return types.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
