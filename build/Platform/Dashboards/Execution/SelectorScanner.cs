using System.Collections.Immutable;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>A label matcher as written, its value unescaped.</summary>
internal sealed record LabelMatcher(string Label, string Operator, string Value)
{
    public override string ToString() => $"{Label}{Operator}\"{Value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}

/// <summary>A selector of series inside an expression.</summary>
/// <param name="Metric">Name of the metric; empty when the selector names none.</param>
/// <param name="Matchers">Its matchers but those of the name.</param>
/// <param name="Range">Text between square brackets; empty for an instant selector.</param>
/// <param name="Functions">Functions and aggregations around it, the innermost first.</param>
/// <param name="Offset">Where it starts.</param>
/// <param name="Length">Length without the range.</param>
/// <param name="HasOffset">Whether an offset modifier follows.</param>
internal sealed record SelectorUse(string Metric, ImmutableArray<LabelMatcher> Matchers, string Range, ImmutableArray<string> Functions, int Offset, int Length, bool HasOffset)
{
    /// <summary>The selector with some of its matchers.</summary>
    public static string Write(string metric, IEnumerable<LabelMatcher> matchers)
    {
        var list = string.Join(", ", matchers);
        return list.Length == 0 && metric.Length > 0 ? metric : metric + "{" + list + "}";
    }

    public override string ToString() => Write(Metric, Matchers);
}

/// <summary>Finds the selectors of a PromQL expression without parsing it, so that it works on expressions a server refuses, too.</summary>
internal ref struct SelectorScanner
{
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase) { "and", "or", "unless", "atan2", "bool", "offset", "inf", "nan" };
    private static readonly HashSet<string> LabelLists = new(StringComparer.OrdinalIgnoreCase) { "by", "without", "on", "ignoring", "group_left", "group_right" };

    private readonly ReadOnlySpan<char> _text;
    private readonly List<SelectorUse> _found = [];
    private readonly Stack<string> _functions = new();
    private int _at;
    private string _pending = "";

    private SelectorScanner(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Every selector, in the order of the text.</summary>
    public static ImmutableArray<SelectorUse> Scan(string expression)
    {
        var scanner = new SelectorScanner(expression);
        scanner.Run();
        return [.. scanner._found];
    }

    private void Run()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c is '"' or '\'' or '`')
                ReadString();
            else if (c == '#')
                SkipLine();
            else if (char.IsAsciiDigit(c) || c == '.')
                SkipWhile(static d => char.IsAsciiLetterOrDigit(d) || d is '.' or '_');
            else if (IsNameStart(c))
                Name();
            else if (c == '{')
                Selector("", _at);
            else if (c == '[')
                Bracket();
            else
                Symbol(c);
        }
    }

    private void Symbol(char c)
    {
        if (c == '(')
        {
            _functions.Push(_pending);
            _pending = "";
        }
        else if (c == ')')
        {
            _functions.TryPop(out _);
        }

        _at++;
    }

    private void Name()
    {
        var start = _at;
        SkipWhile(static d => IsNameStart(d) || char.IsAsciiDigit(d));
        var name = _text[start.._at].ToString();
        SkipSpace();
        if (LabelLists.Contains(name))
        {
            if (Peek == '(')
                SkipPast(')');
            return;
        }

        if (name.Equals("offset", StringComparison.OrdinalIgnoreCase) && _found.Count > 0)
            _found[^1] = _found[^1] with { HasOffset = true };
        if (Keywords.Contains(name))
            return;
        if (Peek == '(' || IsAggregationModifier())
            _pending = name;
        else
            Selector(name, start);
    }

    private readonly bool IsAggregationModifier()
    {
        var rest = _text[_at..];
        return rest.StartsWith("by", StringComparison.OrdinalIgnoreCase) && IsListAfter(rest[2..])
            || rest.StartsWith("without", StringComparison.OrdinalIgnoreCase) && IsListAfter(rest[7..]);
    }

    private static bool IsListAfter(ReadOnlySpan<char> rest) => rest.TrimStart() is ['(', ..];

    private void Selector(string metric, int start)
    {
        var matchers = ImmutableArray.CreateBuilder<LabelMatcher>();
        var end = start + metric.Length;
        SkipSpace();
        if (Peek == '{')
        {
            _at++;
            Matchers(matchers);
            end = _at;
            SkipSpace();
        }

        if (metric.Length == 0 && matchers.FirstOrDefault(m => m is { Label: "__name__", Operator: "=" }) is { } named)
        {
            metric = named.Value;
            matchers.Remove(named);
        }

        var range = "";
        if (Peek == '[')
        {
            var open = _at + 1;
            SkipPast(']');
            range = _text[open..Math.Max(open, _at - 1)].Trim().ToString();
        }

        _found.Add(new SelectorUse(metric, matchers.DrainToImmutable(), range, [.. _functions.Where(f => f.Length > 0)], start, end - start, false));
    }

    private void Matchers(ImmutableArray<LabelMatcher>.Builder matchers)
    {
        while (_at < _text.Length && Peek != '}')
        {
            SkipSpace();
            var quoted = Peek is '"' or '\'' or '`';
            var start = _at;
            var label = quoted ? ReadString() : "";
            if (!quoted)
            {
                SkipWhile(static d => IsNameStart(d) || char.IsAsciiDigit(d));
                label = _text[start.._at].ToString();
            }

            SkipSpace();
            var symbol = _at;
            SkipWhile(static d => d is '=' or '!' or '~');
            var op = _text[symbol.._at].ToString();
            SkipSpace();
            if (op.Length > 0 && Peek is '"' or '\'' or '`')
                matchers.Add(new LabelMatcher(label, op, ReadString()));
            else if (quoted && op.Length == 0)
                matchers.Add(new LabelMatcher("__name__", "=", label));
            SkipSpace();
            if (Peek == ',' || _at == start)
                _at++;
        }

        _at = Math.Min(_at + 1, _text.Length);
    }

    private void Bracket() => SkipPast(']');

    private readonly char Peek => _at < _text.Length ? _text[_at] : '\0';

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c is '_' or ':';

    private void SkipSpace()
    {
        while (_at < _text.Length && (char.IsWhiteSpace(_text[_at]) || _text[_at] == '#'))
        {
            if (_text[_at] == '#')
                SkipLine();
            else
                _at++;
        }
    }

    private void SkipLine()
    {
        while (_at < _text.Length && _text[_at] != '\n')
            _at++;
    }

    private void SkipWhile(Func<char, bool> belongs)
    {
        while (_at < _text.Length && belongs(_text[_at]))
            _at++;
    }

    private void SkipPast(char end)
    {
        while (_at < _text.Length && _text[_at] != end)
            _at++;
        _at = Math.Min(_at + 1, _text.Length);
    }

    private string ReadString()
    {
        var quote = _text[_at++];
        var result = new System.Text.StringBuilder();
        while (_at < _text.Length && _text[_at] != quote)
        {
            if (_text[_at] == '\\' && quote != '`' && _at + 1 < _text.Length)
            {
                _at++;
                result.Append(_text[_at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
            }
            else
            {
                result.Append(_text[_at]);
            }

            _at++;
        }

        _at = Math.Min(_at + 1, _text.Length);
        return result.ToString();
    }
}
