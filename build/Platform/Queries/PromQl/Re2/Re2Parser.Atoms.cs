namespace TalosPlatform.Queries.PromQl.Re2;

/// <summary>Characters, groups and escapes.</summary>
internal ref partial struct Re2Parser
{
    /// <summary>One atom; null for a group that only sets flags.</summary>
    private Re2Fragment? ParseAtom()
    {
        var start = _position;
        switch (pattern[start])
        {
            case '(':
                return ParseGroup();
            case '[':
                return ParseClass();
            case '\\':
                return ParseEscape();
            case '.':
                _position++;
                return _dotExcludesNewline ? Re2Fragment.Character : Re2Fragment.Dot;
            case '^':
                _position++;
                return start == 0 ? Re2Fragment.Empty : Re2Fragment.Assertion(holdsInEmptyText: true);
            case '$':
                _lastAnchorEnd = ++_position;
                return _position == pattern.Length && _nesting == 0
                    ? Re2Fragment.Empty
                    : Re2Fragment.Assertion(holdsInEmptyText: true);
            default:
                return TryRune(out var character) ? Literal(character) : Fail("invalid UTF-8", pattern);
        }
    }

    private readonly Re2Fragment Literal(string text) =>
        _foldCase && text.Any(char.IsLetter) ? Re2Fragment.Character : new(false, text, false, false, 1);

    private bool TryRune(out string character)
    {
        var c = pattern[_position];
        var length = char.IsSurrogate(c) ? 2 : 1;
        character = "";
        if (length == 2 && !(_position + 1 < pattern.Length && char.IsSurrogatePair(c, pattern[_position + 1])))
            return false;
        character = pattern.Substring(_position, length);
        _position += length;
        return true;
    }

    private Re2Fragment? ParseGroup()
    {
        var start = _position++;
        if (++_nesting > MaxNesting)
            return Fail("expression nests too deeply", pattern);
        var (foldCase, dot) = (_foldCase, _dotExcludesNewline);
        if (Accept('?'))
        {
            if (!TryGroupStart(start, out var flagsOnly))
                return Re2Fragment.Empty;
            if (flagsOnly)
            {
                _nesting--;
                return null;
            }
        }

        var inner = ParseAlternatives();
        if (Error is null && !Accept(')'))
            return Fail("missing closing )", pattern);
        (_foldCase, _dotExcludesNewline) = (foldCase, dot);
        _nesting--;
        return inner;
    }

    private bool TryGroupStart(int start, out bool flagsOnly)
    {
        flagsOnly = false;
        var rest = pattern.AsSpan(_position);
        if (rest.StartsWith("P<") || (rest.StartsWith("<") && !rest.StartsWith("<=") && !rest.StartsWith("<!")))
            return TryGroupName(start, rest[0] == 'P' ? 2 : 1);
        var (negative, sawFlag) = (false, false);
        while (_position < pattern.Length)
        {
            var c = pattern[_position++];
            switch (c)
            {
                case 'i':
                    (_foldCase, sawFlag) = (!negative, true);
                    break;
                case 's':
                    (_dotExcludesNewline, sawFlag) = (negative, true);
                    break;
                case 'm' or 'U':
                    sawFlag = true;
                    break;
                case '-' when !negative:
                    (negative, sawFlag) = (true, false);
                    break;
                case ':' or ')' when !negative || sawFlag:
                    flagsOnly = c == ')';
                    return true;
                default:
                    Fail("invalid or unsupported Perl syntax", pattern[start.._position]);
                    return false;
            }
        }

        Fail("missing closing )", pattern);
        return false;
    }

    private bool TryGroupName(int start, int prefix)
    {
        var nameStart = _position + prefix;
        var end = pattern.IndexOf('>', nameStart);
        if (end < 0)
        {
            Fail("invalid named capture", pattern[start..]);
            return false;
        }

        var name = pattern[nameStart..end];
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            Fail("invalid named capture", pattern[start..(end + 1)]);
        else if (!(_groupNames ??= new(StringComparer.Ordinal)).Add(name))
            Fail("duplicate capture group name", name);
        _position = end + 1;
        return Error is null;
    }

    private Re2Fragment ParseEscape()
    {
        var start = _position;
        if (start + 1 >= pattern.Length)
            return Fail("trailing backslash at end of expression", "");
        switch (pattern[start + 1])
        {
            case 'A' or 'z':
                _position += 2;
                return Re2Fragment.Assertion(holdsInEmptyText: true);
            case 'b':
                _position += 2;
                return Re2Fragment.Assertion(holdsInEmptyText: false);
            case 'B':
                _position += 2;
                return Re2Fragment.Assertion(holdsInEmptyText: true);
            case 'd' or 'D' or 's' or 'S' or 'w' or 'W':
                _position += 2;
                return Re2Fragment.Character;
            case 'p' or 'P':
                return TryUnicodeClass() ? Re2Fragment.Character : Re2Fragment.Empty;
            default:
                return TryEscapedRune(out var code) ? Literal(new System.Text.Rune(code).ToString()) : Re2Fragment.Empty;
        }
    }
}
