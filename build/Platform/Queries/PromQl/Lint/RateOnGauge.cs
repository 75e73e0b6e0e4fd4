using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>rate() takes every decrease for a restart of the counter, so that on a gauge it invents growth.</summary>
public sealed class RateOnGauge : ILintRule
{
    /// <summary>Endings that only gauges have by the naming conventions of exporters; timestamps, whose rate() is the speed of
    /// progress, and names in doubt are left out.</summary>
    private static readonly string[] GaugeEndings =
    [
        "_info", "_ratio", "_percent", "_celsius", "_temperature", "_utilization", "_usage_bytes", "_working_set_bytes", "_rss",
        "_resident_memory_bytes", "_virtual_memory_bytes", "_virtual_memory_max_bytes", "_memory_bytes", "_free_bytes", "_avail_bytes",
        "_available_bytes", "_size_bytes", "_limit_bytes", "_capacity_bytes", "_inflight_requests", "_in_flight", "_in_progress",
        "_goroutines", "_open_fds", "_max_fds", "_queue_length", "_queue_depth", "_queue_size", "_replicas", "_replicas_available",
        "_replicas_unavailable", "_replicas_ready", "_lag", "_lag_seconds", "_age_seconds", "_uptime_seconds", "_load1", "_load5",
        "_load15",
    ];

    /// <inheritdoc/>
    public string Id => "rate-on-gauge";

    /// <inheritdoc/>
    public string Summary => "rate(), irate() or increase() of a metric that is a gauge.";

    /// <inheritdoc/>
    public void Visit(PromQlExpression node, LintPass pass)
    {
        if (node is not CallExpression { Function.Name: "rate" or "irate" or "increase" } call)
            return;
        if (call.Arguments[0].Unwrap() is not MatrixSelector { Vector.MetricName: { } metric } matrix || !IsGauge(metric, pass.Context))
            return;
        var instead = call.Function.Name switch
        {
            "rate" => "deriv() gives its slope",
            "irate" => "idelta() gives its last change",
            _ => "delta() gives its change",
        };
        pass.Report(
            this,
            LintSeverity.Warning,
            matrix.Span,
            $"\"{metric}\" is a gauge, but {call.Function.Name}() takes every decrease for a counter's restart: {instead}");
    }

    private static bool IsGauge(string metric, LintContext context)
    {
        if (context.KindOf(metric) is { } kind)
            return kind == MetricKind.Gauge;
        if (metric.Contains(':', StringComparison.Ordinal))
            return false;
        return metric == "up" || Array.Exists(GaugeEndings, ending => metric.EndsWith(ending, StringComparison.Ordinal));
    }
}
