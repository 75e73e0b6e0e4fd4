namespace TalosPlatform.Queries.PromQl;

/// <summary>A piece of the query text. Both numbers count UTF-16 characters of the string that was parsed.</summary>
/// <param name="Offset">First character, counted from zero.</param>
/// <param name="Length">Number of characters; zero at the end of the input.</param>
public readonly record struct SourceSpan(int Offset, int Length)
{
    /// <summary>The first character after the span.</summary>
    public int End => Offset + Length;

    /// <summary>The span that reaches from <paramref name="start"/> up to, and without, <paramref name="end"/>.</summary>
    public static SourceSpan Between(int start, int end) => new(start, Math.Max(0, end - start));

    /// <summary>Line and column, both counted from one, of the span's first character in <paramref name="text"/>.</summary>
    public (int Line, int Column) Position(ReadOnlySpan<char> text)
    {
        var before = text[..Math.Min(Offset, text.Length)];
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
