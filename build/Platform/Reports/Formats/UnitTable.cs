using System.Collections.Frozen;

namespace TalosPlatform.Reports.Formats;

/// <summary>The unit ids of Grafana's panels as data: each a list of steps, the largest that fits the value is taken.
/// Ids: grafana/grafana, packages/grafana-data, value formats.</summary>
internal static class UnitTable
{
    /// <summary>A step of a unit: from which magnitude of the raw value on, what to multiply by and what to write around it.</summary>
    internal readonly record struct Step(double From, double Factor, string Suffix, string Prefix = "");

    /// <summary>A unit: its steps in ascending order, and the multiple its axes count in.</summary>
    /// <param name="Steps">Steps in ascending order.</param>
    /// <param name="Ticks">What ticks are multiples of.</param>
    /// <param name="ToBase">What a raw value is multiplied by to get the unit that ticks are multiples of.</param>
    internal sealed record Unit(Step[] Steps, TickBase Ticks = TickBase.Decimal, double ToBase = 1);

    private static readonly string[] Iec = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] Metric = ["", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] SmallMetric = ["n", "µ", "m"];
    private static readonly string[] Short = ["", " K", " Mil", " Bil", " Tri", " Quadr", " Quint"];
    private static readonly string[] Letters = ["", "K", "M", "B", "T"];

    internal static readonly Unit None = Fixed("");

    internal static readonly FrozenDictionary<string, Unit> All = Build().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A unit that never scales: a factor and a suffix.</summary>
    internal static Unit Fixed(string suffix, double factor = 1) => new([new(0, factor, suffix)]);

    /// <summary>A unit with metric prefixes from nano to exa.</summary>
    internal static Unit Si(string symbol) =>
        new([.. SmallMetric.Select((p, i) => new Step(i == 0 ? 0 : Math.Pow(1000, i - 3), Math.Pow(1000, 3 - i), $" {p}{symbol}")), .. Powers(1000, 1, Metric.Select(p => $" {p}{symbol}")).Select(s => s with { From = s.Factor == 1 ? 1 : s.From })]);

    /// <summary>A count with K, M, B, T and a suffix.</summary>
    internal static Unit Count(string suffix) => new([.. Powers(1000, 1, Letters.Select(l => suffix.Length > 0 ? $"{l} {suffix}" : l))]);

    /// <summary>An amount with a currency sign in front.</summary>
    internal static Unit Currency(string sign) => new([.. Powers(1000, 1, Letters).Select(s => s with { Prefix = sign })]);

    private static Dictionary<string, Unit> Build()
    {
        var units = new Dictionary<string, Unit>(StringComparer.Ordinal)
        {
            [""] = None, ["none"] = None, ["string"] = None,
            ["short"] = new([.. Powers(1000, 1, Short)]),
            ["sishort"] = Si(""),
            ["percent"] = Fixed("%"), ["percentunit"] = Fixed("%", 100), ["humidity"] = Fixed(" %H"),
            ["ppm"] = Fixed(" ppm"), ["dB"] = Fixed(" dB"), ["dBm"] = Fixed(" dBm"), ["candela"] = Fixed(" cd"),
            ["pixel"] = Fixed(" px"), ["celsius"] = Fixed(" °C"), ["fahrenheit"] = Fixed(" °F"), ["kelvin"] = Fixed(" K"),
            ["degree"] = Fixed(" °"), ["rotrpm"] = Fixed(" rpm"), ["percentile"] = Fixed(""),
            ["currencyUSD"] = Currency("$"), ["currencyEUR"] = Currency("€"), ["currencyGBP"] = Currency("£"), ["currencyJPY"] = Currency("¥"),
        };
        foreach (var (id, perSecond) in new[] { ("ns", 1e-9), ("µs", 1e-6), ("us", 1e-6), ("ms", 1e-3), ("s", 1.0), ("m", 60.0), ("h", 3600.0), ("d", 86400.0) })
            units[id] = Seconds(perSecond);
        foreach (var (id, suffix) in new[]
                 {
                     ("reqps", "req/s"), ("ops", "ops/s"), ("rps", "rd/s"), ("wps", "wr/s"), ("cps", "c/s"), ("iops", "io/s"), ("eps", "events/s"),
                     ("mps", "msg/s"), ("recps", "rec/s"), ("rowsps", "rows/s"), ("reqpm", "req/min"), ("opm", "ops/min"), ("rpm", "rd/min"), ("wpm", "wr/min"),
                     ("cpm", "c/min"), ("eventspm", "events/min"), ("msgpm", "msg/min"), ("recpm", "rec/min"),
                 })
            units[id] = Count(suffix);
        units["pps"] = new([.. Powers(1000, 1, Metric.Select(p => $" {p}p/s"))]);
        foreach (var (id, symbol) in new[] { ("hertz", "Hz"), ("watt", "W"), ("volt", "V"), ("amp", "A"), ("joule", "J"), ("watth", "Wh"), ("lengthm", "m"), ("massg", "g"), ("ohm", "Ω"), ("voltamp", "VA"), ("farad", "F") })
            units[id] = Si(symbol);
        foreach (var (id, symbol, binary) in new[]
                 {
                     ("bytes", "B", true), ("decbytes", "B", false), ("bits", "b", true), ("decbits", "b", false),
                     ("binBps", "B/s", true), ("Bps", "B/s", false), ("binbps", "b/s", true), ("bps", "b/s", false),
                 })
            units[id] = Data(symbol, binary, 0);
        foreach (var (id, symbol, binary, power) in new[]
                 {
                     ("kbytes", "B", true, 1), ("mbytes", "B", true, 2), ("gbytes", "B", true, 3), ("tbytes", "B", true, 4), ("pbytes", "B", true, 5),
                     ("deckbytes", "B", false, 1), ("decmbytes", "B", false, 2), ("decgbytes", "B", false, 3), ("dectbytes", "B", false, 4), ("decpbytes", "B", false, 5),
                     ("KBs", "B/s", false, 1), ("MBs", "B/s", false, 2), ("GBs", "B/s", false, 3), ("TBs", "B/s", false, 4), ("PBs", "B/s", false, 5),
                     ("KiBs", "B/s", true, 1), ("MiBs", "B/s", true, 2), ("GiBs", "B/s", true, 3), ("TiBs", "B/s", true, 4), ("PiBs", "B/s", true, 5),
                     ("Kbits", "b/s", false, 1), ("Mbits", "b/s", false, 2), ("Gbits", "b/s", false, 3), ("Tbits", "b/s", false, 4), ("Pbits", "b/s", false, 5),
                     ("Kibits", "b/s", true, 1), ("Mibits", "b/s", true, 2), ("Gibits", "b/s", true, 3), ("Tibits", "b/s", true, 4), ("Pibits", "b/s", true, 5),
                 })
            units[id] = Data(symbol, binary, power);
        return units;
    }

    private static Unit Data(string symbol, bool binary, int power)
    {
        var root = binary ? 1024.0 : 1000.0;
        var toBase = Math.Pow(root, power);
        return new([.. Powers(root, toBase, (binary ? Iec : Metric).Select(p => $" {p}{symbol}"))], binary ? TickBase.Binary : TickBase.Decimal, toBase);
    }

    private static Unit Seconds(double perSecond)
    {
        (double Seconds, string Suffix)[] steps =
            [(0, " ns"), (1e-6, " µs"), (1e-3, " ms"), (1, " s"), (60, " min"), (3600, " hours"), (86400, " days"), (604800, " weeks"), (31536000, " years")];
        return new(
            [.. steps.Select(s => new Step(s.Seconds / perSecond, perSecond / (s.Seconds == 0 ? 1e-9 : s.Seconds), s.Suffix))],
            TickBase.Seconds,
            perSecond);
    }

    private static IEnumerable<Step> Powers(double root, double toBase, IEnumerable<string> suffixes) =>
        suffixes.Select((suffix, i) => new Step(i == 0 ? 0 : Math.Pow(root, i) / toBase, toBase / Math.Pow(root, i), suffix));
}
