using System.Collections.Immutable;

namespace TalosPlatform.Cost.Prices;

/// <summary>A discount that grows with the part of the month a machine runs (https://cloud.google.com/compute/docs/sustained-use-discounts).</summary>
/// <param name="Families">Families it applies to.</param>
/// <param name="Quarters">Share of the price charged in each quarter of the month.</param>
/// <param name="FullMonth">Share charged for a whole month as published. The quarters are published rounded and may add up to a little more;
/// the bill never exceeds this share.</param>
/// <param name="Source">Where it is published.</param>
public sealed record SustainedUse(ImmutableArray<string> Families, ImmutableArray<decimal> Quarters, decimal FullMonth, PriceSource Source)
{
    /// <summary>What is charged for a part of a month, as a share of the price of a whole month without the discount.</summary>
    /// <param name="month">Part of the month the machine runs, 0 to 1.</param>
    public decimal Charged(decimal month)
    {
        var charged = 0m;
        for (var quarter = 0; quarter < Quarters.Length; quarter++)
            charged += Math.Clamp(month - quarter * 0.25m, 0, 0.25m) * Quarters[quarter];
        return Math.Min(charged, FullMonth);
    }
}
