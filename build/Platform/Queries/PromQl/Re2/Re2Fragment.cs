namespace TalosPlatform.Queries.PromQl.Re2;

/// <summary>What is known about a part of a pattern.</summary>
/// <param name="Nullable">Whether it matches the empty string.</param>
/// <param name="Literal">The only string it matches.</param>
/// <param name="IsDot">Whether it is <c>.</c>.</param>
/// <param name="IsDotStar">Whether it is <c>.*</c>.</param>
/// <param name="Repeats">Largest product of nested repetition counts.</param>
internal readonly record struct Re2Fragment(bool Nullable, string? Literal, bool IsDot, bool IsDotStar, int Repeats)
{
    /// <summary>Matches the empty string and nothing else.</summary>
    public static Re2Fragment Empty { get; } = new(true, "", false, false, 1);

    /// <summary>One character out of several.</summary>
    public static Re2Fragment Character { get; } = new(false, null, false, false, 1);

    /// <summary>Any character.</summary>
    public static Re2Fragment Dot { get; } = new(false, null, true, false, 1);

    /// <summary>A condition on a place in the text, such as <c>\b</c>.</summary>
    public static Re2Fragment Assertion(bool holdsInEmptyText) => new(holdsInEmptyText, null, false, false, 1);

    /// <summary>This, then <paramref name="next"/>; whoever puts a sequence together keeps track of its literal.</summary>
    public Re2Fragment Then(Re2Fragment next)
    {
        var (first, second) = (Literal is "", next.Literal is "");
        return new(
            Nullable && next.Nullable,
            first && second ? "" : null,
            (first && next.IsDot) || (second && IsDot),
            (first && next.IsDotStar) || (second && IsDotStar),
            Math.Max(Repeats, next.Repeats));
    }

    /// <summary>This or <paramref name="other"/>.</summary>
    public Re2Fragment Or(Re2Fragment other) =>
        new(Nullable || other.Nullable, null, false, IsDotStar || other.IsDotStar, Math.Max(Repeats, other.Repeats));
}
