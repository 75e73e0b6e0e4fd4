namespace TalosPlatform.Cost;

/// <summary>Which end of a range a calculation is about.</summary>
public enum Bound
{
    /// <summary>The least that is likely.</summary>
    Low,

    /// <summary>What is expected.</summary>
    Expected,

    /// <summary>The most that is likely.</summary>
    High,
}

/// <summary>A quantity with its bounds; the unit is the context's.</summary>
public readonly record struct Estimate(decimal Low, decimal Expected, decimal High)
{
    /// <summary>A quantity that is known.</summary>
    public static Estimate Exactly(decimal value) => new(value, value, value);

    /// <summary>One of the three numbers.</summary>
    public decimal At(Bound bound) => bound switch { Bound.Low => Low, Bound.High => High, _ => Expected };

    /// <summary>Both quantities together.</summary>
    public static Estimate operator +(Estimate a, Estimate b) => new(a.Low + b.Low, a.Expected + b.Expected, a.High + b.High);

    /// <summary>The quantity several times.</summary>
    public static Estimate operator *(Estimate a, decimal factor) => new(a.Low * factor, a.Expected * factor, a.High * factor);

    /// <inheritdoc cref="op_Addition"/>
    public static Estimate Add(Estimate left, Estimate right) => left + right;

    /// <inheritdoc cref="op_Multiply"/>
    public static Estimate Multiply(Estimate left, decimal right) => left * right;
}
