using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TalosPlatform.Dashboards.Variables;

/// <summary>Turns what a variable's source gives into its options: filter and rewrite by regular expression, remove duplicates, sort.</summary>
internal static partial class VariableOptions
{
    // A pattern from a dashboard must not stall the build by backtracking.
    private static readonly TimeSpan RegexDeadline = TimeSpan.FromMilliseconds(250);

    /// <summary>Options of a <c>custom</c> variable: <c>a, b</c> or <c>text : value</c>, with <c>\,</c> for a comma; or a JSON array.</summary>
    /// <exception cref="FormatException">The JSON is malformed.</exception>
    public static ImmutableArray<VariableOption> Custom(string query, bool isJson) => isJson ? FromJson(query)
        : [.. CustomPart().Matches(query).Select(m => m.Value.Replace("\\,", ",", StringComparison.Ordinal)).Select(text =>
            CustomPair().Match(text) is { Success: true } pair
                ? new VariableOption(pair.Groups[2].Value.Trim(), pair.Groups[1].Value.Trim())
                : new VariableOption(text.Trim(), text.Trim()))];

    /// <summary>Options of an <c>interval</c> variable: <c>1m,5m</c>, quoted where a value holds a comma.</summary>
    public static ImmutableArray<VariableOption> Intervals(string query) =>
        [.. query.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(t => t.Trim('"', '\'')).Select(t => new VariableOption(t, t))];

    /// <summary>Options of a <c>query</c> variable.</summary>
    /// <param name="results">What the server gave.</param>
    /// <param name="regex">JavaScript regular expression, <c>/pattern/flags</c> or a bare pattern that must match the whole; empty for none.
    /// Groups named <c>value</c> and <c>text</c>, else the first group, replace the result.</param>
    /// <param name="sort">Grafana's <c>VariableSort</c>.</param>
    /// <exception cref="FormatException">The regular expression is invalid or too slow.</exception>
    public static ImmutableArray<VariableOption> FromResults(IEnumerable<string> results, string regex, int sort)
    {
        IEnumerable<VariableOption> options = results.Select(r => new VariableOption(r, r));
        if (regex.Length > 0)
            options = Filter(options, regex);
        return Sort([.. options.DistinctBy(o => o.Value, StringComparer.Ordinal)], sort);
    }

    /// <summary>Compiles a regular expression as Grafana does.</summary>
    /// <exception cref="FormatException">It is invalid.</exception>
    public static (Regex Regex, bool Global) Compile(string regex)
    {
        var written = Delimited().Match(regex);
        var (pattern, flags) = written.Success ? (written.Groups[1].Value, written.Groups[2].Value) : ("^" + regex + "$", "");
        var options = RegexOptions.CultureInvariant;
        if (flags.Contains('i', StringComparison.Ordinal))
            options |= RegexOptions.IgnoreCase;
        if (flags.Contains('m', StringComparison.Ordinal))
            options |= RegexOptions.Multiline;
        try
        {
            return (new Regex(pattern, options, RegexDeadline), flags.Contains('g', StringComparison.Ordinal));
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"the regular expression \"{regex}\" is invalid: {error.Message}", error);
        }
    }

    /// <summary>Those of the texts that match.</summary>
    /// <exception cref="FormatException">The regular expression is invalid or too slow.</exception>
    public static ImmutableArray<T> Matching<T>(IEnumerable<T> items, Func<T, string> text, string regex)
    {
        var (compiled, _) = Compile(regex);
        try
        {
            return [.. items.Where(i => compiled.IsMatch(text(i)))];
        }
        catch (RegexMatchTimeoutException error)
        {
            throw TooSlow(regex, error);
        }
    }

    private static FormatException TooSlow(string regex, RegexMatchTimeoutException error) => new($"the regular expression \"{regex}\" takes too long: simplify it", error);

    private static List<VariableOption> Filter(IEnumerable<VariableOption> options, string regex)
    {
        var (compiled, global) = Compile(regex);
        var kept = new List<VariableOption>();
        try
        {
            foreach (var option in options)
            {
                var matches = global ? compiled.Matches(option.Value).ToList() : compiled.Match(option.Value) is { Success: true } only ? [only] : [];
                if (matches.Count == 0)
                    continue;
                var value = Named(matches, "value");
                var text = Named(matches, "text");
                var grouped = compiled.GetGroupNumbers().Length > 1;
                if (value is not null || text is not null)
                    kept.Add(new VariableOption(value ?? text!, text ?? value!));
                else if (grouped && matches.Count > 1)
                    kept.AddRange(matches.Select(m => new VariableOption(m.Groups[1].Value, m.Groups[1].Value)));
                else
                    kept.Add(grouped ? new VariableOption(matches[0].Groups[1].Value, matches[0].Groups[1].Value) : option);
            }
        }
        catch (RegexMatchTimeoutException error)
        {
            throw TooSlow(regex, error);
        }

        return kept;
    }

    private static string? Named(List<Match> matches, string group) =>
        matches.Select(m => m.Groups[group]).FirstOrDefault(g => g is { Success: true, Length: > 0 })?.Value;

    private static ImmutableArray<VariableOption> Sort(ImmutableArray<VariableOption> options, int sort)
    {
        IEnumerable<VariableOption> sorted = sort switch
        {
            1 or 2 => options.OrderBy(o => o.Text, StringComparer.Ordinal),
            3 or 4 => options.OrderBy(o => FirstNumber().Match(o.Text) is { Success: true } m && double.TryParse(m.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1),
            5 or 6 => options.OrderBy(o => o.Text.ToLowerInvariant(), StringComparer.Ordinal),
            7 or 8 => options.OrderBy(o => Digits().Replace(o.Text.ToLowerInvariant(), m => m.Value.PadLeft(20, '0')), StringComparer.Ordinal),
            _ => options,
        };
        return sort is 2 or 4 or 6 or 8 ? [.. sorted.Reverse()] : [.. sorted];
    }

    private static ImmutableArray<VariableOption> FromJson(string query)
    {
        try
        {
            using var document = JsonDocument.Parse(query);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                throw new FormatException("the values must be a JSON array");
            return [.. document.RootElement.EnumerateArray().Select(FromJson)];
        }
        catch (JsonException error)
        {
            throw new FormatException($"the values are no JSON array: {error.Message}", error);
        }
    }

    private static VariableOption FromJson(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return new VariableOption(item.ToString().Trim(), item.ToString().Trim());
        var value = item.TryGetProperty("value", out var v) ? v.ToString().Trim() : "";
        var text = item.TryGetProperty("text", out var t) ? t.ToString().Trim() : "";
        return new VariableOption(value, text.Length > 0 ? text : value);
    }

    [GeneratedRegex(@"(?:\\,|[^,])+")]
    private static partial Regex CustomPart();

    [GeneratedRegex(@"^\s*(.+)\s:\s(.+)$", RegexOptions.Singleline)]
    private static partial Regex CustomPair();

    [GeneratedRegex("^/(.*?)/(g?i?m?y?)$", RegexOptions.Singleline)]
    private static partial Regex Delimited();

    [GeneratedRegex(@"\d+")]
    private static partial Regex FirstNumber();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
