using System.Collections.Frozen;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Dashboards.Rules;

/// <summary>What a number measures.</summary>
internal enum Measure
{
    Unknown,
    Seconds,
    OtherTime,
    Bytes,
    Bits,
    BytesPerSecond,
    BitsPerSecond,
    Share,
}

/// <summary>Tells from names what an expression and a unit measure (suffixes: https://prometheus.io/docs/practices/naming/).</summary>
internal static class MeasureOf
{
    private static readonly FrozenDictionary<string, Measure> Units = new Dictionary<Measure, string[]>
    {
        [Measure.Seconds] = ["s", "dtdurations", "dthms", "dtdhms", "clocks"],
        [Measure.OtherTime] = ["ms", "ns", "µs", "m", "h", "d", "dtdurationms", "clockms"],
        [Measure.Bytes] = ["bytes", "decbytes", "kbytes", "deckbytes", "mbytes", "decmbytes", "gbytes", "decgbytes"],
        [Measure.Bits] = ["bits", "decbits"],
        [Measure.BytesPerSecond] = ["Bps", "binBps", "KBs", "KiBs", "MBs", "MiBs", "GBs", "GiBs"],
        [Measure.BitsPerSecond] = ["bps", "binbps", "Kbits", "Kibits", "Mbits", "Mibits", "Gbits", "Gibits"],
        [Measure.Share] = ["percent", "percentunit"],
    }.SelectMany(p => p.Value.Select(unit => (unit, p.Key))).ToFrozenDictionary(p => p.unit, p => p.Key, StringComparer.Ordinal);

    /// <summary>What a unit id measures; null when it says nothing about that.</summary>
    public static Measure? Unit(string unit) => Units.TryGetValue(unit, out var measure) ? measure : null;

    /// <summary>What an expression measures; unknown wherever it computes, counts or mixes.</summary>
    public static Measure Expression(PromQlExpression expression) => expression.Unwrap() switch
    {
        VectorSelector { MetricName: { } metric } => Metric(metric),
        AggregateExpression { Operator: AggregateOperator.Sum or AggregateOperator.Avg or AggregateOperator.Min or AggregateOperator.Max or AggregateOperator.TopK or AggregateOperator.BottomK or AggregateOperator.Quantile } aggregate => Expression(aggregate.Operand),
        CallExpression call => Call(call),
        BinaryExpression { Operator: var op, ReturnBool: false } binary when op.IsComparison() && binary.Right.Type == PromQlType.Scalar => Expression(binary.Left),
        _ => Measure.Unknown,
    };

    private static Measure Call(CallExpression call) => call.Function.Name switch
    {
        "histogram_quantile" => call.Arguments[^1].MetricNames().ToList() switch
        {
            [var only] when only.EndsWith("_seconds_bucket", StringComparison.Ordinal) => Measure.Seconds,
            [var only] when only.EndsWith("_bytes_bucket", StringComparison.Ordinal) => Measure.Bytes,
            _ => Measure.Unknown,
        },
        "rate" or "irate" or "deriv" => Ranged(call) == Measure.Bytes ? Measure.BytesPerSecond : Measure.Unknown,
        "increase" or "delta" => Ranged(call) == Measure.Bytes ? Measure.Bytes : Measure.Unknown,
        "avg_over_time" or "min_over_time" or "max_over_time" or "last_over_time" => Ranged(call),
        "sort" or "sort_desc" or "abs" or "clamp_min" or "clamp_max" or "label_replace" or "label_join" => Expression(call.Arguments[0]),
        _ => Measure.Unknown,
    };

    private static Measure Ranged(CallExpression call) => call.Arguments[0].Unwrap() is MatrixSelector { Vector.MetricName: { } metric } ? Metric(metric) : Measure.Unknown;

    private static Measure Metric(string metric) => metric switch
    {
        var m when m.Contains("timestamp", StringComparison.Ordinal) || m.EndsWith("_time_seconds", StringComparison.Ordinal) => Measure.Unknown,
        var m when m.EndsWith("_seconds", StringComparison.Ordinal) => Measure.Seconds,
        var m when m.EndsWith("_bytes", StringComparison.Ordinal) || m.EndsWith("_bytes_total", StringComparison.Ordinal) => Measure.Bytes,
        _ => Measure.Unknown,
    };

    public static string Describe(Measure measure) => measure switch
    {
        Measure.Seconds => "seconds",
        Measure.Bytes => "bytes",
        _ => "bytes per second",
    };

    public static string Suggest(Measure measure) => measure switch
    {
        Measure.Seconds => "s",
        Measure.Bytes => "bytes",
        _ => "Bps",
    };
}
