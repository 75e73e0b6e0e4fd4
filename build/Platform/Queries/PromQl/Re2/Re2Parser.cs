using System.Buffers;
using System.Text;

namespace TalosPlatform.Queries.PromQl.Re2;

/// <summary>
/// Reads RE2 syntax with the flags Prometheus uses (Perl classes and groups, <c>.</c> matches newlines). Rules and messages follow
/// https://github.com/google/re2/wiki/Syntax and Go's regexp/syntax.
/// </summary>
internal ref partial struct Re2Parser(string pattern)
{
    /// <summary>Go allows 1000 levels; no pattern that people write comes near this.</summary>
    private const int MaxNesting = 250;

    /// <summary>Largest repetition count, nested ones multiplied.</summary>
    private const int MaxRepeat = 1000;

    public static readonly SearchValues<char> Special = SearchValues.Create(Specials());

    private int _position;
    private int _nesting;
    private int _lastAnchorEnd = -1;
    private bool _foldCase;
    private bool _dotExcludesNewline;
    private HashSet<string>? _groupNames;

    public string? Error { get; private set; }

    public readonly bool EndsWithAnchor => _lastAnchorEnd == pattern.Length;

    public Re2Fragment ParseAll()
    {
        var whole = ParseAlternatives();
        if (Error is null && _position < pattern.Length)
            Fail("unexpected )", pattern);
        return whole;
    }

    /// <summary>Characters that are more than themselves; lone surrogates and their neighbours are looked at one by one.</summary>
    private static string Specials()
    {
        var set = new StringBuilder(@"\.+*?()|[]{}^$");
        for (var c = '\uD800'; c <= '\uDFFF'; c++)
            set.Append(c);
        return set.ToString();
    }

    private Re2Fragment ParseAlternatives()
    {
        var result = ParseSequence();
        while (Error is null && Accept('|'))
            result = result.Or(ParseSequence());
        return result;
    }

    private Re2Fragment ParseSequence()
    {
        var sequence = new Re2Sequence();
        var lastOperator = -1;
        while (Error is null && _position < pattern.Length && pattern[_position] is not ('|' or ')'))
        {
            var start = _position;
            if (pattern[start] is '*' or '+' or '?' or '{' && TryRepeat(out var min, out var max))
            {
                Accept('?');
                if (!sequence.HasLast)
                    Fail("missing argument to repetition operator", pattern[start.._position]);
                else if (lastOperator >= 0)
                    Fail("invalid nested repetition operator", pattern[lastOperator.._position]);
                else
                    sequence.Last = Repeat(sequence.Last, min, max, start);
                lastOperator = start;
                continue;
            }

            lastOperator = -1;
            if (pattern.AsSpan(start).StartsWith(@"\Q"))
                AddQuoted(ref sequence);
            else if (ParseAtom() is { } atom)
                sequence.Add(atom);
        }

        return sequence.Whole();
    }

    /// <summary><c>\Q…\E</c>: every character is an atom of its own, so that an operator behind it repeats only the last.</summary>
    private void AddQuoted(ref Re2Sequence sequence)
    {
        var end = pattern.IndexOf(@"\E", _position + 2, StringComparison.Ordinal);
        var textEnd = end < 0 ? pattern.Length : end;
        _position += 2;
        while (_position < textEnd)
        {
            if (!TryRune(out var character))
            {
                Fail("invalid UTF-8", pattern);
                return;
            }

            sequence.Add(Literal(character));
        }

        _position = end < 0 ? textEnd : end + 2;
    }

    private Re2Fragment Repeat(Re2Fragment atom, int min, int max, int op)
    {
        var count = max > 0 ? max : max < 0 ? min : 0;
        var repeats = pattern[op] == '{' && count > 0 ? atom.Repeats * count : atom.Repeats;
        if (min > MaxRepeat || max > MaxRepeat || (max >= 0 && min > max) || ((min >= 2 || max >= 2) && repeats > MaxRepeat))
            return Fail("invalid repeat count", pattern[op.._position]);
        var literal = (min, max) == (1, 1) || atom.Literal is "" ? atom.Literal : max == 0 ? "" : null;
        return new(
            min == 0 || atom.Nullable, literal, false, (atom.IsDot && min == 0 && max < 0) || (atom.IsDotStar && min <= 1), Math.Min(repeats, MaxRepeat));
    }

    /// <summary>Reads <c>*</c>, <c>+</c>, <c>?</c> or <c>{n,m}</c>; <paramref name="max"/> is -1 without an upper limit.</summary>
    private bool TryRepeat(out int min, out int max)
    {
        (min, max) = pattern[_position] switch
        {
            '*' => (0, -1),
            '+' => (1, -1),
            '?' => (0, 1),
            _ => (-1, -1),
        };
        if (min < 0)
            return pattern[_position] == '{' && TryCounts(out min, out max);
        _position++;
        return true;
    }

    private bool TryCounts(out int min, out int max)
    {
        var i = _position + 1;
        max = -1;
        if (!TryCount(ref i, out min) || i >= pattern.Length)
            return false;
        if (pattern[i] != ',')
            max = min;
        else if (++i >= pattern.Length || (pattern[i] != '}' && !TryCount(ref i, out max)))
            return false;
        if (i >= pattern.Length || pattern[i] != '}')
            return false;
        _position = i + 1;
        return true;
    }

    /// <summary>A decimal without leading zeros; what is too large becomes just larger than allowed.</summary>
    private readonly bool TryCount(ref int i, out int count)
    {
        count = 0;
        var start = i;
        for (; i < pattern.Length && char.IsAsciiDigit(pattern[i]); i++)
            count = Math.Min((count * 10) + (pattern[i] - '0'), MaxRepeat + 1);
        return i > start && !(pattern[start] == '0' && i > start + 1);
    }

    private bool Accept(char c)
    {
        if (_position >= pattern.Length || pattern[_position] != c)
            return false;
        _position++;
        return true;
    }

    private Re2Fragment Fail(string problem, string part)
    {
        Error ??= $"{problem}: `{part}`";
        return Re2Fragment.Empty;
    }
}
