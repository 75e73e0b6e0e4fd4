using System.Text.RegularExpressions;

namespace TalosPlatform.Dashboards.Interpolation;

/// <summary>Replaces <c>$name</c>, <c>[[name:format]]</c> and <c>${name.path:format}</c> as Grafana does. Names nobody defined stay as they are,
/// so that <c>$1</c> of a label_replace survives.</summary>
internal static partial class Interpolator
{
    // A custom All value may name variables itself; Grafana interpolates it once more.
    private const int MaxDepth = 5;

    // Variables that double each other would fill the memory; no query of this length is answered anyway.
    private const int MaxLength = 256 * 1024;

    /// <summary>Interpolates a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scope">Known names.</param>
    /// <param name="withoutFormat">How to write a value when no format is given; null for Grafana's own <c>glob</c>.</param>
    public static string Interpolate(string text, IReadOnlyDictionary<string, VariableValue> scope, Func<VariableValue, string>? withoutFormat = null) =>
        Interpolate(text, scope, withoutFormat, 0);

    /// <summary>Names a text refers to, whether anybody defines them or not.</summary>
    public static IEnumerable<VariableReference> References(string text) => text.Contains('$', StringComparison.Ordinal) || text.Contains("[[", StringComparison.Ordinal)
        ? Reference().Matches(text).Select(ToReference)
        : [];

    private static string Interpolate(string text, IReadOnlyDictionary<string, VariableValue> scope, Func<VariableValue, string>? withoutFormat, int depth)
    {
        if (depth > MaxDepth || !text.Contains('$', StringComparison.Ordinal) && !text.Contains("[[", StringComparison.Ordinal))
            return text;
        var length = text.Length;
        return Reference().Replace(text, match =>
        {
            var reference = ToReference(match);
            if (length > MaxLength || !scope.TryGetValue(reference.Name, out var value))
                return match.Value;
            var written = Write(reference, value, scope, withoutFormat, depth);
            length += written.Length;
            return written;
        });
    }

    private static string Write(VariableReference reference, VariableValue value, IReadOnlyDictionary<string, VariableValue> scope, Func<VariableValue, string>? withoutFormat, int depth)
    {
        if (value.IsCustomAll)
            return Interpolate(CustomAll(value, reference.Format), scope, withoutFormat, depth + 1);
        if (reference.Path.Length > 0 && value.Fields.TryGetValue(reference.Path, out var field))
            value = VariableValue.Single(value.Name, field);
        if (reference.Format.Length > 0)
            return VariableFormats.Apply(value, reference.Format);
        return value.IsAdHoc ? "" : withoutFormat is null ? VariableFormats.Apply(value, "glob") : withoutFormat(value);
    }

    private static string CustomAll(VariableValue value, string format) => format switch
    {
        "text" => "All",
        "percentencode" or "queryparam" => VariableFormats.Apply(value with { IsList = false }, format),
        _ => value.Values.Length > 0 ? value.Values[0] : "",
    };

    private static VariableReference ToReference(Match match) => new(
        match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Success ? match.Groups[2].Value : match.Groups[4].Value,
        match.Groups[5].Value,
        match.Groups[3].Success ? match.Groups[3].Value : match.Groups[6].Value,
        match.Value);

    [GeneratedRegex(@"\$([A-Za-z0-9_]+)|\[\[([A-Za-z0-9_]+?)(?::([A-Za-z0-9_]+))?\]\]|\$\{([A-Za-z0-9_]+)(?:\.([^:^\}]+))?(?::([^\}]+))?\}")]
    private static partial Regex Reference();
}

/// <summary>A reference to a variable as a text writes it.</summary>
internal sealed record VariableReference(string Name, string Path, string Format, string Written);
