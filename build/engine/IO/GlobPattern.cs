namespace Nuke.Common.IO;

/// <summary>Matches one path segment against a pattern of <c>*</c>, <c>?</c> and <c>[a-z]</c>.</summary>
internal static class GlobPattern
{
    private static readonly bool IgnoreCase = OperatingSystem.IsWindows();

    /// <summary>Turns <c>a{b,c}d</c> into <c>abd</c> and <c>acd</c>; a brace without partner is literal.</summary>
    public static IEnumerable<string> ExpandBraces(string pattern)
    {
        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        var close = open < 0 ? -1 : MatchingBrace(pattern, open);
        if (close < 0) return [pattern];
        return SplitTopLevel(pattern[(open + 1)..close]).SelectMany(x => ExpandBraces(pattern[..open] + x + pattern[(close + 1)..]));
    }

    /// <summary>Whether the whole of <paramref name="name"/> matches.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, retry = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                retry = n;
            }
            else if (p < pattern.Length && MatchesOne(pattern[p..], name[n], out var used))
            {
                p += used;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++retry;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char value, out int used)
    {
        used = 1;
        if (pattern[0] == '?') return true;
        var close = pattern[0] == '[' ? pattern[1..].IndexOf(']') + 1 : 0;
        if (close <= 1) return Same(pattern[0], value);
        used = close + 1;
        var set = pattern[1..close];
        var negated = set[0] is '!' or '^';
        if (negated) set = set[1..];
        for (var i = 0; i < set.Length; i++)
        {
            var range = i + 2 < set.Length && set[i + 1] == '-';
            var hit = range ? value >= set[i] && value <= set[i + 2] : Same(set[i], value);
            if (hit) return !negated;
            if (range) i += 2;
        }
        return negated;
    }

    private static bool Same(char left, char right) =>
        left == right || (IgnoreCase && char.ToUpperInvariant(left) == char.ToUpperInvariant(right));

    private static int MatchingBrace(string pattern, int open)
    {
        var depth = 0;
        for (var i = open; i < pattern.Length; i++)
        {
            if (pattern[i] == '{') depth++;
            if (pattern[i] == '}' && --depth == 0) return i;
        }
        return -1;
    }

    private static IEnumerable<string> SplitTopLevel(string text)
    {
        int depth = 0, start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '{') depth++;
            if (text[i] == '}') depth--;
            if (text[i] != ',' || depth != 0) continue;
            yield return text[start..i];
            start = i + 1;
        }
        yield return text[start..];
    }
}
