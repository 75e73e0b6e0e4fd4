using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TalosPlatform.Dashboards.Interpolation;

/// <summary>Grafana's formats for the values of variables, <c>${name:format}</c>
/// (https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/).</summary>
internal static partial class VariableFormats
{
    private static readonly FrozenDictionary<string, Func<VariableValue, string[], string>> Formats = new Dictionary<string, Func<VariableValue, string[], string>>(StringComparer.Ordinal)
    {
        ["raw"] = (v, _) => Joined(v, ","),
        ["csv"] = (v, _) => Joined(v, ","),
        ["pipe"] = (v, _) => Joined(v, "|"),
        ["glob"] = (v, _) => v.IsList && v.Values.Length > 1 ? "{" + Joined(v, ",") + "}" : Joined(v, ","),
        ["regex"] = (v, _) => v.IsList && v.Values.Length != 1 ? "(" + string.Join('|', v.Values.Select(EscapeRegex)) + ")" : EscapeRegex(First(v)),
        ["json"] = (v, _) => v.IsList ? "[" + string.Join(',', v.Values.Select(JsonText)) + "]" : First(v),
        ["singlequote"] = (v, _) => Each(v, text => "'" + text.Replace("'", "\\'", StringComparison.Ordinal) + "'"),
        ["doublequote"] = (v, _) => Each(v, text => "\"" + text.Replace("\"", "\\\"", StringComparison.Ordinal) + "\""),
        ["sqlstring"] = (v, _) => Each(v, text => "'" + text.Replace("'", "''", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "'"),
        ["distributed"] = (v, _) => v.IsList ? string.Join(',', v.Values.Select((text, i) => i == 0 ? text : $"{v.Name}={text}")) : First(v),
        ["lucene"] = (v, _) => Lucene(v),
        ["html"] = (v, _) => Html(Joined(v, ", ")),
        ["percentencode"] = (v, _) => PercentEncode(v.IsList ? "{" + Joined(v, ",") + "}" : First(v)),
        ["uriencode"] = (v, _) => UriEncode(v.IsList ? "{" + Joined(v, ",") + "}" : First(v)),
        ["queryparam"] = (v, _) => string.Join('&', (v.IsAll ? ["$__all"] : v.Values.AsEnumerable()).Select(text => $"var-{v.Name}={PercentEncode(text)}")),
        ["customqueryparam"] = CustomQueryParameter,
        ["join"] = (v, args) => Joined(v, args.Length > 0 ? args[0] : ","),
        ["text"] = (v, _) => v.IsAll ? "All" : string.Join(" + ", v.Texts),
        ["date"] = (v, args) => Date(First(v), args),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether Grafana knows the format; it falls back to <c>glob</c> otherwise.</summary>
    public static bool IsKnown(string format) => Formats.ContainsKey(format.Split(':')[0]);

    /// <summary>Formats a value; unknown formats count as <c>glob</c>.</summary>
    public static string Apply(VariableValue value, string format)
    {
        var parts = format.Split(':');
        return value.IsAdHoc && parts[0] != "queryparam" ? ""
            : Formats.TryGetValue(parts[0], out var apply) ? apply(value, parts[1..]) : Formats["glob"](value, []);
    }

    /// <summary>Escapes what regular expressions treat specially.</summary>
    public static string EscapeRegex(string text) => RegexSpecials().Replace(text, @"\$0");

    private static string First(VariableValue value) => value.IsList ? Joined(value, ",") : value.Values.Length > 0 ? value.Values[0] : "";

    private static string Joined(VariableValue value, string separator) => string.Join(separator, value.Values);

    private static string Each(VariableValue value, Func<string, string> quote) => value.IsList ? string.Join(',', value.Values.Select(quote)) : quote(First(value));

    private static string JsonText(string text) => "\"" + JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";

    private static string Lucene(VariableValue value)
    {
        if (!value.IsList)
            return LuceneEscape(First(value));
        return value.Values.IsEmpty ? "__empty__" : "(" + string.Join(" OR ", value.Values.Select(v => "\"" + LuceneEscape(v) + "\"")) + ")";
    }

    private static string LuceneEscape(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? text : LuceneSpecials().Replace(text, @"\$0");

    private static string Html(string text) => new StringBuilder(text)
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("'", "&#39;").Replace("\"", "&quot;").ToString();

    // RFC 3986's unreserved characters stay; that is what Uri.EscapeDataString leaves alone.
    private static string PercentEncode(string text) => Uri.EscapeDataString(text);

    private static string UriEncode(string text)
    {
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var character = rune.ToString();
            result.Append(rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || ";,/?:@&=+$-_.~#".Contains(character, StringComparison.Ordinal)) ? character : Uri.EscapeDataString(character));
        }

        return result.ToString();
    }

    private static string CustomQueryParameter(VariableValue value, string[] args)
    {
        var name = PercentEncode(args.Length > 0 && args[0].Length > 0 ? args[0] : value.Name);
        var prefix = args.Length > 1 ? PercentEncode(args[1]) : "";
        return string.Join('&', value.Values.Select(text => $"{name}={prefix}{PercentEncode(text)}"));
    }

    private static string Date(string value, string[] args)
    {
        // Grafana reads the leading digits, as JavaScript's parseInt does.
        var digits = LeadingInteger().Match(value).Value;
        if (!long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return "NaN";
        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return (args.Length > 0 ? string.Join(':', args) : "iso") switch
        {
            "iso" => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            "ms" => value,
            "seconds" => ((long)Math.Round(milliseconds / 1000.0, MidpointRounding.AwayFromZero)).ToString(CultureInfo.InvariantCulture),
            var pattern => MomentFormat.Format(time, pattern),
        };
    }

    [GeneratedRegex(@"[\\^$*+?.()|[\]{}\/]")]
    private static partial Regex RegexSpecials();

    [GeneratedRegex("""[!*+\-=<>\s&|()\[\]{}^~?:\\/"]""")]
    private static partial Regex LuceneSpecials();

    [GeneratedRegex(@"^\s*[+-]?\d+")]
    private static partial Regex LeadingInteger();
}
