using System.Buffers;
using System.Collections.Frozen;
using TalosPlatform.Dashboards.Execution;

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
    private static readonly SearchValues<char> ArithmeticOperators = SearchValues.Create("+-*/%^");

    private static readonly FrozenSet<string> KeepUnit = FrozenSet.Create(
        StringComparer.Ordinal, "sum", "avg", "min", "max", "topk", "bottomk", "quantile", "histogram_quantile", "rate", "irate", "increase", "deriv",
        "avg_over_time", "max_over_time", "min_over_time", "last_over_time", "quantile_over_time", "sort", "sort_desc", "label_replace", "label_join", "clamp_min", "clamp_max", "abs");

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

    /// <summary>What an interpolated PromQL expression measures.</summary>
    public static Measure Expression(string expression)
    {
        var selectors = SelectorScanner.Scan(expression);
        if (selectors.Length != 1 || HasArithmetic(expression, selectors[0]))
            return Measure.Unknown;
        var selector = selectors[0];
        if (selector.Functions.Any(f => !KeepUnit.Contains(f)))
            return Measure.Unknown;
        var isRate = selector.Functions.Any(f => f is "rate" or "irate" or "deriv");
        var isQuantile = selector.Functions.Contains("histogram_quantile");
        return selector.Metric switch
        {
            var m when m.Contains("timestamp", StringComparison.Ordinal) || m.EndsWith("_time_seconds", StringComparison.Ordinal) => Measure.Unknown,
            var m when isQuantile => m.EndsWith("_seconds_bucket", StringComparison.Ordinal) ? Measure.Seconds : m.EndsWith("_bytes_bucket", StringComparison.Ordinal) ? Measure.Bytes : Measure.Unknown,
            var m when m.EndsWith("_seconds", StringComparison.Ordinal) && !isRate => Measure.Seconds,
            var m when m.EndsWith("_bytes", StringComparison.Ordinal) || m.EndsWith("_bytes_total", StringComparison.Ordinal) => isRate ? Measure.BytesPerSecond : Measure.Bytes,
            _ => Measure.Unknown,
        };
    }

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

    // Operators outside the selector: 1 - x, x / y, x * 8. A comparison only filters.
    private static bool HasArithmetic(string expression, SelectorUse selector) =>
        (expression[..selector.Offset] + expression[(selector.Offset + selector.Length)..]).AsSpan().ContainsAny(ArithmeticOperators);
}
