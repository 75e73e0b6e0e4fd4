using TalosPlatform.Smoke;

namespace TalosPlatform.Smoke.UserChecks;

/// <summary>How a value must relate to bounds. NaN satisfies none.</summary>
/// <param name="Kind">The relation.</param>
/// <param name="Bound">The bound; the lower one of <see cref="ComparisonKind.Between"/>.</param>
/// <param name="Upper">The upper bound of <see cref="ComparisonKind.Between"/>, inclusive.</param>
public sealed record Comparison(ComparisonKind Kind, double Bound, double Upper = double.NaN)
{
    // Values come through text and division: equal means equal to nine digits.
    private const double RelativeTolerance = 1e-9;

    /// <summary>Whether a value satisfies it.</summary>
    public bool Holds(double value) => Kind switch
    {
        ComparisonKind.Above => value > Bound,
        ComparisonKind.Below => value < Bound,
        ComparisonKind.AtLeast => value >= Bound,
        ComparisonKind.AtMost => value <= Bound,
        ComparisonKind.Between => value >= Bound && value <= Upper,
        _ => value.Equals(Bound) || Math.Abs(value - Bound) <= RelativeTolerance * Math.Max(Math.Abs(value), Math.Abs(Bound)),
    };

    /// <summary>The comparison in words, such as <c>above 0</c>.</summary>
    public override string ToString() => Kind switch
    {
        ComparisonKind.AtLeast => $"at least {Evidence.Number(Bound)}",
        ComparisonKind.AtMost => $"at most {Evidence.Number(Bound)}",
        ComparisonKind.Equals => $"equal to {Evidence.Number(Bound)}",
        ComparisonKind.Between => $"between {Evidence.Number(Bound)} and {Evidence.Number(Upper)}",
        _ => $"{Kind.ToString().ToLowerInvariant()} {Evidence.Number(Bound)}",
    };
}

/// <summary>Relation of a <see cref="Comparison"/>.</summary>
public enum ComparisonKind
{
    /// <summary>Greater than the bound.</summary>
    Above,

    /// <summary>Less than the bound.</summary>
    Below,

    /// <summary>Equal to the bound.</summary>
    Equals,

    /// <summary>The bound or more.</summary>
    AtLeast,

    /// <summary>The bound or less.</summary>
    AtMost,

    /// <summary>Within both bounds, inclusive.</summary>
    Between,
}
