using System.Collections.Frozen;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Dashboards.Rules;

/// <summary>Ids of Grafana's units (value formats of Grafana 13.2). Any other text is shown behind the number as it stands,
/// so only ids that look like a slip of a known one are wrong.</summary>
internal static class GrafanaUnits
{
    private static readonly string[] Ids =
    [
        "none", "string", "short", "sishort", "percent", "percentunit", "humidity", "dB", "candela", "hex0x", "hex", "sci", "locale", "pixel", "accMS2",
        "accFS2", "accG", "degree", "radian", "grad", "arcmin", "arcsec", "areaM2", "areaF2", "areaMI2", "acres", "hectares", "flops", "mflops", "gflops",
        "tflops", "pflops", "eflops", "zflops", "yflops", "ppm", "conppb", "conngm3", "conngNm3", "conμgm3", "conμgNm3", "conmgm3", "conmgNm3", "congm3",
        "congNm3", "conmgdL", "conmmolL", "currencyUSD", "currencyGBP", "currencyEUR", "currencyJPY", "currencyRUB", "currencyUAH", "currencyBRL",
        "currencyDKK", "currencyISK", "currencyNOK", "currencySEK", "currencyCZK", "currencyCHF", "currencyPLN", "currencyBTC", "currencymBTC",
        "currencyμBTC", "currencyZAR", "currencyINR", "currencyKRW", "currencyIDR", "currencyPHP", "currencyVND", "currencyTRY", "currencyMYR", "currencyXPF",
        "currencyBGN", "currencyPYG", "currencyUYU", "currencyILS", "bytes", "decbytes", "bits", "decbits", "kbytes", "deckbytes", "mbytes", "decmbytes",
        "gbytes", "decgbytes", "tbytes", "dectbytes", "pbytes", "decpbytes", "pps", "binBps", "Bps", "binbps", "bps", "KiBs", "Kibits", "KBs", "Kbits",
        "MiBs", "Mibits", "MBs", "Mbits", "GiBs", "Gibits", "GBs", "Gbits", "TiBs", "Tibits", "TBs", "Tbits", "PiBs", "Pibits", "PBs", "Pbits",
        "dateTimeAsIso", "dateTimeAsIsoNoDateIfToday", "dateTimeAsUS", "dateTimeAsUSNoDateIfToday", "dateTimeAsLocal", "dateTimeAsLocalNoDateIfToday",
        "dateTimeAsSystem", "dateTimeFromNow", "watt", "kwatt", "megwatt", "gwatt", "mwatt", "Wm2", "voltamp", "kvoltamp", "voltampreact", "kvoltampreact",
        "watth", "watthperkg", "kwatth", "kwattm", "mwatth", "amph", "kamph", "mamph", "joule", "ev", "amp", "kamp", "mamp", "volt", "kvolt", "mvolt", "dBm",
        "mohm", "ohm", "kohm", "Mohm", "farad", "µfarad", "nfarad", "pfarad", "ffarad", "henry", "mhenry", "µhenry", "lumens", "flowgpm", "flowcms",
        "flowcfs", "flowcfm", "litreh", "flowlpm", "flowmlpm", "lux", "forceNm", "forcekNm", "forceN", "forcekN", "Hs", "KHs", "MHs", "GHs", "THs", "PHs",
        "EHs", "massmg", "massg", "masslb", "masskg", "masst", "lengthmm", "lengthcm", "lengthin", "lengthft", "lengthm", "lengthkm", "lengthmi",
        "pressurembar", "pressurebar", "pressurekbar", "pressurepa", "pressurehpa", "pressurekpa", "pressurehg", "pressurepsi", "radbq", "radci", "radgy",
        "radrad", "radsv", "radmsv", "radusv", "radrem", "radexpckg", "radr", "radsvh", "radmsvh", "radusvh", "rotrpm", "rothz", "rotkhz", "rotmhz", "rotghz",
        "rotrads", "rotdegs", "celsius", "fahrenheit", "kelvin", "hertz", "ns", "µs", "ms", "s", "m", "h", "d", "dtdurationms", "dtdurations", "dthms",
        "dtdhms", "timeticks", "clockms", "clocks", "cps", "ops", "reqps", "rps", "wps", "iops", "eps", "mps", "recps", "rowsps", "cpm", "opm", "reqpm",
        "rpm", "wpm", "epm", "mpm", "recpm", "rowspm", "velocityms", "velocitykmh", "velocitymph", "velocityknot", "mlitre", "litre", "m3", "Nm3", "dm3",
        "gallons", "bool", "bool_yes_no", "bool_on_off",
    ];

    private static readonly FrozenSet<string> Known = Ids.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Prefixes = ["suffix:", "prefix:", "time:", "si:", "count:", "currency:", "bool:", "dateTime"];

    public static bool IsKnown(string unit) => Known.Contains(unit) || Prefixes.Any(p => unit.StartsWith(p, StringComparison.Ordinal));

    /// <summary>The id that was probably meant; null when the text is a unit of its own.</summary>
    public static string? Meant(string unit)
    {
        if (IsKnown(unit) || unit.Length < 2)
            return null;
        var slip = Ids.FirstOrDefault(id => id.Equals(unit, StringComparison.OrdinalIgnoreCase)) ?? Spelled(unit);
        return slip ?? (unit.Length >= 5 && NearestName.Find(unit, Ids) is { } near && Math.Abs(near.Length - unit.Length) <= 1 && OneEdit(near, unit) ? near : null);
    }

    // What people write who do not know the id.
    private static string? Spelled(string unit) => unit.ToUpperInvariant() switch
    {
        "SECOND" or "SECONDS" or "SEC" => "s",
        "MILLISECONDS" or "MILLISECOND" or "MSEC" => "ms",
        "BYTE" => "bytes",
        "PERCENTAGE" or "%" => "percent",
        "RPS/S" or "REQ/S" or "REQUESTS/S" => "reqps",
        "BYTES/S" or "BYTES/SEC" or "BYTESPERSECOND" => "Bps",
        _ => null,
    };

    private static bool OneEdit(string a, string b)
    {
        var (shorter, longer) = a.Length <= b.Length ? (a, b) : (b, a);
        var same = 0;
        while (same < shorter.Length && shorter[same] == longer[same])
            same++;
        return longer.Length == shorter.Length
            ? longer.AsSpan(Math.Min(same + 1, longer.Length)).SequenceEqual(shorter.AsSpan(Math.Min(same + 1, shorter.Length)))
            : longer.AsSpan(same + 1).SequenceEqual(shorter.AsSpan(same));
    }
}
