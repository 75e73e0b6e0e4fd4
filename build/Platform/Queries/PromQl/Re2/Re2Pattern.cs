namespace TalosPlatform.Queries.PromQl.Re2;

/// <summary>
/// A regular expression as Prometheus reads it: RE2 syntax, anchored at both ends, <c>.</c> matching every character. Only what
/// validation and lint need is worked out; nothing is matched.
/// </summary>
/// <param name="Error">Why Prometheus would refuse the pattern, in the words of Go's regexp/syntax; null when it would not.</param>
/// <param name="MatchesEmpty">Whether the empty string, and so a missing label, matches.</param>
/// <param name="Literal">The only string that matches, when there is just one.</param>
/// <param name="MatchesEverything">Whether the pattern is <c>.*</c>.</param>
/// <param name="StartsWithAnchor">Whether a <c>^</c> stands at the start, where it changes nothing.</param>
/// <param name="EndsWithAnchor">Whether a <c>$</c> stands at the end, where it changes nothing.</param>
public sealed record Re2Pattern(
    string? Error, bool MatchesEmpty, string? Literal, bool MatchesEverything, bool StartsWithAnchor, bool EndsWithAnchor)
{
    /// <summary>Reads a pattern; time grows linearly with its length.</summary>
    public static Re2Pattern Parse(string pattern)
    {
        if (!pattern.AsSpan().ContainsAny(Re2Parser.Special))
            return new(null, pattern.Length == 0, pattern, false, false, false);
        var parser = new Re2Parser(pattern);
        var whole = parser.ParseAll();
        if (parser.Error is not null)
            return new(parser.Error, false, null, false, false, false);
        return new(null, whole.Nullable, whole.Literal, whole.IsDotStar, pattern[0] == '^', parser.EndsWithAnchor);
    }
}
